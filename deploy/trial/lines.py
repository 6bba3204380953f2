"""What the trial shows of each message: one line for people, in colour."""

from collections.abc import Mapping
from typing import Any

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
    return _line("item", "cyan", (item.source.name or item.source.id, "dim"), (title, ""))


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
    after = change.after
    parties = _some([*map(country, after.countries), *after.organisations])
    sentence = " ".join(change.evidence[0].sentence.split()) if change.evidence else ""
    return _line(
        "change",
        "magenta",
        (", ".join(change.changes), "bold magenta"),
        (" · ".join(filter(None, [after.name or after.type, parties])), ""),
        (_time_and_place(change.before, after), "bold"),
        (sentence and f"“{sentence}”", "dim"),
    )


def alert_line(notice: Mapping[str, Any]) -> Text:
    """A notification's notice, as the alerts service tells it."""
    told = _some([subscription["name"] for subscription in notice["subscriptions"]])
    if event := notice.get("event"):
        what = f"{', '.join(notice['kinds'])}: {event['name'] or event['type']}"
    else:
        what = (notice.get("item") or {}).get("title") or "an item"
    return _line("alert", "bold green", (told, "dim"), (what, "bold"))


def days(when: DateSpan | None) -> str:
    if when is None:
        return ""
    if when.end is None:
        return f"from {when.start}"
    return str(when.start) if when.start == when.end else f"{when.start} to {when.end}"


def country(code: str) -> str:
    return TERRITORIES.get(code, code)


def _time_and_place(before: EventState | None, after: EventState) -> str:
    time = _moved(days(before.when) if before else "", days(after.when))
    place = _moved((before and before.place) or "", after.place or "")
    return ", ".join(filter(None, [time, place]))


def _moved(then: str, now: str) -> str:
    return f"{then} → {now}" if then and now and then != now else now


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _line(kind: str, style: str, *parts: tuple[str, str]) -> Text:
    """The parts that are not empty, each in its style."""
    said = [Text(*part) for part in parts if part[0]]
    return Text("  ").join([Text(f"{kind:>7}", style), *said])
