"""Programs to keep running, as data; and how they are started, watched and stopped together."""

import http.client
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NoReturn

from deploy.trial.children import Child, spawn, wait_until
from deploy.trial.errors import ChildCrashed
from deploy.trial.leash import leash
from deploy.trial.ports import HOST, is_open

READY_SECONDS = 60.0
WATCH_SECONDS = 0.2


@dataclass(frozen=True)
class Program:
    """Ready when `GET path` on its port answers 200."""

    name: str
    words: tuple[str, ...]
    port: int
    port_setting: str
    environment: Mapping[str, str] = field(default_factory=dict)
    ready_path: str = "/readyz"


def start(programs: Sequence[Program], children: list[Child], *, environment: Mapping[str, str], logs: Path, folder: Path) -> None:
    """Adds each child to `children` as soon as it runs, and returns when all are ready."""
    for program in programs:
        variables = {**environment, **program.environment}
        children.append(spawn(program.name, program.words, log=logs / f"{program.name}.log", environment=variables, folder=folder))
    for program, child in zip(programs, children, strict=True):
        child.wait_until(partial(is_ready, program), READY_SECONDS)


def is_ready(program: Program) -> bool:
    return is_open(program.port) and answers(program.port, program.ready_path)


def watch(children: Sequence[Child]) -> NoReturn:
    """Raises ChildCrashed as soon as one has ended."""
    while True:
        check_all(children)
        time.sleep(WATCH_SECONDS)


def check_all(children: Sequence[Child]) -> None:
    """Raises ChildCrashed for the first that has ended."""
    for child in children:
        child.check()


def stop_all(children: Sequence[Child], seconds: float) -> None:
    """Asks all at once; kills those that are left when the time is over."""
    for child in children:
        child.send(child.stop_signal)
    wait_until(lambda: all(child.process.poll() is not None for child in children), seconds)
    for child in children:
        child.kill()


def run_once(name: str, words: Sequence[str], *, environment: Mapping[str, str], log: Path, folder: Path) -> str:
    """What a command prints. Raises ChildCrashed unless it ends with 0."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        done = subprocess.run(
            [*leash("KILL"), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **environment},
            cwd=folder,
            check=False,
        )
    if done.returncode:
        raise ChildCrashed(name, done.returncode, log)
    return done.stdout.decode().strip()


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
