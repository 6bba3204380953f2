import datetime

import pytest

from schemas.topic_table import MAX_MESSAGE_BYTES, NEWS_ITEMS
from services.runtime.dead_letters import DeadLetterLimit, Refusal, TooManyDeadLetters, dead_letter
from services.runtime.received import Received

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def test_the_letter_is_the_message_with_what_is_known_of_its_failure() -> None:
    received = Received("news.items.v1", 3, 14, b"key", b"\xff bytes", (("ce_id", b"7"),), 0)
    letter = dead_letter(NEWS_ITEMS, "enricher", Refusal(received, "undecodable", "body: required"), now=NOW)
    assert (letter.topic, letter.key, letter.value) == ("news.items.v1.enricher.dlq", b"key", b"\xff bytes")
    assert dict(letter.headers) == {
        "ce_id": b"7",
        "dlq-reason": b"undecodable",
        "dlq-detail": b"body: required",
        "dlq-topic": b"news.items.v1",
        "dlq-partition": b"3",
        "dlq-offset": b"14",
        "dlq-time": b"2026-03-01T12:00:00+00:00",
    }


def test_the_limit_counts_within_its_window_only() -> None:
    limit = DeadLetterLimit(limit=2, window_seconds=10)
    for now in (0, 5, 16, 20):
        limit.note(now)
    with pytest.raises(TooManyDeadLetters, match="more than 2 dead letters in 10 s"):
        limit.note(21)


def test_a_value_above_the_largest_message_is_cut_and_says_so() -> None:
    received = Received("news.items.v1", 3, 14, b"key", b"x" * (MAX_MESSAGE_BYTES + 100), (), 0)
    letter = dead_letter(NEWS_ITEMS, "enricher", Refusal(received, "undecodable", ""), now=NOW)
    assert len(letter.value or b"") == MAX_MESSAGE_BYTES
    assert dict(letter.headers)["dlq-truncated"] == str(MAX_MESSAGE_BYTES + 100).encode()
