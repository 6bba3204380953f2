"""A Kafka producer that loses nothing it has answered for: idempotent, acknowledged by all replicas, each future looked at."""

import importlib.util
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from schemas.headers import Headers
from schemas.topic_table import MAX_MESSAGE_BYTES
from services.runtime import metrics
from services.runtime.admin import admin_client


class MissingCrc32c(RuntimeError):
    """Without the crc32c package each 4 KiB message costs a millisecond of CPU, twice."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is sent: topic name, key, value, headers."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


def require_crc32c() -> None:
    if importlib.util.find_spec("crc32c") is None:
        raise MissingCrc32c("install the crc32c package")


def kafka_silent(bootstrap: str, *, timeout_ms: int = 1000) -> str | None:
    """Why no broker answers, asked over a connection of its own; None if one does. For readiness, not for each request."""
    # The client retries a refused connection, and forgets the socket of each try.
    if not any(_takes_connections(address, timeout_ms / 1000) for address in bootstrap.split(",")):
        return "Kafka does not answer: no connection"
    try:
        with admin_client(bootstrap, bootstrap_timeout_ms=timeout_ms, request_timeout_ms=timeout_ms) as admin:
            return None if admin.describe_cluster()["brokers"] else "Kafka knows no brokers"
    except KafkaError as error:
        return f"Kafka does not answer: {type(error).__name__}"


def _takes_connections(address: str, seconds: float) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), seconds).close()
    except OSError:
        return False
    return True


class Producer:
    """Thread-safe. `send_all` answers only after the brokers have. Raises KafkaError if none of them answers in time at first."""

    def __init__(
        self,
        bootstrap: str,
        *,
        client_id: str,
        delivery_timeout_ms: int = 20_000,
        max_block_ms: int = 5_000,
        bootstrap_timeout_ms: int = 30_000,
        max_request_bytes: int = MAX_MESSAGE_BYTES,
    ) -> None:
        require_crc32c()
        self._delivery_timeout_ms = delivery_timeout_ms
        self._kafka: Any = KafkaProducer(
            bootstrap_servers=bootstrap.split(","),
            client_id=client_id,
            acks="all",
            enable_idempotence=True,
            retries=float("inf"),
            max_in_flight_requests_per_connection=5,
            linger_ms=2,
            batch_size=128 * 1024,
            # What the broker refuses for its size takes the rest of an idempotent producer's batches with it.
            max_request_size=max_request_bytes,
            max_block_ms=max_block_ms,
            request_timeout_ms=min(10_000, delivery_timeout_ms // 2),
            delivery_timeout_ms=delivery_timeout_ms,
            bootstrap_timeout_ms=bootstrap_timeout_ms,
            allow_auto_create_topics=False,
        )

    def send_all(self, records: Iterable[Record]) -> list[KafkaError | None]:
        """Sends in order and waits for each acknowledgement; one answer a record, None where the broker has it."""
        futures = self.start(records)
        deadline = time.monotonic() + self._delivery_timeout_ms / 1000 + 1
        return [self._outcome(future, deadline) for future in futures]

    def start(self, records: Iterable[Record]) -> list[Any]:
        """Hands the records over in order: a kafka-python future for each, or the KafkaError that refused it.

        May take `max_block_ms` while the topic's brokers are unknown; the records after one that they kept waiting are not tried.
        """
        started: list[Any] = []
        for record in records:
            away = started and isinstance(started[-1], KafkaTimeoutError)
            started.append(started[-1] if away else self._send(record))
        return started

    def publish(self, records: Iterable[Record]) -> None:
        """As `send_all`, but raises the first failure: for work that is done again from the start."""
        for failure in self.send_all(records):
            if failure is not None:
                raise failure

    def close(self, timeout_seconds: float = 5) -> None:
        self._kafka.close(timeout=timeout_seconds)

    def _send(self, record: Record) -> Any:
        try:
            return self._kafka.send(record.topic, key=record.key, value=record.value, headers=record.headers)
        except KafkaError as error:
            return error

    def _outcome(self, future: Any, deadline: float) -> KafkaError | None:
        if isinstance(future, KafkaError):
            metrics.ERRORS.labels("kafka_send").inc()
            return future
        try:
            sent = future.get(timeout=max(0.001, deadline - time.monotonic()))
        except KafkaError as error:
            metrics.ERRORS.labels("kafka_send").inc()
            return error
        metrics.MESSAGES.labels(sent.topic, "published").inc()
        return None
