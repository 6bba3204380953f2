"""Child processes that cannot outlive their parent, each with its output in a file."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.trial.errors import ChildCrashed, NotReady
from deploy.trial.leash import leash

PROBE_SECONDS = 0.05
KILL_SECONDS = 10.0


@dataclass(frozen=True)
class Child:
    """`stop_signal` is the one that asks it to end in good order."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM

    def check(self) -> None:
        """Raises ChildCrashed if it has ended."""
        if (status := self.process.poll()) is not None:
            raise ChildCrashed(self.name, status, self.log)

    def finish(self) -> None:
        """Waits for its end. Raises ChildCrashed unless that is exit status 0."""
        if status := self.process.wait():
            raise ChildCrashed(self.name, status, self.log)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Raises ChildCrashed if it ends first, NotReady if the time does."""

        def ready_or_crashed() -> bool:
            self.check()
            return ready()

        if not wait_until(ready_or_crashed, seconds):
            raise NotReady(self.name, seconds, self.log)

    def send(self, number: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)

    def stop(self, number: signal.Signals | None = None, seconds: float = 10) -> int:
        """Asks with a signal, kills when the time is over. Returns the exit status."""
        self.send(number or self.stop_signal)
        if not self._wait(seconds):
            self.kill()
        return self.process.wait()

    def kill(self) -> None:
        """Together with its own children, as PostgreSQL has. Returns when none of them runs."""
        if self.process.poll() is None:
            parent = psutil.Process(self.process.pid)
            family = [parent, *parent.children(recursive=True)]
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            self.process.wait()
            wait_until(lambda: all(map(has_ended, family)), KILL_SECONDS)

    def _wait(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def spawn(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    on_parent_death: str = "KILL",
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Starts a command in a session of its own, so that a terminal's Ctrl-C reaches the parent alone.

    The kernel sends `on_parent_death` when the thread that called this ends; so call it from one that stays.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*leash(on_parent_death), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    return Child(name, process, log, stop_signal)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(PROBE_SECONDS)
    return True


def has_ended(process: psutil.Process) -> bool:
    """True also for one that its parent has not yet taken leave of."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
