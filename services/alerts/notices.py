"""What a subscriber is told: of a change of an event, or of an item."""

import datetime
from typing import Any

import msgspec
from msgspec import Struct

from schemas.enriched_item import DateSpan, EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState, Evidence
from schemas.news_item import NewsItem, Source
from services.alerts.subscriptions import Subscription
from services.runtime.trace import trace_id


class Before(Struct, frozen=True, kw_only=True):
    """What was known of the event until this change."""

    status: str
    when: DateSpan | None
    place: str | None


class ItemLine(Struct, frozen=True, kw_only=True):
    """The item that says so, without its text."""

    id: str
    version: str
    title: str | None
    url: str | None
    source: Source
    published_at: datetime.datetime


class SubscriptionLine(Struct, frozen=True, kw_only=True):
    id: str
    name: str


class Notice(Struct, frozen=True, kw_only=True):
    """`type` is `event.changed` or `item.matched`. `event` is what is known after the change, `before` null for one first known.

    `kinds` and `event` are of a change; an item has none. `item` is null where the clock made the change.
    """

    id: str
    type: str
    created_at: datetime.datetime
    kinds: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    event: EventState | None = None
    before: Before | None = None
    evidence: tuple[Evidence, ...] = ()
    item: ItemLine | None = None
    subscriptions: tuple[SubscriptionLine, ...]
    trace_id: str
    traceparent: str


def change_notice(
    change: EventChange, item: NewsItem | None, told: list[Subscription], *, message_id: str, traceparent: str, now: datetime.datetime
) -> Notice:
    before = change.before
    return Notice(
        id=message_id,
        type="event.changed",
        created_at=now,
        kinds=change.changes,
        sentences=tuple(evidence.sentence for evidence in change.evidence),
        event=change.after,
        before=Before(status=before.status, when=before.when, place=before.place) if before else None,
        evidence=change.evidence,
        item=_item_line(item) if item else None,
        subscriptions=_lines(told),
        trace_id=trace_id(traceparent),
        traceparent=traceparent,
    )


def item_notice(enriched: EnrichedItem, told: list[Subscription], *, message_id: str, traceparent: str, now: datetime.datetime) -> Notice:
    return Notice(
        id=message_id,
        type="item.matched",
        created_at=now,
        sentences=tuple(dict.fromkeys(mention.evidence.text for mention in enriched.events)),
        item=_item_line(enriched.item),
        subscriptions=_lines(told),
        trace_id=trace_id(traceparent),
        traceparent=traceparent,
    )


def encode(notice: Notice) -> bytes:
    return msgspec.json.encode(notice)


def decode(payload: bytes) -> Any:
    """As plain values, for an answer over HTTP."""
    return msgspec.json.decode(payload)


def _item_line(item: NewsItem) -> ItemLine:
    return ItemLine(id=item.id, version=item.version, title=item.title, url=item.url, source=item.source, published_at=item.published_at)


def _lines(told: list[Subscription]) -> tuple[SubscriptionLine, ...]:
    return tuple(SubscriptionLine(id=subscription.id, name=subscription.name) for subscription in told)
