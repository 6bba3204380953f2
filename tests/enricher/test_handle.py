import datetime

import pytest

from schemas import codec
from schemas.enriched_item import EnrichedItem
from schemas.news_item import NewsItem, Source
from schemas.topic_table import MAX_MESSAGE_BYTES, NEWS_ENRICHED, NEWS_ITEMS
from services.enricher.handle import handle
from services.runtime.dead_letters import Refusal
from services.runtime.producer import Record
from services.runtime.received import Received
from services.runtime.trace import trace_id, traceparent_of

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
ITEM = NewsItem(
    id="i1", version="v1", source=Source(id="s", name="S", kind="agency"), body="Talks.", language="en", published_at=NOW, received_at=NOW
)


def received(value: bytes | None) -> Received:
    return Received("news.items.v1", 0, 7, b"i1", value, (("traceparent", TRACE.encode()),), 0)


def enriched(item: NewsItem) -> EnrichedItem:
    return EnrichedItem(item=item, fingerprint="0" * 16, enriched_at=NOW, enricher="test")


def test_an_item_is_sent_on_by_its_key_with_its_trace() -> None:
    outcome = handle(received(codec.encode(NEWS_ITEMS, ITEM)), enriched, now=NOW)
    assert isinstance(outcome, Record)
    assert (outcome.topic, outcome.key) == ("news.enriched.v1", b"i1")
    assert codec.decode(NEWS_ENRICHED, outcome.value).item == ITEM
    headers = dict(outcome.headers)
    assert headers["ce_id"] == b"i1:v1:live:test"
    assert headers["ce_type"] == b"news.enriched.v1"
    assert trace_id(traceparent_of(outcome.headers) or "") == trace_id(TRACE)


def fail(_item: NewsItem) -> EnrichedItem:
    raise ZeroDivisionError("of a rule")


def swell(item: NewsItem) -> EnrichedItem:
    return EnrichedItem(item=item, fingerprint="0" * MAX_MESSAGE_BYTES, enriched_at=NOW, enricher="test")


@pytest.mark.parametrize(
    ("value", "enrich", "reason", "detail"),
    [
        (None, enriched, "undecodable", "news.items.v1"),
        (b"{", enriched, "undecodable", "truncated"),
        (b'{"id": 7}', enriched, "undecodable", "id"),
        (codec.encode(NEWS_ITEMS, ITEM), fail, "unhandled", "ZeroDivisionError: of a rule"),
        (codec.encode(NEWS_ITEMS, ITEM), swell, "unsendable", "bytes are more than"),
    ],
)
def test_what_cannot_be_sent_on_says_why(value: bytes | None, enrich: object, reason: str, detail: str) -> None:
    outcome = handle(received(value), enrich, now=NOW)  # type: ignore[arg-type]
    assert isinstance(outcome, Refusal)
    assert outcome.reason == reason
    assert detail in outcome.detail
