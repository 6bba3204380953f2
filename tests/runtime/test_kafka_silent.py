import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.runtime.producer import kafka_silent


@pytest.fixture
def mute() -> Iterator[str]:
    """Takes connections and answers nothing, as a paused broker does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_asking_a_broker_that_is_away_leaves_no_thread_and_no_socket_behind(mute: str) -> None:
    assert kafka_silent(mute, timeout_ms=200) == "Kafka does not answer: KafkaTimeoutError"
    before = left_open()
    for _ in range(5):
        kafka_silent(mute, timeout_ms=200)
    assert left_open() == before


def test_where_nobody_listens_the_answer_comes_at_once() -> None:
    begun = time.monotonic()
    assert kafka_silent("127.0.0.1:1,localhost:1", timeout_ms=5000) == "Kafka does not answer: no connection"
    assert time.monotonic() - begun < 1


def left_open() -> tuple[int, int]:
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
