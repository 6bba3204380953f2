"""Writing to a topic and reading it back, as a test needs it: every wait is for a condition, every read starts where the test began."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from schemas.topic_table import MAX_DEAD_LETTER_BYTES, TOPICS, Topic

Records = list[Any]


class Produce(Protocol):
    def __call__(self, topic: Topic, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]] = ()) -> None: ...


class Consume(Protocol):
    def __call__(self, topic: Topic, *, until: Callable[[Records], bool], timeout_seconds: float = 30) -> Records: ...


def producer(bootstrap: str) -> KafkaProducer:
    return KafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, max_request_size=MAX_DEAD_LETTER_BYTES, linger_ms=0
    )


def produce_with(client: KafkaProducer) -> Produce:
    """Returns when the broker has acknowledged."""

    def produce(topic: Topic, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]] = ()) -> None:
        client.send(topic.name, key=key, value=value, headers=list(headers)).get(timeout=30)

    return produce


def consume_from_here(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> Consume:
    """Reads what comes after this call. Each call of the result reads from that place anew."""
    starts = end_offsets(bootstrap, topics)

    def consume(topic: Topic, *, until: Callable[[Records], bool], timeout_seconds: float = 30) -> Records:
        offsets = {partition: offset for partition, offset in starts.items() if partition.topic == topic.name}
        return read_until(bootstrap, offsets, until, timeout_seconds)

    return consume


def end_offsets(bootstrap: str, topics: Sequence[Topic]) -> dict[TopicPartition, int]:
    client = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        partitions = [TopicPartition(topic.name, number) for topic in topics for number in client.partitions_for_topic(topic.name) or ()]
        offsets: dict[TopicPartition, int] = client.end_offsets(partitions)
        return offsets
    finally:
        client.close()


def read_until(bootstrap: str, offsets: Mapping[TopicPartition, int], until: Callable[[Records], bool], timeout_seconds: float) -> Records:
    """All records from the offsets on, as soon as `until` holds for them. Raises AssertionError with what there was when time is up."""
    client = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, max_partition_fetch_bytes=MAX_DEAD_LETTER_BYTES)
    records: Records = []
    deadline = time.monotonic() + timeout_seconds
    try:
        client.assign(list(offsets))
        for partition, offset in offsets.items():
            client.seek(partition, offset)
        while not until(records):
            assert time.monotonic() < deadline, f"after {timeout_seconds} s: {len(records)} records, the last {records[-3:]}"
            for batch in client.poll(timeout_ms=200).values():
                records.extend(batch)
    finally:
        client.close()
    return records
