"""The consumer loop: work first, then the offset; a refused message to the dead letters; a failure ends it without a commit."""

import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from deploy.trial.broker import Broker
from schemas.topic_table import ALERTS_GROUP, MAX_DEAD_LETTER_BYTES, MAX_MESSAGE_BYTES, NEWS_ENRICHED, NEWS_ENRICHED_DLQ
from services.runtime.consumer import Handler, consume, open_consumer
from services.runtime.dead_letters import DeadLetterLimit, Refusal, TooManyDeadLetters
from services.runtime.metrics import WorkAge
from services.runtime.observe import Progress
from services.runtime.producer import Producer
from services.runtime.received import Received
from tests.streams import consume_from_here, produce_with, producer

AGE = WorkAge("test")
Run = Callable[..., None]


@pytest.fixture
def put(module_broker: Broker) -> Iterator[Callable[[bytes], None]]:
    client = producer(module_broker.bootstrap)
    produce = produce_with(client)
    yield lambda value: produce(NEWS_ENRICHED, b"one key", value, [("traceparent", b"t")])
    client.close()


@pytest.fixture
def run(module_broker: Broker) -> Run:
    """Runs the loop with a handler until it stops by itself or the handler sets `stop`."""

    def run(handle: Handler, stop: threading.Event, limit: int = 10) -> None:
        client = open_consumer(module_broker.bootstrap, NEWS_ENRICHED, ALERTS_GROUP, client_id="test", max_poll_records=2)
        letters = Producer(module_broker.bootstrap, client_id="letters", max_request_bytes=MAX_DEAD_LETTER_BYTES)
        # A message that never comes must fail its test, not hold it up.
        alarm = threading.Timer(120, stop.set)
        alarm.start()
        try:
            consume(
                client,
                NEWS_ENRICHED,
                ALERTS_GROUP,
                handle,
                producer=letters,
                limit=DeadLetterLimit(limit=limit, window_seconds=60),
                progress=Progress(),
                age=AGE,
                stop=stop,
            )
        finally:
            alarm.cancel()
            client.close()
            letters.close()

    return run


def collect(until: bytes) -> tuple[list[bytes], threading.Event, Handler]:
    seen: list[bytes] = []
    stop = threading.Event()

    def handle(batch: list[Received]) -> list[Refusal]:
        seen.extend(received.value or b"" for received in batch)
        if until in seen:
            stop.set()
        return []

    return seen, stop, handle


def named(*names: str) -> list[bytes]:
    prefix = uuid.uuid4().hex
    return [f"{prefix} {name}".encode() for name in names]


def test_a_new_group_reads_what_was_there_before_it(put: Callable[[bytes], None], run: Run) -> None:
    first, second = named("first", "second")
    put(first)
    put(second)
    seen, stop, handle = collect(until=second)
    run(handle, stop)
    assert seen == [first, second]


def test_a_failure_commits_nothing_and_the_batch_comes_again(put: Callable[[bytes], None], run: Run) -> None:
    (value,) = named("failing")
    put(value)

    def fail(batch: list[Received]) -> list[Refusal]:
        raise ConnectionError("the database is away")

    with pytest.raises(ConnectionError):
        run(fail, threading.Event())
    seen, stop, handle = collect(until=value)
    run(handle, stop)
    assert seen == [value]


def test_what_was_handled_does_not_come_again(put: Callable[[bytes], None], run: Run) -> None:
    first, second = named("once", "later")
    put(first)
    _, stop, handle = collect(until=first)
    run(handle, stop)
    put(second)
    seen, stop, handle = collect(until=second)
    run(handle, stop)
    assert seen == [second]


def test_a_refused_message_is_kept_with_its_reason_before_its_offset_is_committed(
    module_broker: Broker, put: Callable[[bytes], None], run: Run
) -> None:
    letters = consume_from_here(module_broker.bootstrap)
    bad, good = named("bad", "good")
    put(bad)
    put(good)
    stop = threading.Event()

    def refuse_bad(batch: list[Received]) -> list[Refusal]:
        if any(received.value == good for received in batch):
            stop.set()
        return [Refusal(received, "undecodable", "why") for received in batch if received.value == bad]

    run(refuse_bad, stop)
    (letter,) = letters(NEWS_ENRICHED_DLQ, until=bool)
    assert (letter.key, letter.value) == (b"one key", bad)
    headers = dict(letter.headers)
    assert (headers["dlq-reason"], headers["dlq-detail"], headers["traceparent"]) == (b"undecodable", b"why", b"t")


def test_a_message_of_the_largest_size_with_a_null_header_still_finds_its_place(module_broker: Broker, run: Run) -> None:
    letters = consume_from_here(module_broker.bootstrap)
    value = b"x" * (MAX_MESSAGE_BYTES - 300)
    client = producer(module_broker.bootstrap)
    client.send(NEWS_ENRICHED.name, key=b"large", value=value).get(timeout=30)
    client.close()
    stop = threading.Event()

    def refuse(batch: list[Received]) -> list[Refusal]:
        stop.set()
        return [Refusal(replace(received, headers=(("from-java", None),)), "undecodable", "why" * 1000) for received in batch]  # type: ignore[arg-type]

    run(refuse, stop)
    (letter,) = letters(NEWS_ENRICHED_DLQ, until=bool)
    assert letter.value == value
    assert dict(letter.headers)["from-java"] == b""


def test_too_many_dead_letters_end_the_loop(put: Callable[[bytes], None], run: Run) -> None:
    for value in named("a", "b", "c", "last"):
        put(value)
    with pytest.raises(TooManyDeadLetters):
        run(lambda batch: [Refusal(received, "undecodable", "") for received in batch], threading.Event(), limit=2)
    _, stop, handle = collect(until=value)
    run(handle, stop)
