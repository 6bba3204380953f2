"""What has changed for a subscriber, from what was known of an event to what is known; and what the clock alone changes."""

import datetime
from collections.abc import Iterator

from schemas.enriched_item import DateSpan
from schemas.vocabulary import CHANGE_KINDS
from services.alerts.calendar.course import COMING
from services.alerts.calendar.facts import Facts
from services.alerts.calendar.places import same_place
from services.alerts.calendar.spans import DAY, last_day, same, within

# An event whose last possible day is as long past as this is old news, and one of which nothing more was heard has lapsed.
GRACE = 7 * DAY
_DONE = ("ongoing", "held")


def diff(before: Facts | None, after: Facts | None) -> tuple[str, ...]:
    """All kinds that apply, in the order of CHANGE_KINDS; none where nothing changed. None stands for an event of which no report stands."""
    kinds = set(_kinds(before, after))
    return tuple(kind for kind in CHANGE_KINDS if kind in kinds)


def lapses_at(facts: Facts) -> datetime.datetime | None:
    """When the event will have lapsed if nothing more is heard of it; None where silence says nothing."""
    if facts.retracted or facts.when is None or not _can_lapse(facts):
        return None
    return _midnight(last_day(facts.when) + GRACE + DAY)


def lapse(facts: Facts, now: datetime.datetime) -> bool:
    due = lapses_at(facts)
    return due is not None and due <= now


def is_past(facts: Facts, now: datetime.datetime) -> bool:
    """So long over that it is no news."""
    return facts.when is not None and facts.when.end is not None and _midnight(facts.when.end + GRACE + DAY) <= now


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _can_lapse(facts: Facts) -> bool:
    if facts.status == "ongoing":
        return facts.type == "ceasefire" and facts.when is not None and facts.when.end is not None
    return facts.status in COMING or (facts.status == "postponed" and facts.course.put_off)


def _kinds(before: Facts | None, after: Facts | None) -> Iterator[str]:
    if after is None or after.retracted:
        if before is not None and not before.retracted:
            yield "retracted"
    elif before is None or before.retracted:
        yield {"held": "held", "ongoing": "started"}.get(after.status, "announced")
    elif before.status in _DONE and after.status in (*COMING, "postponed"):
        yield "retracted"
    else:
        yield from _moves(before, after)
        if set(after.course.denied_by) - set(before.course.denied_by):
            yield "disputed"


def _moves(before: Facts, after: Facts) -> Iterator[str]:
    turned = before.status != after.status
    time, place = _time(before, after), _place(before.place, after.place)
    if not turned:
        yield from filter(None, (time, place))
    elif after.status in _DONE:
        yield {"ongoing": "started", "held": "held"}[after.status]
        yield from (kind for kind in (time, place) if kind in ("rescheduled", "extended", "moved"))
    elif after.status in ("postponed", "cancelled"):
        yield after.status
    else:
        yield from _comes(before, time)
        yield from filter(None, (place,))


def _comes(before: Facts, time: str | None) -> Iterator[str]:
    """`proposed` or `scheduled`, and was not."""
    if before.status == "cancelled":
        yield "revived"
    elif before.status == "postponed" and time == "rescheduled":
        pass
    elif before.status != "scheduled":
        yield "confirmed"
    if time:
        yield time


def _time(before: Facts, after: Facts) -> str | None:
    known, told = before.when, after.when
    if told is None or (known is not None and same(known, told)):
        return None
    return "dated" if known is None else _shift(known, told, after.status)


def _shift(known: DateSpan, told: DateSpan, status: str) -> str | None:
    if within(told, known) and (known.precision != "day" or known.end is None):
        return "dated"
    if status in _DONE and within(told, known):
        return "dated"
    if told.start == known.start and told.end and known.end and told.end > known.end and told.precision == known.precision == "day":
        return "extended"
    return "rescheduled"


def _place(known: str | None, told: str | None) -> str | None:
    if told is None or (known is not None and same_place(known, told)):
        return None
    return "placed" if known is None else "moved"
