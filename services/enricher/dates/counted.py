"""Dates counted from another: "two weeks ago", "within ten days", "five days later", "the day before", "an hour earlier"."""

import datetime
from collections.abc import Sequence

from services.enricher.dates.reading import (
    FUTURE,
    PARTS_OF_DAY,
    PAST,
    UNITS,
    Context,
    Reading,
    key_at,
    number_at,
    skip,
)
from services.enricher.dates.spans import DAY, Span, add_months, day, month, week_of, year
from services.enricher.tokens import Token

ENDS = frozenset((".", ",", ";", ":", ")", "", "?", "!", "and", "when", "in", "at"))
_AFTER_COUNT = frozenset((".", ",", ";", ")", "", "in", "at", "for", "with", "to", "and", "when", "as", "'s", "'", "on", "if"))


def day_told_from_another(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "the next day", "a day earlier", "the day before", "five days later": counted from the last date named, else from today."""
    key = key_at(tokens, index)
    if key == "the" and key_at(tokens, index + 1) in ("next", "following", "previous") and key_at(tokens, index + 2) == "day":
        shift = -1 if key_at(tokens, index + 1) == "previous" else 1
        return Reading(index + 3, lambda context: _from_last(context, shift))
    if key == "the" and key_at(tokens, index + 1) == "same" and key_at(tokens, index + 2) in ("day", *PARTS_OF_DAY):
        return Reading(index + 3, lambda context: _from_last(context, 0))
    if key == "that" and key_at(tokens, index + 1) in ("day", *PARTS_OF_DAY):
        return Reading(index + 2, lambda context: _from_last(context, 0))
    counted = (1, index + 1) if key == "the" else number_at(tokens, index)
    if counted is None or key_at(tokens, counted[1]) not in ("day", "days"):
        return None
    count, word = counted[0], key_at(tokens, counted[1] + 1)
    following = key_at(tokens, counted[1] + 2)
    closed = following in ENDS
    if key == "the" and word == "after" and not closed:  # "on the day after the funeral" hangs on a day untold
        return None
    if word in ("earlier", "before") or (word == "after" and not closed):  # "a day after Paris did so" is when Paris did so
        return Reading(counted[1] + 2, lambda context: _from_last(context, -count if closed or word != "before" else count))
    if word in ("later", "afterwards", "after"):
        return Reading(counted[1] + 2, lambda context: _from_last(context, count))
    return None


def _from_last(context: Context, shift: int) -> Span | None:
    before = context.nearby
    if before is None:
        return day(context.day + shift * DAY)
    if before.precision != "day":
        return None
    return day((before.last if shift > 0 else before.start) + shift * DAY)


def counts(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "two weeks ago", "a fortnight ago", "in two weeks", "three months from now", "within ten days", "the next two weeks"."""
    word = key_at(tokens, index)
    ahead = word in ("in", "within")
    start = skip(tokens, index, "in", "within", "about", "some", "over", "just")
    if ahead:
        start = skip(tokens, start, "about", "just")
    counted = number_at(tokens, start)
    if counted is None or (unit := UNITS.get(key_at(tokens, counted[1]))) is None or unit == "weekend":
        return None
    count, at = counted[0], counted[1] + 1
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    following = key_at(tokens, at)
    if following == "ago" and not ahead:
        return Reading(at + 1, lambda context: _counted(context.day, -count, unit))
    if following == "from" and key_at(tokens, at + 1) in ("now", "today"):
        return Reading(at + 2, lambda context: _counted(context.day, count, unit))
    if word == "within" and following not in ("of", "'s"):
        return Reading(at, lambda context: Span(context.day, _counted(context.day, count, unit, exact=True).last, unit))
    if word == "in" and following in _AFTER_COUNT:
        if following == "'s" or following == "'":
            at = at + 1 + (key_at(tokens, at + 1) == "time")
        if unit in ("month", "year") and {key_at(tokens, place) for place in range(index - 8, index)} & {
            "first",
            "last",
            "only",
            "highest",
            "time",
        }:
            return None
        short = unit in ("day", "week")
        return Reading(
            at, lambda context: _counted(context.day, count, unit) if context.toward > 0 or (short and context.toward != PAST) else None
        )
    return None


def _counted(date: datetime.date, count: int, unit: str, exact: bool = False) -> Span:
    """Counts in days are a day, in weeks that week, in months that month, in years that year; `exact` ends are to the day."""
    if unit == "day":
        return day(date + count * DAY)
    if unit == "week":
        return day(date + 7 * count * DAY) if exact else week_of(date + 7 * count * DAY)
    there = add_months(date, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    if exact:
        return day(there)
    return year(there.year) if unit == "year" else month(there.year, there.month)


def hours(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "an hour earlier", "later in the day", "in the afternoon": the day that the paragraph speaks of, else today."""
    key = key_at(tokens, index)
    if counted := number_at(tokens, index):
        at = counted[1]
        if key_at(tokens, at) in ("hour", "hours", "minutes") and key_at(tokens, at + 1) in ("earlier", "later", "before", "after", "ago"):
            return Reading(at + 2, _day_at_hand)
    if key in ("earlier", "later") and key_at(tokens, index + 1) == "in" and key_at(tokens, index + 3) in ("day", "evening", "morning"):
        return Reading(index + 4, _day_at_hand)
    if (
        key == "in"
        and tuple(key_at(tokens, index + step) for step in (1, 2, 3, 4)) == ("the", "course", "of", "the")
        and key_at(tokens, index + 5) == "day"
    ):
        return Reading(index + 6, _day_at_hand)
    if key in ("in", "of") and key_at(tokens, index + 1) == "the" and key_at(tokens, index + 2) in ("afternoon", "morning", "evening"):
        return Reading(index + 3, lambda context: _day_at_hand(context) if context.toward != FUTURE else None)
    return None


def _day_at_hand(context: Context) -> Span:
    """The day that the text has named last, if it is no more than two days off; else the day of writing."""
    before = context.before
    if before and before.precision == "day" and before.end and abs((before.start - context.day).days) <= 2:
        return day(before.start)
    return day(context.day)
