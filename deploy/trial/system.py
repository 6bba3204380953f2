"""The three services, as the trial runs them."""

import sys

from deploy.trial.ports import Wanted
from deploy.trial.programs import Program
from deploy.trial.settings import TrialSettings

# A webhook of the trial may go to a receiver on the same machine, which the guard would refuse elsewhere.
LOCAL_RECEIVERS = "127.0.0.0/8,::1/128"

# Those that keep a schema in the database, which their command `migrate` brings up to date.
WITH_DATABASE = ("ingest", "alerts")


def services(settings: TrialSettings) -> tuple[Program, ...]:
    return (
        _service("ingest", "serve", settings.ingest_port),
        _service("enricher", "worker", settings.enricher_port),
        _service("alerts", "serve", settings.alerts_port, EGRESS_ALLOW=LOCAL_RECEIVERS),
    )


def wanted_ports(settings: TrialSettings) -> tuple[Wanted, ...]:
    """A given Kafka or database needs none."""
    stores = []
    if settings.kafka_bootstrap is None:
        stores.append(Wanted(settings.kafka_port, "Apache Kafka", "KAFKA_PORT"))
    if settings.database_url is None:
        stores.append(Wanted(settings.postgres_port, "PostgreSQL", "POSTGRES_PORT"))
    return (*stores, *(Wanted(service.port, service.name, service.port_setting) for service in services(settings)))


def _service(name: str, verb: str, port: int, **environment: str) -> Program:
    words = (sys.executable, "-m", f"services.{name}", verb)
    return Program(name, words, port, f"{name.upper()}_PORT", {"HTTP_PORT": str(port), **environment})
