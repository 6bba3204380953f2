"""An ingest service in a process of its own, and one way to ask it."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.trial.ports import free_port
from services.ingest import database, keys
from services.ingest.serve import now


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Ingest:
    """`key` is a valid API key; an absent one is asked for with `key=""`."""

    url: str
    key: str
    process: "subprocess.Popen[bytes]"

    def post(self, body: Any, *, media: str = "application/json", key: str | None = None, **headers: str) -> Answer:
        """Sends bytes as they are, an iterable of bytes in chunks, anything else as JSON."""
        sent = body if isinstance(body, bytes | Iterator) else json.dumps(body).encode()
        token = self.key if key is None else key
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        return self.ask("POST", "/v1/items", sent, {"Content-Type": media, **authorization, **headers})

    def ask(self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


@contextlib.contextmanager
def ingest_service(kafka_bootstrap: str, database_url: str, log: Path, **settings: str) -> Iterator[Ingest]:
    """Migrated, with a key, and answering; stopped as an operator stops it."""
    engine = database.open_engine(database_url)
    database.migrate(engine)
    key = keys.create(engine, "test", now())
    engine.dispose()
    port = free_port()
    with started(["serve"], kafka_bootstrap, database_url, log, HTTP_PORT=str(port), LOG_JSON="true", **settings) as process:
        service = Ingest(f"http://127.0.0.1:{port}", key, process)
        until(lambda: answers(service), log)
        yield service


@contextlib.contextmanager
def started(
    arguments: list[str], kafka_bootstrap: str, database_url: str, log: Path, **settings: str
) -> "Iterator[subprocess.Popen[bytes]]":
    """The command as a process, told to stop at the end; what it writes goes to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.ingest", *arguments],
            env={**os.environ, "KAFKA_BOOTSTRAP": kafka_bootstrap, "DATABASE_URL": database_url, **settings},
            stdout=output,
            stderr=output,
        )
    try:
        yield process
        process.terminate()
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()


def ran(arguments: list[str], kafka_bootstrap: str, database_url: str, log: Path, **settings: str) -> tuple[int, str]:
    """Exit status, and all that the command wrote."""
    with started(arguments, kafka_bootstrap, database_url, log, **settings) as process:
        status = process.wait(timeout=60)
    said = log.read_text()
    log.unlink()
    return status, said


def answers(service: Ingest) -> bool:
    if service.process.poll() is not None:
        raise AssertionError(f"ingest ended with {service.process.returncode}")
    with contextlib.suppress(OSError):
        return service.ask("GET", "/healthz").status == 200
    return False


def until(condition: Any, log: Path | None = None, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, log.read_text() if log else "not in time"
        time.sleep(0.02)
