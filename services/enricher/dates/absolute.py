"""Dates that name a day, a month or a year: "21-22 July", "June 28 to July 3", "2025-07-21", "the 25th", "in 2026"."""

import datetime
from collections.abc import Sequence

from services.enricher.dates.reading import (
    DASHES,
    FUTURE,
    PAST,
    THROUGH,
    Context,
    Reading,
    day_at,
    key_at,
    month_at,
    skip,
    weekday_at,
    words,
    year_at,
)
from services.enricher.dates.spans import DAY, Span, day, days, month, year
from services.enricher.text import Token

HALF_A_YEAR = 183 * DAY


def numeric(tokens: Sequence[Token], index: int) -> Reading | None:
    """2025-07-21, 21/07/2025, 21.07.2025; the day stands before the month unless it cannot."""
    parts, last = _numbers(tokens, index)
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts[0]) == 4:
        y, m, d = map(int, parts)
    elif len(parts[2]) == 4:
        d, m, y = map(int, parts)
        if m > 12:
            d, m = m, d
    else:
        return None
    date = _date(y, m, d)
    return Reading(last, lambda _: day(date)) if date and 1800 <= y <= 2199 else None


def _numbers(tokens: Sequence[Token], index: int) -> tuple[list[str], int]:
    if key_at(tokens, index).count(".") == 2:
        return tokens[index].key.split("."), index + 1
    separator = key_at(tokens, index + 1)
    touching = index + 4 < len(tokens) and tokens[index + 4].end - tokens[index].start <= 10  # "3 - 4 - 2025" is no date
    if touching and separator in ("-", "/") and key_at(tokens, index + 3) == separator:
        return [tokens[index + n].key for n in (0, 2, 4)], index + 5
    return [], index


def _date(y: int, m: int, d: int) -> datetime.date | None:
    try:
        return datetime.date(y, m, d)
    except ValueError:
        return None


def day_list(tokens: Sequence[Token], index: int) -> tuple[int, int, int] | None:
    """(first, last, next index) of "21", "21 and 22", "6, 7 and 8", "12 to 14", "Monday 3 and Tuesday 4"."""
    found = _list_entry(tokens, index)
    if found is None:
        return None
    first = last = found[0]
    at = found[1]
    while True:
        connector = key_at(tokens, at)
        if connector not in THROUGH and connector != ",":
            return first, last, at
        following = at + 1
        if connector == ",":
            following = skip(tokens, following, "and")
        following_entry = _list_entry(tokens, following)
        if following_entry is None or following_entry[0] <= last or _is_other_number(tokens, following_entry[1]):
            return first, last, at
        last, at = following_entry


