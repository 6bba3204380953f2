"""The outbox's way to a real Kafka: in order, by one relay at a time, and gone only once the broker has it."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
from kafka.errors import KafkaError
from msgspec.structs import replace
from sqlalchemy import Engine, func, select, update

from deploy.trial.children import wait_until
from schemas.event_state import EventState
from schemas.topic_table import DIPLOMACY_EVENTS
from services.alerts import database
from services.alerts.match import relay
from services.alerts.match.relay import Relay
from services.alerts.tables import outbox
from services.runtime.observe import Progress
from services.runtime.producer import Producer
from tests.alerts.news import NOW, TRACEPARENT
from tests.streams import Consume, Records

Start = Callable[[], threading.Event]


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def producer(kafka_bootstrap: str) -> Iterator[Producer]:
    producer = Producer(kafka_bootstrap, client_id="relay-test", max_block_ms=1000)
    yield producer
    producer.close()


@pytest.fixture
def start(engine: Engine, producer: Producer) -> Iterator[Start]:
    """Starts a relay; the event stops it."""
    running: list[tuple[threading.Thread, threading.Event]] = []

    def start() -> threading.Event:
        stop = threading.Event()
        thread = threading.Thread(target=make_relay(engine, producer).run, args=(stop,))
        thread.start()
        running.append((thread, stop))
        return stop

    yield start
    for thread, stop in running:
        stop.set()
        thread.join(timeout=10)


def make_relay(engine: Engine, producer: Producer) -> Relay:
    return Relay(engine, producer, batch=3, progress=Progress(), clock=lambda: NOW)


def put(engine: Engine, event_id: str, *revisions: int) -> None:
    first = EventState(event_id=event_id, revision=1, type="dialogue", status="proposed", first_seen_at=NOW, changed_at=NOW)
    with engine.begin() as connection:
        messages = [(DIPLOMACY_EVENTS, replace(first, revision=revision)) for revision in revisions]
        relay.put(connection, messages, traceparent=TRACEPARENT, now=NOW)


def left(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(outbox)).scalar_one())


def revisions(records: Records, event_id: str) -> list[int]:
    return [json.loads(record.value)["revision"] for record in records if record.key == event_id.encode()]


def test_two_relays_send_each_row_once_and_in_order_and_the_second_takes_over(engine: Engine, start: Start, consume: Consume) -> None:
    event_id = uuid.uuid4().hex
    first = start()
    put(engine, event_id, *range(1, 6))
    assert wait_until(lambda: left(engine) == 0, 20)
    start()
    put(engine, event_id, *range(6, 11))
    assert wait_until(lambda: left(engine) == 0, 20)
    first.set()
    put(engine, event_id, *range(11, 16))
    assert wait_until(lambda: left(engine) == 0, 20)
    records = consume(DIPLOMACY_EVENTS, until=lambda found: len(revisions(found, event_id)) >= 15)
    assert revisions(records, event_id) == list(range(1, 16))


def test_what_the_broker_does_not_take_stays(engine: Engine, producer: Producer) -> None:
    put(engine, uuid.uuid4().hex, 1, 2)
    with engine.begin() as connection:
        connection.execute(update(outbox).values(topic="no.such.topic"))
    with pytest.raises(KafkaError):
        make_relay(engine, producer).run(threading.Event())
    assert left(engine) == 2
