"""The three services on a Kafka and a database of their own, as one thing to post to and to ask: for tests and measurements."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.trial import demo, programs, system
from deploy.trial.children import Child
from deploy.trial.ports import free_port
from deploy.trial.settings import REPOSITORY, TrialSettings

STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Chain:
    """`children` are by name and in order of start; `restart` puts a new one in the place of one that was killed."""

    settings: TrialSettings
    environment: Mapping[str, str]
    children: dict[str, Child]
    ingest_key: str
    alerts_key: str

    def post(self, items: Any, traceparent: str | None = None) -> tuple[int, Any]:
        """`POST /v1/items`: status and answer."""
        headers = {"traceparent": traceparent} if traceparent else {}
        return demo.call(self.settings.ingest_port, "POST", "/v1/items", self.ingest_key, items, headers)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The alerts service's API."""
        return demo.call(self.settings.alerts_port, method, path, self.alerts_key, body)

    def command(self, service: str, *words: str) -> str:
        """What a command of a service prints. Raises ChildCrashed unless it ends with 0."""
        line = (sys.executable, "-m", f"services.{service}", *words)
        return programs.run_once(
            f"{service} {words[0]}", line, environment=self.environment, log=self.settings.logs / "commands.log", folder=REPOSITORY
        )

    def restart(self, name: str) -> None:
        """Starts a service again and returns when it is ready."""
        again = [service for service in system.services(self.settings) if service.name == name]
        started: list[Child] = []
        programs.start(again, started, environment=self.environment, logs=self.settings.logs, folder=REPOSITORY)
        self.children[name] = started[0]


@contextmanager
def running(folder: Path, *, kafka: str, database: str, **environment: str) -> Iterator[Chain]:
    """Migrates the database and starts the services on free ports; the topics must be there. Raises TrialError."""
    settings = TrialSettings(
        kafka_bootstrap=kafka,
        database_url=database,
        ingest_port=free_port(),
        enricher_port=free_port(),
        alerts_port=free_port(),
        demarche_data=folder,
    )
    variables = {"KAFKA_BOOTSTRAP": kafka, "DATABASE_URL": database, "SESSION_TIMEOUT_SECONDS": "6", **environment}
    chain = Chain(settings, variables, {}, "", "")
    for service in system.WITH_DATABASE:
        chain.command(service, "migrate")
    started: list[Child] = []
    services = system.services(settings)
    try:
        programs.start(services, started, environment=variables, logs=settings.logs, folder=REPOSITORY)
        children = {service.name: child for service, child in zip(services, started, strict=True)}
        keys = [chain.command(service, "keys", "create", demo.SUBSCRIBER) for service in system.WITH_DATABASE]
        chain = Chain(settings, variables, children, *keys)
        yield chain
    finally:
        programs.stop_all([*started, *chain.children.values()], STOP_SECONDS)
