"""An admin client of Kafka that leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from kafka.net.compat import KafkaNetClient


@contextmanager
def admin_client(bootstrap: str, *, bootstrap_timeout_ms: int = 5_000, request_timeout_ms: int = 30_000) -> Iterator[KafkaAdminClient]:
    """Raises KafkaError if no broker answers in time.

    kafka-python 3.0.12 forgets the thread and the sockets of a client whose first connection fails, which a readiness check makes
    every few seconds while Kafka is away; so they are kept here, and closed.
    """
    made: list[KafkaNetClient] = []

    def net_client(**settings: Any) -> KafkaNetClient:
        made.append(KafkaNetClient(**settings))
        return made[-1]

    try:
        admin = KafkaAdminClient(
            bootstrap_servers=bootstrap,
            bootstrap_timeout_ms=bootstrap_timeout_ms,
            request_timeout_ms=request_timeout_ms,
            kafka_client=net_client,
        )
    except KafkaError:
        for client in made:
            client.close()
        raise
    try:
        yield admin
    finally:
        admin.close()
        for client in made:
            client.close()
