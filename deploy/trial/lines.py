"""What the trial shows of each message: one line for people, in colour."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from babel import Locale
from rich.text import Text

from schemas.enriched_item import DateSpan, EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.news_item import NewsItem

MAIN_COUNTRY = 0.5
MOST_NAMES = 4
TERRITORIES: Mapping[str, str] = Locale("en").territories


def item_line(item: NewsItem) -> Text:
    title = item.title or item.body.partition("\n")[0]
    return _line("item", "cyan", (item.source.id, "dim"), (title, ""))


def tags_line(enriched: EnrichedItem) -> Text:
    countries = [country(tag.code) for tag in enriched.countries if tag.salience >= MAIN_COUNTRY]
    parts = [
        (_some(countries), "green"),
        (_some([tag.code for tag in enriched.organisations]), "green"),
        (_some([tag.name for tag in enriched.officials]), "yellow"),
        (_some([tag.id for tag in enriched.topics]), "blue"),
        (_some([f"{mention.type} {mention.status}" for mention in enriched.events]), "magenta"),
    ]
    return _line("tags", "cyan", *parts) if any(text for text, _ in parts) else _line("tags", "cyan", ("none", "dim"))


def change_line(change: EventChange) -> Text:
    sentence = " ".join(change.evidence[0].sentence.split()) if change.evidence else ""
    before = change.before
    return _line(
        "change",
        "magenta",
        *_event(change.changes, change.after, before.when if before else None, before.place if before else None),
        (sentence and f"“{sentence}”", "dim"),
    )


def alert_line(notice: Mapping[str, Any]) -> Text:
    """A notification's notice, as the alerts service tells it."""
    told = (_some([subscription["name"] for subscription in notice["subscriptions"]]), "dim")
    if not notice.get("event"):
        return _line("alert", "bold green", told, ((notice.get("item") or {}).get("title") or "an item", "bold"))
    event, before = msgspec.convert(notice["event"], EventState), notice.get("before") or {}
    when = msgspec.convert(before.get("when"), DateSpan | None)
    return _line("alert", "bold green", told, *_event(notice["kinds"], event, when, before.get("place")))


def _event(kinds: Sequence[str], event: EventState, when: DateSpan | None, place: str | None) -> list[tuple[str, str]]:
    """What has changed of it, and how it stands; `when` and `place` are what was known before."""
    parties = _some([*map(country, event.countries), *event.organisations])
    time_and_place = [_moved(days(when), days(event.when)), _moved(place or "", event.place or "")]
    return [
        (", ".join(kinds), "bold magenta"),
        (" · ".join(filter(None, [event.name or event.type, parties])), ""),
        (", ".join(filter(None, time_and_place)), "bold"),
    ]


def days(when: DateSpan | None) -> str:
    if when is None:
        return ""
    if when.end is None:
        return f"from {when.start}"
    return str(when.start) if when.start == when.end else f"{when.start} to {when.end}"


def country(code: str) -> str:
    return TERRITORIES.get(code, code)


def _moved(then: str, now: str) -> str:
    return f"{then} → {now}" if then and now and then != now else now


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _line(kind: str, style: str, *parts: tuple[str, str]) -> Text:
    """The parts that are not empty, each in its style."""
    said = [Text(*part) for part in parts if part[0]]
    return Text("  ").join([Text(f"{kind:>7}", style), *said])