def _list_entry(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    if weekday := weekday_at(tokens, index):
        index = skip(tokens, weekday[1], ",")
    index = skip(tokens, index, "the")
    return day_at(tokens, index)


def _is_other_number(tokens: Sequence[Token], index: int) -> bool:
    """The number belongs to what follows: "May 7 and 10 ministers" is no list, nor is "July 21, 22 states"."""
    key = key_at(tokens, index)
    return key in (
        "percent",
        "%",
        "per",
        "million",
        "billion",
        "states",
        "countries",
        "people",
        "members",
        "ministers",
        "leaders",
        "others",
    )


def day_month(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "21-22 July 2025", "the 21st of July"."""
    numbers = day_list(tokens, index)
    if numbers is None:
        return None
    first, last, at = numbers
    named = month_at(tokens, skip(tokens, at, "of"))
    if named is None:
        return None
    return _with_year(tokens, named[1], named[0], first, last)


def month_day(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "July 21 and 22, 2025"."""
    named = month_at(tokens, index)
    numbers = day_list(tokens, named[1]) if named else None
    if named is None or numbers is None or weekday_at(tokens, named[1]):
        return None
    first, last, at = numbers
    return _with_year(tokens, at, named[0], first, last)


def _with_year(tokens: Sequence[Token], at: int, number: int, first: int, last: int) -> Reading | None:
    if found := year_at(tokens, skip(tokens, at, ",")):
        start, end = _date(found[0], number, first), _date(found[0], number, last)
        return Reading(found[1], lambda _: days(start, end)) if start and end else None
    if key_at(tokens, at) in ("this", "last", "next") and key_at(tokens, at + 1) == "year":
        shift = {"this": 0, "last": -1, "next": 1}[key_at(tokens, at)]
        return Reading(at + 2, lambda context: _days(context.day.year + shift, number, first, last))
    if key_at(tokens, at) == "of" and key_at(tokens, at + 1) in ("this", "last", "next") and key_at(tokens, at + 2) == "year":
        shift = {"this": 0, "last": -1, "next": 1}[key_at(tokens, at + 1)]
        return Reading(at + 3, lambda context: _days(context.day.year + shift, number, first, last))
    if _date(2024, number, first) is None or _date(2024, number, last) is None:
        return None
    return Reading(at, lambda context: _nearest(context, number, first, last))


def _days(y: int, m: int, first: int, last: int) -> Span | None:
    start, end = _date(y, m, first), _date(y, m, last)
    return days(start, end) if start and end else None


def _nearest(context: Context, number: int, first: int, last: int) -> Span | None:
    """The nearest such day; the tense decides only when both are months away."""
    around = [found for y in (-1, 0, 1) if (found := _days(context.day.year + y, number, first, last))]
    nearest = min(around, key=lambda span: _distance(context, span), default=None)
    if nearest is None or abs(nearest.start - context.day) < HALF_A_YEAR / 2 or context.toward not in (PAST, FUTURE):
        return nearest
    fitting = [span for span in around if (span.start <= context.day if context.toward == PAST else span.last >= context.day)]
    return min(fitting, key=lambda span: abs(span.start - context.day), default=nearest)


def _distance(context: Context, span: Span) -> datetime.timedelta:
    """A day to come that is months away is seldom told without its year."""
    return context.day - span.start if span.start <= context.day else 1.5 * (span.start - context.day)


def nth_day(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "the 9th", "the 3rd and 4th", "the 9th of next month"."""
    if key_at(tokens, index) == "the" and key_at(tokens, index + 1) == "first" and key_at(tokens, index + 2) == "of":
        return _first_of(tokens, index + 3)
    if key_at(tokens, index) != "the" or key_at(tokens, index + 1)[-2:] not in ("st", "nd", "rd", "th"):
        return None
    numbers = day_list(tokens, index)
    if numbers is None:
        return None
    first, last, at = numbers
    following = key_at(tokens, at)
    if following == "of" and key_at(tokens, at + 1) in ("this", "next", "last", "the") and key_at(tokens, at + 2) == "month":
        shift = {"next": 1, "last": -1}.get(key_at(tokens, at + 1), 0)
        return Reading(at + 3, lambda context: _of_month(context.day, shift, first, last))
    if at < len(tokens) and (tokens[at].text[0].isalpha() and following not in _AFTER_NTH):
        return None
    return Reading(at, lambda context: _in_month_at_hand(context, first, last))


def _first_of(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "the first of next month", "the first of April"."""
    if named := month_at(tokens, index):
        return _with_year(tokens, named[1], named[0], 1, 1)
    if key_at(tokens, index) in ("this", "next", "last", "the") and key_at(tokens, index + 1) == "month":
        shift = {"next": 1, "last": -1}.get(key_at(tokens, index), 0)
        return Reading(index + 2, lambda context: _of_month(context.day, shift, 1, 1))
    return None


_AFTER_NTH = words("in at for and the he she they it that with to when a as after where was is were will on by who which")


def _of_month(date: datetime.date, shift: int, first: int, last: int) -> Span | None:
    start = month(date.year, date.month + shift).start
    return _days(start.year, start.month, first, last)


def _in_month_at_hand(context: Context, first: int, last: int) -> Span | None:
    """In the month that the text has just named; else the nearest that the tense allows."""
    if context.before and context.before.precision in ("day", "month", "week"):
        found = _of_month(context.before.start, 0, first, last)
        if found and (found.start >= context.before.start or context.before.precision != "day"):
            return found
    around = [found for shift in (-1, 0, 1) if (found := _of_month(context.day, shift, first, last))]
    fitting = [span for span in around if (span.start <= context.day if context.toward == PAST else span.last >= context.day)]
    return min(fitting or around, key=lambda span: abs(span.start - context.day), default=None)


def month_year(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "July", "July 2024", "July and August", "July of last year"."""
    named = month_at(tokens, index)
    if named is None:
        return None
    number, at = named
    until = number
    if key_at(tokens, at) in THROUGH - {"or"} and (other := month_at(tokens, at + 1)) and day_at(tokens, other[1]) is None:
        until, at = other
    if found := year_at(tokens, skip(tokens, at, ",", "of")):
        return Reading(found[1], lambda _: _months(found[0], number, until))
    if key_at(tokens, at) in ("of", ",") or key_at(tokens, at) in ("this", "last", "next"):
        word = skip(tokens, at, "of", ",")
        if key_at(tokens, word) in ("this", "last", "next") and key_at(tokens, word + 1) == "year":
            shift = {"this": 0, "last": -1, "next": 1}[key_at(tokens, word)]
            return Reading(word + 2, lambda context: _months(context.day.year + shift, number, until))
    return Reading(at, lambda context: month_by_tense(context, number, until), weak=True)


def _months(y: int, first: int, last: int) -> Span:
    if last < first:
        last += 12
    return Span(month(y, first).start, month(y, last).last, "month")


def month_by_tense(context: Context, number: int, until: int | None = None) -> Span:
    """The last such month for what is past, the next for what is to come, the nearer where the words do not say."""
    until = until or number
    around = [_months(context.day.year + shift, number, until) for shift in (-1, 0, 1)]
    if context.toward == PAST:
        return max((span for span in around if span.start <= context.day), key=lambda span: span.start)
    if context.toward == FUTURE:
        return min((span for span in around if span.last >= context.day), key=lambda span: span.start)
    return min(around, key=lambda span: abs(span.start - context.day))


_YEAR_AFTER = words("in of since by until till before during from to through and for early late mid - , ( after around") | DASHES


def year_alone(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "in 2026", "2024-2025": a number after a preposition, and not part of a name ("the 1951 Refugee Convention")."""
    found = year_at(tokens, index)
    if found is None:
        return None
    first, at = found
    following = tokens[at].text if at < len(tokens) else ""
    if key_at(tokens, at) in DASHES and (other := year_at(tokens, at + 1)) and other[0] > first:
        last = other[0]
        return Reading(other[1], lambda _: Span(year(first).start, year(last).last, "year"))
    if (
        key_at(tokens, index - 1) not in _YEAR_AFTER
        or following[:1].isupper()
        or following in ("people", "troops", "soldiers", "km", "kilometres", "-")
    ):
        return None
    return Reading(at, lambda _: year(first))
