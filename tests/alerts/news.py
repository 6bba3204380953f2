"""Enriched items and subscriptions for tests: made-up reports of made-up talks."""

import datetime
import itertools
from typing import Any

from schemas.enriched_item import CountryTag, DateSpan, EnrichedItem, EventMention, Mention, OfficialTag, TopicTag
from schemas.news_item import NewsItem, Source
from services.alerts.subscriptions import Filter, Subscription

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

_numbers = itertools.count(1)


def day(text: str) -> DateSpan:
    date = datetime.date.fromisoformat(text)
    return DateSpan(start=date, end=date, precision="day")


def mention(sentence: str, *, status: str = "scheduled", when: DateSpan | None = None, **fields: Any) -> EventMention:
    """Of the trade dialogue of Kenya and Peru, unless `fields` say otherwise."""
    return EventMention(
        **{
            "id": "1",
            "type": "dialogue",
            "name": "Kenya-Peru Trade Dialogue",
            "countries": ("KE", "PE"),
            "status": status,
            "when": when,
            "evidence": Mention(start=0, end=len(sentence), text=sentence),
            **fields,
        }
    )


def enriched(
    *events: EventMention,
    id: str | None = None,
    version: str = "v1",
    hours: float = 0,
    origin: str = "live",
    retracted: bool = False,
    source: str | None = None,
    topics: tuple[str, ...] = ("trade.dialogue",),
    officials: tuple[OfficialTag, ...] = (),
    fingerprint: str | None = None,
    received_at: datetime.datetime | None = None,
) -> EnrichedItem:
    """An item received `hours` after NOW. Without an id or a fingerprint it is like no other."""
    number = next(_numbers)
    body = " ".join(event.evidence.text for event in events) or f"Nothing of note, {number}."
    at = received_at or NOW + datetime.timedelta(hours=hours)
    item = NewsItem(
        id=id or f"item-{number}",
        version=version,
        source=Source(id=source or f"wire-{number}", name="A wire", kind="agency"),
        url=f"https://news.example.org/{number}",
        title=f"Report {number}",
        body=body,
        language="en",
        published_at=at,
        received_at=at,
        origin=origin,
        retracted=retracted,
    )
    return EnrichedItem(
        item=item,
        countries=tuple(CountryTag(code=code, salience=0.9) for code in sorted({code for event in events for code in event.countries})),
        officials=officials,
        topics=tuple(TopicTag(id=topic, score=0.9) for topic in topics),
        events=events,
        fingerprint=fingerprint or f"{number * 0x9E3779B97F4A7C15 % (1 << 64):016x}",
        enriched_at=at,
        enricher="test",
    )


def announced(**fields: Any) -> EnrichedItem:
    return enriched(mention("Kenya and Peru proposed a trade dialogue.", status="proposed"), **fields)


def dated(when: str = "2026-05-04", **fields: Any) -> EnrichedItem:
    return enriched(mention(f"The Kenya-Peru Trade Dialogue will be held on {when}.", when=day(when)), **fields)


def subscription(**fields: Any) -> Subscription:
    number = next(_numbers)
    given = {
        "id": f"subscription-{number}",
        "owner": "ada",
        "name": f"Subscription {number}",
        "filter": Filter(all_countries=("KE", "PE")),
        "channel": "stream",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Subscription(**{**given, **fields})
