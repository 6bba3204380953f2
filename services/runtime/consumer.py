"""The consumer loop: poll, handle, dead letters, commit, in that order.

What it refuses to do: commit before the work is done, skip a message without a dead letter, go on after a failure that it does
not understand. An exception from the handler ends the loop without a commit; the process is restarted and takes the batch again.
"""

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import CommitFailedError, RebalanceInProgressError

from schemas.topic_table import MAX_MESSAGE_BYTES, Topic
from services.runtime import logs, metrics
from services.runtime.dead_letters import DeadLetterLimit, Refusal, dead_letter
from services.runtime.observe import Progress
from services.runtime.producer import Producer, Record, require_crc32c
from services.runtime.received import Received

# Does the work of a batch, in order, and answers with the messages that it refuses. What it raises stops the service.
Handler = Callable[[list[Received]], list[Refusal]]

log = logs.get_logger(__name__)


def open_consumer(
    bootstrap: str, topic: Topic, group: str, *, client_id: str, max_poll_records: int = 200, session_timeout_seconds: float = 10
) -> Any:
    """`session_timeout_seconds` is how long the partitions of a member that died wait for another; at least the broker's 6."""
    require_crc32c()
    return KafkaConsumer(
        topic.name,
        bootstrap_servers=bootstrap.split(","),
        group_id=group,
        client_id=client_id,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        isolation_level="read_committed",
        max_poll_records=max_poll_records,
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        fetch_max_wait_ms=100,
        max_poll_interval_ms=300_000,
        session_timeout_ms=int(session_timeout_seconds * 1000),
        heartbeat_interval_ms=int(session_timeout_seconds * 1000 / 4),
    )


def consume(
    consumer: Any,
    topic: Topic,
    group: str,
    handle: Handler,
    *,
    producer: Producer,
    limit: DeadLetterLimit,
    progress: Progress,
    age: metrics.WorkAge,
    stop: threading.Event,
) -> None:
    """Runs until `stop` is set. Raises what the handler raises, TooManyDeadLetters, or a Kafka error; nothing is committed then."""
    while not stop.is_set():
        progress.beat()
        batch = [_received(record) for records in consumer.poll(timeout_ms=200).values() for record in records]
        if batch:
            refusals = handle(batch)
            _bury(refusals, topic, group, producer, limit)
            _commit(consumer)
            metrics.MESSAGES.labels(topic.name, "handled").inc(len(batch) - len(refusals))
            age.finished(max(received.timestamp_ms for received in batch) / 1000)
        metrics.LAG.labels(topic.name).set(sum(_lags(consumer)))


def _bury(refusals: list[Refusal], topic: Topic, group: str, producer: Producer, limit: DeadLetterLimit) -> None:
    for refusal in refusals:
        limit.note(time.monotonic())
        letter = dead_letter(topic, group, refusal, now=datetime.datetime.now(datetime.UTC))
        producer.publish([Record(letter.topic, letter.key, letter.value, letter.headers)])
        metrics.DEAD_LETTERS.labels(topic.name, refusal.reason).inc()
        metrics.MESSAGES.labels(topic.name, "refused").inc()
        log.warning("message sent to the dead-letter topic", reason=refusal.reason, detail=refusal.detail, topic=letter.topic)


def _commit(consumer: Any) -> None:
    try:
        consumer.commit()
    except (CommitFailedError, RebalanceInProgressError) as error:
        # The partitions went to another member: it does this batch again, which every handler bears.
        metrics.ERRORS.labels("commit_lost").inc()
        log.warning("offsets not committed, the group has rebalanced", error=str(error))


def _received(record: Any) -> Received:
    headers = tuple((name, value) for name, value in record.headers)
    return Received(record.topic, record.partition, record.offset, record.key, record.value, headers, record.timestamp)


def _lags(consumer: Any) -> Iterator[int]:
    for partition in consumer.assignment():
        end = consumer.highwater(partition)
        if end is not None:
            yield max(0, end - consumer.position(partition))
