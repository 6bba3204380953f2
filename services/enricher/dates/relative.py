"""Dates told from the day of writing: "tomorrow", "next Tuesday", "later this month", "two weeks ago", "within ten days"."""

import datetime
from collections.abc import Sequence

from services.enricher.dates import absolute
from services.enricher.dates.reading import (
    DEICTICS,
    FUTURE,
    PARTS_OF_DAY,
    PAST,
    PLANNED,
    THROUGH,
    UNITS,
    Context,
    Reading,
    day_at,
    key_at,
    skip,
    weekday_at,
)
from services.enricher.dates.spans import (
    DAY,
    Span,
    day,
    days,
    month,
    on_or_after,
    on_or_before,
    week_of,
    weekend_of,
    year,
)
from services.enricher.text import Token

SHIFTS = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "past": -1, "previous": -1}


def deictic(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "today", "the day after tomorrow", "this morning", "last night", "overnight"."""
    key = key_at(tokens, index)
    if key in DEICTICS:
        shift = DEICTICS[key]
        return Reading(_past_part_of_day(tokens, index + 1), lambda context: day(context.day + shift * DAY))
    if key == "overnight":
        return Reading(index + 1, lambda context: day(context.day))
    if key == "this" and key_at(tokens, index + 1) in PARTS_OF_DAY:
        return Reading(index + 2, lambda context: day(context.day))
    if key == "last" and key_at(tokens, index + 1) in ("night", "evening"):
        return Reading(index + 2, lambda context: day(context.day - DAY))
    start = skip(tokens, index, "the")
    if key_at(tokens, start) == "day":
        for word, inner, shift in (("after", "tomorrow", 2), ("before", "yesterday", -2)):
            if key_at(tokens, start + 1) == word and key_at(tokens, start + 2) == inner:
                return Reading(start + 3, lambda context, shift=shift: day(context.day + shift * DAY))  # type: ignore[misc]
    return None


def _past_part_of_day(tokens: Sequence[Token], index: int) -> int:
    return index + 1 if key_at(tokens, index) in PARTS_OF_DAY else index


def weekdays(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "Tuesday", "next Tuesday", "Tuesday of next week", "Tuesday week", "Monday to Friday", "Thursday and Friday"."""
    key = key_at(tokens, index)
    shift = SHIFTS.get(key)
    start = index + 1 if shift is not None else index
    found = weekday_at(tokens, start)
    if found is None:
        return None
    first, at = found
    if named := _named_day(tokens, at):
        return named
    at = _past_part_of_day(tokens, at)
    until = None
    connector = key_at(tokens, at)
    if connector in THROUGH or (connector == "," and weekday_at(tokens, at + 1)):
        following = skip(tokens, at + 1, "the", "again")
        if (other := weekday_at(tokens, following)) and day_at(tokens, skip(tokens, other[1], ",")) is None:
            until, at = other[0], _past_part_of_day(tokens, other[1])
    if week := _week_after(tokens, at):
        of, at = week
        return Reading(at, lambda context: _in_week(context, of, first, until))
    if key_at(tokens, at) == "week" and shift is None:
        return Reading(at + 1, lambda context: day(on_or_after(context.day, first) + 7 * DAY))
    if key == "the" and weekday_at(tokens, index + 1):
        return None
    definite = key_at(tokens, index - 1) == "the"
    return Reading(at, lambda context: _weekday_span(context, shift, first, until, definite))


def _named_day(tokens: Sequence[Token], at: int) -> Reading | None:
    """ "Friday, March 7", "Monday, 3 March": the date decides."""
    place = skip(tokens, at, ",")
    return (absolute.month_day(tokens, place) or absolute.day_month(tokens, place)) if place < len(tokens) else None


def _week_after(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """(shift, next index) of "of next week", "next week", "last week"."""
    word = skip(tokens, at, "of")
    if key_at(tokens, word) == "the" and key_at(tokens, word + 1) in ("following", "previous"):
        word += 1
    if key_at(tokens, word) in SHIFTS and key_at(tokens, word + 1) == "week":
        return SHIFTS[key_at(tokens, word)], word + 2
    return None


def _in_week(context: Context, shift: int, first: int, until: int | None) -> Span:
    monday = week_of(context.day + 7 * shift * DAY).start
    return days(monday + first * DAY, monday + (first if until is None else max(until, first)) * DAY)


def _weekday_span(context: Context, shift: int | None, first: int, until: int | None, definite: bool) -> Span:
    after = context.nearby if definite else None  # "from Wednesday until the Friday"
    start = on_or_after(after.start, first) if after else _weekday(context, shift, first)
    return days(start, start if until is None else on_or_after(start, until))


def _weekday(context: Context, shift: int | None, weekday: int) -> datetime.date:
    today = context.day
    if shift == -1:
        return on_or_before(today - DAY, weekday)
    if shift == 1:
        return on_or_after(today + DAY, weekday)
    if shift == 0:
        this = week_of(today).start + weekday * DAY
        return this if this >= today or context.toward == PAST else this + 7 * DAY
    if context.toward == PLANNED:
        past, coming = on_or_before(today, weekday), on_or_after(today, weekday)
        return past if today - past < coming - today else coming
    return on_or_after(today, weekday) if context.toward == FUTURE else on_or_before(today, weekday)


def whole_unit(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "before the week is out", "by month's end"."""
    if key_at(tokens, index) == "the" and key_at(tokens, index + 2) == "is" and key_at(tokens, index + 3) in ("out", "over"):
        unit = key_at(tokens, index + 1)
        return Reading(index + 4, lambda context: unit_span(context.day, 0, unit)) if unit in ("week", "month", "year") else None
    at = index + 1 if key_at(tokens, index) == "the" else index
    if key_at(tokens, at) in ("year", "month", "week") and key_at(tokens, at + 1) == "'s" and key_at(tokens, at + 2) == "end":
        unit = key_at(tokens, at)
        return Reading(at + 3, lambda context: unit_span(context.day, 0, unit))
    return None


def units(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "this week", "next month", "later this year", "earlier this month", "the weekend", "next weekend"."""
    key = key_at(tokens, index)
    side = {"later": FUTURE, "earlier": PAST}.get(key, 0)
    start = index + 1 if side else index
    start = skip(tokens, start, "the")
    shift = SHIFTS.get(key_at(tokens, start))
    unit = UNITS.get(key_at(tokens, start + (shift is not None)), "")
    if shift is None:
        if unit == "weekend" and key_at(tokens, start - 1) == "the" and not side:
            return Reading(start + 1, lambda context: _weekend(context, 0))
        return None
    if key_at(tokens, start) in ("following", "previous") and unit in ("week", "month", "year"):
        return Reading(start + 2, lambda context: unit_span(context.nearby.start if context.nearby else context.day, shift, unit))
    if unit not in ("week", "month", "year", "quarter", "weekend") or key_at(tokens, start + 1).endswith("s"):
        return None
    if unit == "weekend":
        return Reading(start + 2, lambda context: _weekend(context, shift))
    if side:
        return Reading(start + 2, lambda context: _side(context.day, side, unit))
    return Reading(start + 2, lambda context: _unit(context, shift, unit))


def _weekend(context: Context, shift: int) -> Span:
    span = weekend_of(context.day + 7 * max(shift, 0) * DAY)
    if shift < 0 or (shift == 0 and context.toward == PAST and span.start > context.day):
        return weekend_of(span.start - 7 * DAY)
    return span


def unit_span(date: datetime.date, shift: int, unit: str) -> Span:
    if unit == "week":
        return week_of(date + 7 * shift * DAY)
    if unit == "month":
        return month(date.year, date.month + shift)
    if unit == "quarter":
        first = month(date.year, (date.month - 1) // 3 * 3 + 1 + 3 * shift)
        return Span(first.start, month(first.start.year, first.start.month + 2).last, "quarter")
    return year(date.year + shift)


def _unit(context: Context, shift: int, unit: str) -> Span:
    """What is past ends no later than the day of writing; of this year, month or week, what is to come begins with it."""
    span = unit_span(context.day, shift, unit)
    if shift == 0 and context.toward == PAST:
        return Span(span.start, min(span.last, context.day), unit)
    if shift == 0 and context.toward == FUTURE:
        return Span(max(span.start, context.day), span.end, unit)
    return span


def _side(date: datetime.date, side: int, unit: str) -> Span | None:
    """ "earlier this month": the first to the day of writing; "later this month": the day after it to the end."""
    span = unit_span(date, 0, unit)
    if side == PAST:
        return Span(span.start, date, unit)
    return Span(date + DAY, span.end, unit) if date < span.last else None
