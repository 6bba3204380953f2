"""The whole system on this machine, until Ctrl-C: `make run`."""

import datetime
import fcntl
import logging
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from kafka.errors import KafkaError
from rich.console import Console
from rich.text import Text

from deploy.trial import demo, following, programs, system
from deploy.trial.broker import Broker
from deploy.trial.children import Child
from deploy.trial.database import Database, database_url
from deploy.trial.errors import TrialError
from deploy.trial.ports import HOST
from deploy.trial.sample_news import sample_news
from deploy.trial.settings import REPOSITORY, TrialSettings
from services.runtime import topics
from services.runtime.settings import load

# Together under the five seconds that a stop may take.
SERVICES_STOP_SECONDS = 2.5
DATABASE_STOP_SECONDS = 1.0
BROKER_STOP_SECONDS = 1.0
DATABASE_NAME = "demarche"
OWN_ARTICLE = Path(__file__).with_name("own_article.json")

console = Console(highlight=False)


def main() -> int:
    settings = load(TrialSettings)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    # A client whose broker has gone says so by the second; the watch over the children says it once.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        with ExitStack() as stack:
            run(settings, stack)
    except KeyboardInterrupt:
        console.print("stopped")
        return 0
    except TrialError as error:
        console.print(str(error), style="bold red", soft_wrap=True)
        return 1
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ends whatever is under way; the stop that follows is bounded, and nothing breaks it off."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(settings: TrialSettings, stack: ExitStack) -> None:
    """Starts things in order, and stops them in the opposite one. Ends by an exception only."""
    services = system.services(settings)
    children: list[Child] = []
    running: list[Child] = []
    stack.enter_context(only_one(settings.demarche_data))
    programs.require_free_ports(services)
    with step("Apache Kafka"):
        kafka = settings.kafka_bootstrap or embedded_kafka(settings, stack, children)
        differences = declare_topics(kafka)
    with step("PostgreSQL"):
        database = settings.database_url or embedded_database(settings, stack, children)
    for difference in differences:
        console.print(difference, style="yellow")
    environment = {"KAFKA_BOOTSTRAP": kafka, "DATABASE_URL": database}
    with step("database schemas"):
        for service in system.WITH_DATABASE:
            command(settings, environment, service, "migrate")
    with step(", ".join(service.name for service in services)):
        stack.callback(programs.stop_all, running, SERVICES_STOP_SECONDS)
        programs.start(services, running, environment=environment, logs=settings.logs, folder=REPOSITORY)
    with crash_told([*children, *running]):
        follow_and_feed(settings, environment, stack)
    programs.watch([*children, *running])


def follow_and_feed(settings: TrialSettings, environment: Mapping[str, str], stack: ExitStack) -> None:
    stop = threading.Event()
    stack.callback(stop.set)
    following.follow_topics(environment["KAFKA_BOOTSTRAP"], console.print, stop)
    ingest_key, alerts_key = demo_keys(settings, environment)
    demo.subscribe(settings.alerts_port, alerts_key)
    following.follow_alerts(settings.alerts_port, alerts_key, console.print, stop)
    today = demo.sample_day(settings.demarche_data / "samples.date", datetime.datetime.now(datetime.UTC).date())
    demo.feed(settings.ingest_port, ingest_key, sample_news(today))
    console.print(invitation(settings, alerts_key), soft_wrap=True)


def declare_topics(kafka: str) -> tuple[str, ...]:
    """What topics that were there already have otherwise."""
    try:
        return topics.declare(kafka).differences
    except (KafkaError, topics.TopicNotCreatedError) as error:
        raise TrialError(f"no topics at {kafka}: {error}") from error


def embedded_kafka(settings: TrialSettings, stack: ExitStack, children: list[Child]) -> str:
    broker = Broker(settings.demarche_data / "kafka", settings.logs / "kafka.log", port=settings.kafka_port)
    stack.callback(broker.stop, BROKER_STOP_SECONDS)
    children.append(broker.start())
    return broker.bootstrap


def embedded_database(settings: TrialSettings, stack: ExitStack, children: list[Child]) -> str:
    database = Database(settings.demarche_data / "postgresql", settings.logs / "postgresql.log", port=settings.postgres_port)
    stack.callback(database.stop, DATABASE_STOP_SECONDS)
    children.append(database.start())
    return database_url(database.url(), DATABASE_NAME)


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


def invitation(settings: TrialSettings, alerts_key: str) -> Text:
    authorization = f'"Authorization: Bearer $(cat {shown(settings.demarche_data / "ingest.key")})"'
    article = shlex.quote(OWN_ARTICLE.read_text().strip())
    return Text.assemble(
        ("\nThe page: ", "bold"),
        f"http://{HOST}:{settings.alerts_port}/#key={alerts_key}\n",
        ("An article of your own: ", "bold"),
        f"curl -H {authorization} -H 'Content-Type: application/json' http://{HOST}:{settings.ingest_port}/v1/items -d {article}\n",
        "Ctrl-C stops everything; the data stay.\n",
    )


def shown(path: Path) -> Path:
    """Short where it is below the folder that one is in."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Raises TrialError while another run has the same data."""
    data.mkdir(parents=True, exist_ok=True)
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
        for child in children:
            child.check()
        raise TrialError(f"a service does not answer: {error}") from error


@contextmanager
def step(what: str) -> Iterator[None]:
    console.print(f"starting {what} ... ", end="")
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        console.print()
        raise
    console.print(f"{time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
