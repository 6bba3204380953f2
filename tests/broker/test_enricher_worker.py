"""What Faust would lose, on real Kafka: each test holds one guard of the worker."""

import signal
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType

from deploy.trial.broker import Broker
from deploy.trial.children import Child, spawn
from deploy.trial.ports import free_port, is_open
from deploy.trial.programs import answers
from schemas.topic_table import ENRICHER_GROUP, NEWS_ENRICHED, NEWS_ITEMS, NEWS_ITEMS_DLQ, PARTITIONS
from services.runtime.topics import declare
from tests.streams import Consume, Records, consume_from_here, producer

ROOT = Path(__file__).parents[2]
Workers = Callable[..., Child]


@pytest.fixture
def own_broker(module_broker: Broker) -> Broker:
    declare(module_broker.bootstrap)
    return module_broker


@pytest.fixture
def worker(own_broker: Broker, tmp_path: Path) -> Iterator[Workers]:
    """Starts echo workers; whatever still runs at the end is killed."""
    started: list[Child] = []

    def start(**settings: str) -> Child:
        environment = {
            "KAFKA_BOOTSTRAP": own_broker.bootstrap,
            "HTTP_PORT": "0",
            "SESSION_TIMEOUT_SECONDS": "6",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        child = spawn(
            "worker", [sys.executable, "-m", "tests.broker.echo_worker"], log=tmp_path / "log", environment=environment, folder=ROOT
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.stop(signal.SIGKILL)


def send(broker: Broker, values: list[bytes]) -> None:
    client = producer(broker.bootstrap)
    futures = [client.send(NEWS_ITEMS.name, key=uuid.uuid4().bytes, value=value, headers=[("traceparent", b"x")]) for value in values]
    for future in futures:
        future.get(timeout=30)
    client.close()


def unfinished(broker: Broker) -> int:
    """Messages of news.items.v1 that the group has not committed."""
    client = KafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=ENRICHER_GROUP, enable_auto_commit=False)
    partitions = [TopicPartition(NEWS_ITEMS.name, number) for number in range(PARTITIONS)]
    ends = client.end_offsets(partitions)
    left = sum(ends[partition] - (client.committed(partition) or 0) for partition in partitions)
    client.close()
    return int(left)


def all_of(values: list[bytes]) -> Callable[[Records], bool]:
    return lambda records: set(values) <= {record.value for record in records}


def numbered(count: int) -> list[bytes]:
    prefix = uuid.uuid4().hex
    return [f"{prefix} {n}".encode() for n in range(count)]


def test_a_refused_message_goes_to_the_dead_letters_as_it_came_and_harms_no_other(own_broker: Broker, worker: Workers) -> None:
    consume = consume_from_here(own_broker.bootstrap)
    good = numbered(20)
    send(own_broker, [*good[:10], b"refuse this", *good[10:]])
    worker()
    consume(NEWS_ENRICHED, until=all_of(good))
    letter = consume(NEWS_ITEMS_DLQ, until=bool)[0]
    headers = dict(letter.headers)
    assert letter.value == b"refuse this"
    assert headers["dlq-reason"] == b"unhandled"
    assert headers["dlq-detail"] == b"asked for"
    assert headers["dlq-topic"] == b"news.items.v1"
    assert headers["traceparent"] == b"x"


def test_more_dead_letters_than_the_limit_stop_the_worker_without_a_commit(own_broker: Broker, worker: Workers) -> None:
    before = unfinished(own_broker)
    send(own_broker, [b"refuse"] * 4)
    child = worker(DEAD_LETTER_LIMIT="3")
    assert child.process.wait(timeout=60) == 1
    assert unfinished(own_broker) == before + 4
    drain(own_broker, worker)


def test_a_batch_that_fails_stops_the_worker_without_a_commit(own_broker: Broker, worker: Workers) -> None:
    send(own_broker, [b"raise"])
    child = worker()
    assert child.process.wait(timeout=60) == 1
    assert unfinished(own_broker) == 1
    pass_over(own_broker)


def test_what_the_broker_refuses_to_take_is_not_committed(own_broker: Broker, worker: Workers) -> None:
    """A send that is not awaited looks done."""
    consume: Consume = consume_from_here(own_broker.bootstrap)
    limit_enriched(own_broker, "1000")
    value = uuid.uuid4().bytes + b"x" * 5000
    send(own_broker, [value])
    child = worker()
    assert child.process.wait(timeout=60) == 1
    assert unfinished(own_broker) == 1
    limit_enriched(own_broker, NEWS_ENRICHED.settings()["max.message.bytes"])
    worker()
    consume(NEWS_ENRICHED, until=all_of([value]))


def test_kills_and_joining_workers_lose_nothing(own_broker: Broker, worker: Workers) -> None:
    consume = consume_from_here(own_broker.bootstrap)
    values = numbered(3000)
    first = worker(SECONDS_EACH="0.002")
    send(own_broker, values)
    consume(NEWS_ENRICHED, until=lambda records: len(records) > 300)
    second = worker(SECONDS_EACH="0.002")
    consume(NEWS_ENRICHED, until=lambda records: len(records) > 900)
    first.stop(signal.SIGKILL)
    worker(SECONDS_EACH="0.002")
    consume(NEWS_ENRICHED, until=lambda records: len(records) > 1800, timeout_seconds=60)
    second.stop(signal.SIGKILL)
    consume(NEWS_ENRICHED, until=all_of(values), timeout_seconds=90)


def test_a_worker_told_to_stop_in_the_middle_of_a_batch_leaves_it_to_the_next(own_broker: Broker, worker: Workers) -> None:
    """Cancelled in its batch, an agent of Faust acknowledges what it has not done."""
    consume = consume_from_here(own_broker.bootstrap)
    values = numbered(400)
    send(own_broker, values)
    first = worker(SECONDS_EACH="0.01", BATCH_ITEMS="200")
    consume(NEWS_ENRICHED, until=lambda records: len(records) > 20)
    first.send(signal.SIGTERM)
    assert first.process.wait(timeout=20) == 0
    worker()
    consume(NEWS_ENRICHED, until=all_of(values))


def test_a_joining_worker_does_not_make_finished_work_be_done_again(own_broker: Broker, worker: Workers) -> None:
    """Offsets are committed before partitions are given up, not only at the next interval."""
    consume = consume_from_here(own_broker.bootstrap)
    values = numbered(3000)
    send(own_broker, values)
    settings = {"SECONDS_EACH": "0.004", "BATCH_ITEMS": "20", "COMMIT_INTERVAL_SECONDS": "120", "SESSION_TIMEOUT_SECONDS": "40"}
    worker(**settings)
    consume(NEWS_ENRICHED, until=lambda records: len(records) > 500)
    worker(**settings)
    # What is done again comes before what is still to do, since offsets are taken in order.
    records = consume(NEWS_ENRICHED, until=all_of(values), timeout_seconds=60)
    assert len(records) < len(values) + 250


def test_a_worker_is_ready_only_once_it_is_in_its_group(own_broker: Broker, worker: Workers) -> None:
    """Traffic, and a roll-out's next step, wait for /readyz."""
    port = free_port()
    own_broker.pause()
    child = worker(HTTP_PORT=str(port))
    child.wait_until(lambda: is_open(port), 20)
    assert not answers(port, "/readyz")
    own_broker.resume()
    child.wait_until(lambda: answers(port, "/readyz"), 40)


def drain(broker: Broker, worker: Workers) -> None:
    """Lets a worker with a wide limit finish what a test left."""
    consume = consume_from_here(broker.bootstrap)
    last = numbered(1)
    send(broker, last)
    child = worker()
    consume(NEWS_ENRICHED, until=all_of(last))
    child.stop(signal.SIGTERM)


def pass_over(broker: Broker) -> None:
    """Commits the end, as an operator would who gives a message up."""
    client = KafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=ENRICHER_GROUP, enable_auto_commit=False)
    partitions = [TopicPartition(NEWS_ITEMS.name, number) for number in range(PARTITIONS)]
    client.assign(partitions)
    client.seek_to_end(*partitions)
    for partition in partitions:
        client.position(partition)
    client.commit()
    client.close()


def limit_enriched(broker: Broker, max_message_bytes: str) -> None:
    client = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, NEWS_ENRICHED.name, {"max.message.bytes": max_message_bytes})])
    client.close()
