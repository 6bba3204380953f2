import socket

import pytest

from deploy.trial.errors import PortInUse, TrialError
from deploy.trial.ports import HOST, Wanted, free_port, is_open, require_all_free, require_free


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


def test_all_that_stands_in_the_way_is_told_at_once() -> None:
    free = free_port()
    require_all_free([Wanted(free, "one", "ONE_PORT")])
    with socket.create_server((HOST, 0)) as server:
        taken = server.getsockname()[1]
        wanted = [Wanted(free, "one", "ONE_PORT"), Wanted(free, "two", "TWO_PORT"), Wanted(taken, "three", "THREE_PORT")]
        with pytest.raises(TrialError) as error:
            require_all_free(wanted)
    assert str(error.value).splitlines() == [
        f"port {free} is wanted twice: give one another with ONE_PORT=…",
        f"port {free} is wanted twice: give two another with TWO_PORT=…",
        f"port {taken} for three is in use: stop what listens there, or choose another with THREE_PORT=…",
    ]
