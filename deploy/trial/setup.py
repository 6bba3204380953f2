"""Brings what `make run` or `make test` needs, each thing once. Runs on a bare Python, before any package is there.

`python3 -m deploy.trial.setup run|test` sets up; with `--then MODULE` it goes on as that module, in the environment it has made.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said to those who start it with an older one
    sys.exit(f"Python 3.11 or later is needed, and {sys.executable} is {sys.version.split()[0]}: make … PYTHON=/path/to/python3.11")

import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.trial.chromium import from_debian, install_commands, installed_chromium
from deploy.trial.errors import TrialError, last_line
from deploy.trial.leash import leash

REPOSITORY = Path(__file__).parents[2]
VENV = REPOSITORY / ".venv"
PYTHON = str(VENV / "bin" / "python")
LOG = REPOSITORY / ".data" / "logs" / "setup.log"
# The packages for the tests hold those for a run.
LOCKS = {"run": ("embedded", "dev"), "test": ("dev",)}
NETWORK = "is there a network?"
QUIET_PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}


@dataclass(frozen=True)
class Step:
    """`stamps` are the files of which any marks it done, and what they hold then; the first is written. Without one it is due each time."""

    what: str
    hint: str
    commands: tuple[list[str], ...]
    stamps: Mapping[Path, str]

    def is_done(self) -> bool:
        return any(stamp.exists() and stamp.read_text() == text for stamp, text in self.stamps.items())


def main() -> int:
    purpose, then = sys.argv[1], sys.argv[3:]
    try:
        with _one_at_a_time():
            for step in steps(purpose):
                if not step.is_done():
                    run(step, LOG)
    except TrialError as error:
        print(error, file=sys.stderr)
        return 1
    if then:
        command = [*leash("TERM"), PYTHON, "-m", *then]
        os.execv(command[0], command)
    return 0


def steps(purpose: str) -> Iterator[Step]:
    if not _works(PYTHON):
        venv = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        yield Step("a Python environment", "Debian has it in python3-venv", (venv,), {})
    locks = {lock: REPOSITORY / "requirements" / f"{lock}.txt" for lock in LOCKS[purpose]}
    first = next(iter(locks.values()))
    pip = [PYTHON, "-m", "pip", "install", "--retries", "2", "--require-hashes", "-r", str(first)]
    yield Step("Python packages (about a minute)", NETWORK, (pip,), {_stamp(lock): _sum(path) for lock, path in locks.items()})
    kafka = [PYTHON, "-m", "deploy.trial.kafka_jars"]
    yield Step("Apache Kafka (45 MB)", NETWORK, (kafka,), {_stamp("kafka"): _sum(Path(__file__).with_name("kafka.lock"))})
    if purpose == "test" and not installed_chromium():
        stamps = {} if from_debian() else {_stamp("chromium"): "Playwright's"}
        yield Step("Chromium", NETWORK, install_commands(str(VENV / "bin" / "playwright")), stamps)


def run(step: Step, log: Path) -> None:
    print(f"setting up: {step.what} ... ", end="", flush=True)
    start = time.monotonic()
    for command in step.commands:
        _run(step, command, log)
    for stamp, text in list(step.stamps.items())[:1]:
        stamp.write_text(text)
    print(f"{time.monotonic() - start:.0f} s")


def _run(step: Step, command: list[str], log: Path) -> None:
    environment = {**os.environ, **QUIET_PIP}
    with log.open("wb") as output:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=REPOSITORY, env=environment, check=False)
    if done.returncode:
        print("failed")
        raise TrialError(f"setting up {step.what} failed ({step.hint}); see {log}, which ends: {last_line(log)}")


def _works(python: str) -> bool:
    return Path(python).exists() and subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _stamp(name: str) -> Path:
    return VENV / f"{name}.stamp"


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
