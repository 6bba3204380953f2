"""The publisher and its link to Kafka, for as long as a process needs them."""

import contextlib
import datetime
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kafka.errors import KafkaError
from sqlalchemy import Engine

from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from services.runtime import logs
from services.runtime.observe import Progress
from services.runtime.producer import Producer

SETTLE_SECONDS = 0.5
# At the end of the process: what Kafka has not acknowledged by then was answered 503, and is not waited for.
LAST_SETTLE_SECONDS = 1.0
CLOSE_SECONDS = 0.5
BOOTSTRAP_MS = 3_000
# A send waits this long for a topic's brokers: longer than a leader's election, shorter than a client's patience.
METADATA_MS = 3_000

log = logs.get_logger(__name__)


@dataclass
class Link:
    """`reached` is set once Kafka has answered, and stays so: from then on the producer itself waits for brokers that are away."""

    reached: threading.Event = field(default_factory=threading.Event)
    producer: Producer | None = None
    progress: Progress = field(default_factory=Progress)

    def in_reach(self, seconds: float, stop: threading.Event) -> bool:
        """Waits until Kafka has answered, for so long at most, or until `stop` is set."""
        deadline = time.monotonic() + seconds
        while not stop.is_set() and time.monotonic() < deadline:
            if self.reached.wait(0.1):
                return self.producer is not None
        return False


@contextlib.contextmanager
def publishing(settings: IngestSettings, engine: Engine, clock: Callable[[], datetime.datetime]) -> Iterator[tuple[Publisher, Link]]:
    """Kafka need not be there yet: a thread goes on trying, and settles what was acknowledged late."""
    link, stop = Link(), threading.Event()
    publisher = Publisher(producer=lambda: link.producer, engine=engine, clock=clock, in_flight_bytes_max=settings.in_flight_bytes_max)
    thread = threading.Thread(target=_keep, args=(settings, link, publisher, stop), name="publisher", daemon=True)
    thread.start()
    try:
        yield publisher, link
    finally:
        stop.set()
        thread.join(timeout=BOOTSTRAP_MS / 1000 + 1)
        _settle_at_last(publisher)
        if link.producer:
            link.producer.close(CLOSE_SECONDS)


def _keep(settings: IngestSettings, link: Link, publisher: Publisher, stop: threading.Event) -> None:
    while not link.producer and not stop.is_set():
        link.progress.beat()
        link.producer = _open(settings)
        if not link.producer:
            stop.wait(SETTLE_SECONDS)
    link.reached.set()
    while not stop.wait(SETTLE_SECONDS):
        link.progress.beat()
        publisher.settle()


def _open(settings: IngestSettings) -> Producer | None:
    try:
        return Producer(
            settings.kafka_bootstrap,
            client_id="ingest",
            delivery_timeout_ms=int(settings.delivery_seconds * 1000),
            max_block_ms=METADATA_MS,
            bootstrap_timeout_ms=BOOTSTRAP_MS,
        )
    except KafkaError as error:
        log.warning("Kafka has not been reached", bootstrap=settings.kafka_bootstrap, error=type(error).__name__)
        return None


def _settle_at_last(publisher: Publisher) -> None:
    deadline = time.monotonic() + LAST_SETTLE_SECONDS
    while not publisher.settle() and time.monotonic() < deadline:
        time.sleep(0.05)
