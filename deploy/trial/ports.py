"""TCP ports on this host."""

import socket

from deploy.trial.errors import PortInUse

HOST = "127.0.0.1"


def require_free(port: int, *, name: str, setting: str) -> None:
    """Raises PortInUse if somebody listens. A port whose connections were closed a moment ago is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortInUse(port, name, setting) from error


def free_port() -> int:
    """A port which the kernel gives to nobody else for a minute.

    A closed connection leaves its port in TIME_WAIT: the kernel does not hand it out, and servers, which set SO_REUSEADDR, may bind it.
    """
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, 0))
        server.listen(1)
        port: int = server.getsockname()[1]
        client.connect((HOST, port))
        server.accept()[0].close()
        client.recv(1)
        return port


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
