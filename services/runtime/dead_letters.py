"""A message that cannot be decoded or handled: where it goes, what goes with it, and when there are too many."""

import datetime
from collections import deque
from dataclasses import dataclass

from schemas.headers import Headers
from schemas.topic_table import MAX_MESSAGE_BYTES, Topic, dead_letter_topic
from services.runtime.received import Received

DETAIL_CHARACTERS = 500


class TooManyDeadLetters(Exception):
    """The limit is reached: the service stops rather than drain a topic into the bin."""


@dataclass(frozen=True)
class Refusal:
    """Why a message cannot be handled: `reason` is a word of a closed list, `detail` a sentence for people."""

    received: Received
    reason: str
    detail: str


@dataclass(frozen=True)
class DeadLetter:
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


def dead_letter(topic: Topic, group: str, refusal: Refusal, *, now: datetime.datetime) -> DeadLetter:
    """The message as it came, with `dlq-*` headers that say whence and why.

    A value above the largest message (compressed, its batch may have passed the broker) is cut, and `dlq-truncated` has its whole size.
    """
    received = refusal.received
    value, size = received.value, len(received.value or b"")
    return DeadLetter(
        topic=dead_letter_topic(topic, group).name,
        key=received.key,
        value=value[:MAX_MESSAGE_BYTES] if value else value,
        headers=[
            # kafka-python sends no null, which a header's value may be.
            *((name, value or b"") for name, value in received.headers),
            *([("dlq-truncated", str(size).encode())] if size > MAX_MESSAGE_BYTES else []),
            ("dlq-reason", refusal.reason.encode()),
            ("dlq-detail", refusal.detail[:DETAIL_CHARACTERS].encode(errors="replace")),
            ("dlq-topic", received.topic.encode()),
            ("dlq-partition", str(received.partition).encode()),
            ("dlq-offset", str(received.offset).encode()),
            ("dlq-time", now.isoformat().encode()),
        ],
    )


class DeadLetterLimit:
    """At most `limit` dead letters within `window_seconds`; times are monotonic seconds."""

    def __init__(self, *, limit: int, window_seconds: float) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._times: deque[float] = deque()

    def note(self, now: float) -> None:
        """Raises TooManyDeadLetters once the window holds more than the limit."""
        self._times.append(now)
        while now - self._times[0] > self._window_seconds:
            self._times.popleft()
        if len(self._times) > self._limit:
            raise TooManyDeadLetters(f"more than {self._limit} dead letters in {self._window_seconds:.0f} s")
