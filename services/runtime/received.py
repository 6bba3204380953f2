"""A Kafka message as it came."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Received:
    """`timestamp_ms` is Unix time as the producer or broker set it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp_ms: int
