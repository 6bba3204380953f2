"""The whole system: what is started in which order, and what is done with it then."""

import datetime
import fcntl
import shlex
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from kafka.errors import KafkaError

from deploy.trial import demo, following, programs, system
from deploy.trial.broker import Broker
from deploy.trial.children import Child
from deploy.trial.database import Database, database_url
from deploy.trial.errors import TrialError
from deploy.trial.ports import require_all_free
from deploy.trial.sample_news import sample_news
from deploy.trial.settings import REPOSITORY, TrialSettings
from deploy.trial.terminal import console, invitation, show, step
from services.runtime import topics

# Together under the five seconds that a stop may take; what is left then is killed, which costs nothing that was acknowledged.
SERVICES_STOP_SECONDS = 1.8
STORES_STOP_SECONDS = 0.8
FEED_PAUSE_SECONDS = 0.2
DATABASE_NAME = "demarche"


def run(settings: TrialSettings, stack: ExitStack) -> None:
    """Starts things in order, and stops them in the opposite one. Ends by an exception only."""
    services = system.services(settings)
    stores: list[Child] = []
    running: list[Child] = []
    stack.enter_context(only_one(settings.demarche_data))
    require_all_free(system.wanted_ports(settings))
    with step("Apache Kafka"):
        stack.callback(programs.stop_all, stores, STORES_STOP_SECONDS)
        kafka = settings.kafka_bootstrap or embedded_kafka(settings, stores)
        differences = declare_topics(kafka)
    with step("PostgreSQL"):
        database = settings.database_url or embedded_database(settings, stores)
    for difference in differences:
        console.print(difference, style="yellow")
    environment = {"KAFKA_BOOTSTRAP": kafka, "DATABASE_URL": database}
    write_environment(settings.environment_file, environment)
    with step("database schemas"):
        for service in system.WITH_DATABASE:
            command(settings, environment, service, "migrate")
    with step(", ".join(service.name for service in services)):
        stack.callback(programs.stop_all, running, SERVICES_STOP_SECONDS)
        programs.start(services, running, environment=environment, logs=settings.logs, folder=REPOSITORY)
    children = [*stores, *running]
    with crash_told(children):
        follow_and_feed(settings, environment, stack, children)
    programs.watch(children)


def embedded_kafka(settings: TrialSettings, stores: list[Child]) -> str:
    broker = Broker(settings.demarche_data / "kafka", settings.logs / "kafka.log", port=settings.kafka_port)
    stores.append(broker.launch())
    broker.wait_until_ready()
    return broker.bootstrap


def embedded_database(settings: TrialSettings, stores: list[Child]) -> str:
    database = Database(settings.demarche_data / "postgresql", settings.logs / "postgresql.log", port=settings.postgres_port)
    stores.append(database.launch())
    database.wait_until_ready()
    return database_url(database.url(), DATABASE_NAME)


def declare_topics(kafka: str) -> tuple[str, ...]:
    """What topics that were there already have otherwise."""
    try:
        return topics.declare(kafka).differences
    except (KafkaError, topics.TopicNotCreatedError) as error:
        raise TrialError(f"no topics at {kafka}: {error}") from error


def write_environment(file: Path, environment: Mapping[str, str]) -> None:
    """For the commands of a shell on this system; the address of the database holds its password."""
    file.touch(mode=0o600)
    file.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in environment.items()))


def follow_and_feed(settings: TrialSettings, environment: Mapping[str, str], stack: ExitStack, children: Sequence[Child]) -> None:
    def pause() -> None:
        programs.check_all(children)
        time.sleep(FEED_PAUSE_SECONDS)

    stop = threading.Event()
    stack.callback(stop.set)
    following.follow_topics(environment["KAFKA_BOOTSTRAP"], show, stop)
    ingest_key, alerts_key = demo_keys(settings, environment)
    demo.subscribe(settings.alerts_port, alerts_key)
    following.follow_alerts(settings.alerts_port, alerts_key, show, stop)
    today = demo.sample_day(settings.demarche_data / "samples.date", datetime.datetime.now(datetime.UTC).date())
    where = invitation(settings, ingest_key, alerts_key)
    console.print(where, soft_wrap=True)
    demo.feed(settings.ingest_port, ingest_key, sample_news(today), pause)
    console.print("All sample news is in.", where, soft_wrap=True)


def demo_keys(settings: TrialSettings, environment: Mapping[str, str]) -> tuple[str, str]:
    """For ingest and for alerts."""

    def key(service: str, port: int, method: str, path: str) -> str:
        return demo.key(
            settings.demarche_data / f"{service}.key",
            partial(demo.is_known, port, method, path),
            partial(command, settings, environment, service, "keys", "create", demo.SUBSCRIBER),
        )

    return key("ingest", settings.ingest_port, "POST", "/v1/items"), key("alerts", settings.alerts_port, "GET", "/v1/subscriptions")


def command(settings: TrialSettings, environment: Mapping[str, str], service: str, *words: str) -> str:
    """What a service's command prints."""
    line = (sys.executable, "-m", f"services.{service}", *words)
    return programs.run_once(
        f"{service} {words[0]}", line, environment=environment, log=settings.logs / f"{service}-{words[0]}.log", folder=REPOSITORY
    )


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Raises TrialError while another run has the same data."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrialError(f"no data can be kept in {data}: {error.strerror}") from error
    with (data / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TrialError(f"the demo is running already on the data in {data}") from error
        yield


@contextmanager
def crash_told(children: Sequence[Child]) -> Iterator[None]:
    """Where a service does not answer, a child that has crashed is the reason to tell."""
    try:
        yield
    except OSError as error:
        programs.check_all(children)
        raise TrialError(f"a service does not answer: {error}") from error
