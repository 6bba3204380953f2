"""Claims and items in one line each, for tables of cases."""

import datetime
import itertools

from schemas.enriched_item import DateSpan, EnrichedItem, EventMention, Mention
from schemas.news_item import NewsItem, Source
from services.alerts.calendar.claims import Claim, claims_of
from services.alerts.calendar.replay import replay

PRECISIONS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


def span(text: str | None) -> DateSpan | None:
    """`2025-07-21`, `2025-07-21..22`, `2025-07-21..2025-08-02`, `2025-07-01..31 m`, `2025-07-21..` (open)."""
    if text is None:
        return None
    days, _, precision = text.partition(" ")
    start, dots, end = days.partition("..")
    last = (start[:8] + end if len(end) == 2 else end or None) if dots else start
    return DateSpan(
        start=datetime.date.fromisoformat(start),
        end=datetime.date.fromisoformat(last) if last else None,
        precision=PRECISIONS[precision or "d"],
    )


def instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=datetime.UTC)


def mention(
    what: str,
    parties: str = "IN,US",
    when: str | None = None,
    place: str | None = None,
    *,
    name: str | None = None,
    officials: str = "",
    previous: str | None = None,
    denied_by: str = "",
    round: int | None = None,
    mechanism: str | None = None,
) -> EventMention:
    """`what` is type and status: "meeting scheduled". Parties of more than two letters are organisations; names are joined by commas."""
    kind, status = what.split()
    codes = [code for code in parties.split(",") if code]
    return EventMention(
        id="x#0",
        type=kind,
        status=status,
        countries=tuple(code for code in codes if len(code) == 2),
        organisations=tuple(code for code in codes if len(code) != 2),
        officials=tuple(official.strip() for official in officials.split(",") if official),
        when=span(when),
        place=place,
        name=name,
        round=round,
        mechanism=mechanism,
        previous=span(previous),
        disputed_by=tuple(code for code in denied_by.split(",") if code),
        evidence=Mention(start=0, end=1, text="."),
    )


def item(
    day: str,
    *mentions: EventMention,
    id: str | None = None,
    received: str | None = None,
    body: str = "",
    origin: str = "live",
    retracted: bool = False,
    kind: str = "agency",
) -> EnrichedItem:
    """One version of an item, published (and, unless told otherwise, received) on a day or at a minute."""
    number = next(_numbers)
    published = instant(day)
    return EnrichedItem(
        item=NewsItem(
            id=id or f"item-{number}",
            version=f"v{number}",
            source=Source(id=f"source-of-{id or number}", name="", kind=kind),
            body=body or f"Words {number}.",
            language="en",
            published_at=published,
            received_at=instant(received) if received else published,
            origin=origin,
            retracted=retracted,
        ),
        events=mentions,
        fingerprint="",
        enriched_at=published,
        enricher="by hand",
    )


def claims(*items: EnrichedItem) -> list[Claim]:
    return [claim for one in items for claim in claims_of(one)]


def said(*items: EnrichedItem, until: str | None = None) -> list[str]:
    """What a replay tells, one line a change: kinds, then status, time and place after it."""
    changes = replay(items, instant(until) if until else None)
    return [f"{'+'.join(change.changes)}: {state(change.after.status, change.after.when, change.after.place)}" for change in changes]


def state(status: str, when: DateSpan | None, place: str | None) -> str:
    days = "" if when is None else f" {when.start}" if when.end == when.start else f" {when.start}..{when.end or ''}"
    return f"{status}{days}{' @' + place if place else ''}"


_numbers = itertools.count(1)
