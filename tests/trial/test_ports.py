import socket

import pytest

from deploy.trial.errors import PortInUse
from deploy.trial.ports import HOST, free_port, is_open, require_free


def test_free_ports_are_free_all_different_and_can_be_listened_on() -> None:
    ports = [free_port() for _ in range(20)]
    assert len(set(ports)) == 20
    for port in ports:
        require_free(port, name="a test", setting="PORT")
        with socket.create_server((HOST, port)):
            assert is_open(port)
        assert not is_open(port)


def test_a_port_in_use_is_refused_by_its_number_and_setting() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortInUse) as error:
            require_free(port, name="ingest", setting="INGEST_PORT")
    assert str(error.value) == f"port {port} for ingest is in use: stop what listens there, or choose another with INGEST_PORT=…"
