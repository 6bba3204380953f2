"""What may go wrong in the trial, each as one line for the person who started it."""

from pathlib import Path


class TrialError(RuntimeError):
    pass


class PortInUse(TrialError):
    def __init__(self, port: int, name: str, setting: str) -> None:
        super().__init__(f"port {port} for {name} is in use: stop what listens there, or choose another with {setting}=…")
        self.port = port


class ChildCrashed(TrialError):
    """A child that ended by itself. `status` is negative for a signal, as in `subprocess`."""

    def __init__(self, name: str, status: int, log: Path) -> None:
        how = f"was killed by signal {-status}" if status < 0 else f"ended with exit status {status}"
        super().__init__(f"{name} {how}; its log is {log}" + (f", and ends: {last}" if (last := last_line(log)) else ""))
        self.name = name
        self.status = status
        self.log = log


class NotReady(TrialError):
    def __init__(self, name: str, seconds: float, log: Path) -> None:
        super().__init__(f"{name} is not ready after {seconds:.0f} seconds; its log is {log}")
        self.name = name


class NotFetched(TrialError):
    pass


def last_line(log: Path) -> str:
    """The last line that says something: one that is not indented, as the frames of a stack trace are."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()
    return next((line for line in reversed(lines) if line and not line[0].isspace()), "")[:300]
