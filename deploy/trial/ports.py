"""TCP ports on this host."""

import socket
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from deploy.trial.errors import PortInUse, TrialError

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Wanted:
    """A port, what it is for, and the variable that chooses another."""

    port: int
    name: str
    setting: str


def require_all_free(wanted: Iterable[Wanted]) -> None:
    """Raises TrialError with a line for each port that somebody listens on, or that two of these want."""
    claims = list(wanted)
    counts = Counter(claim.port for claim in claims)
    lines = [
        f"port {claim.port} is wanted twice: give {claim.name} another with {claim.setting}=…" for claim in claims if counts[claim.port] > 1
    ]
    for claim in claims:
        try:
            require_free(claim.port, name=claim.name, setting=claim.setting)
        except PortInUse as error:
            lines.append(str(error))
    if lines:
        raise TrialError("\n".join(lines))


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
