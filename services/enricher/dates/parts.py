"""Parts of a month, a quarter, a season or a year: "early April", "the second week of March", "the first half of 2026", "next winter"."""

from collections.abc import Callable, Sequence

from services.enricher.dates.absolute import month_by_tense
from services.enricher.dates.reading import (
    FUTURE,
    PARTS,
    PAST,
    SEASONS,
    Context,
    Reading,
    Resolve,
    key_at,
    month_at,
    number_at,
    ordinal_at,
    skip,
    year_at,
)
from services.enricher.dates.relative import SHIFTS, unit_span
from services.enricher.dates.spans import (
    DAY,
    Span,
    end_of_week,
    half_of_month,
    half_year,
    months,
    part_of_month,
    part_of_year,
    quarter,
    week_of_month,
    year,
)
from services.enricher.text import Token


def whole(tokens: Sequence[Token], index: int) -> Reading | None:
    """What a part can be of: "July", "July 2025", "next month", "the month", "2026", "the year"."""
    if named := month_at(tokens, index):
        return _month(tokens, *named)
    if found := year_at(tokens, index):
        return Reading(found[1], lambda _: year(found[0]))
    return _unit(tokens, index)


def _month(tokens: Sequence[Token], number: int, at: int) -> Reading:
    if found := year_at(tokens, skip(tokens, at, ",", "of")):
        return Reading(found[1], lambda _: months(found[0], number, 1, "month"))
    if key_at(tokens, skip(tokens, at, "of")) in ("next", "last", "this") and key_at(tokens, skip(tokens, at, "of") + 1) == "year":
        word = skip(tokens, at, "of")
        shift = SHIFTS[key_at(tokens, word)]
        return Reading(word + 2, lambda context: months(context.day.year + shift, number, 1, "month"))
    return Reading(at, lambda context: month_by_tense(context, number))


def _unit(tokens: Sequence[Token], index: int) -> Reading | None:
    start = skip(tokens, index, "the", "this")
    key = key_at(tokens, start)
    shift = SHIFTS.get(key, 0)
    if key in SHIFTS or (key == "new" and key_at(tokens, start + 1) == "year"):
        start += 1
    unit = key_at(tokens, start)
    if key == "new" and unit == "year":
        return Reading(start + 1, lambda context: year((context.day + 183 * DAY).year))
    if unit in ("week", "month", "year", "quarter") and start > index:
        return Reading(start + 1, lambda context: unit_span(context.day, shift, unit))
    if key in SHIFTS and (named := month_at(tokens, start)):
        number, last = named
        return Reading(last, lambda context: _shifted_month(context, shift, number))
    return None


def _shifted_month(context: Context, shift: int, number: int) -> Span:
    toward = {-1: PAST, 1: FUTURE}.get(shift, context.toward)
    span = month_by_tense(context._replace(toward=toward), number)
    if shift == 0:
        return months(context.day.year, number, 1, "month")
    if span.start <= context.day <= span.last:  # "last July", written in July, is that of the year before
        return months(context.day.year + shift, number, 1, "month")
    return span


def shifted_month(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "last November", "next June", "this coming May"."""
    start = skip(tokens, index, "this") if key_at(tokens, index + 1) == "coming" else index
    return whole(tokens, start) if key_at(tokens, start) in SHIFTS and month_at(tokens, start + 1) else None


def part(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "early July", "mid-July", "late next month", "the end of September", "the middle of next month"."""
    start = skip(tokens, index, "the")
    name = PARTS.get(key_at(tokens, start))
    if name is None:
        return None
    noun = key_at(tokens, start) in ("beginning", "start", "middle", "end", "close")
    at = skip(tokens, start + 1, "-", "in", *(("of",) if noun else ()))
    if noun and at == start + 1:
        return None
    if at == start + 1 or key_at(tokens, start + 1) != "in":
        at = skip(tokens, at, "of")
    of = whole(tokens, at)
    return of and Reading(of.last, _of(of.resolve, lambda span: _part(span, name)))


def _part(span: Span, name: str) -> Span | None:
    if span.precision == "week":
        return end_of_week(span.start) if name == "late" else span
    if span.precision == "month":
        return part_of_month(span, name)
    if span.precision == "year":
        return part_of_year(span, name)
    return span


def _of(resolve: Resolve, narrow: Callable[[Span], Span | None]) -> Resolve:
    def narrowed(context: Context) -> Span | None:
        span = resolve(context)
        return span and narrow(span)

    return narrowed


def nth_part(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "the second week of March", "the first half of April", "the third quarter of next year", "the last week of May", "Q4 2025"."""
    if quarterly := _short_quarter(tokens, index):
        return quarterly
    start = skip(tokens, index, "the")
    nth = (-1, start + 1) if key_at(tokens, start) == "last" else ordinal_at(tokens, start)
    if nth is None:
        return None
    number, at = nth
    unit = key_at(tokens, at)
    if unit not in ("week", "half", "quarter", "days", "fortnight"):
        return None
    of = whole(tokens, at + 2) if key_at(tokens, at + 1) in ("of", "in") else None
    if of is None:
        if unit in ("quarter", "half") and start > index and key_at(tokens, at + 1) != "of":
            return Reading(at + 1, lambda context: _nearest_part(context, number, unit))
        return None
    return Reading(of.last, _of(of.resolve, lambda span: _nth(span, number, unit)))


def _short_quarter(tokens: Sequence[Token], index: int) -> Reading | None:
    key = key_at(tokens, index)
    if len(key) != 2 or key[0] != "q" or key[1] not in "1234":
        return None
    nth = int(key[1])
    of = whole(tokens, skip(tokens, index + 1, "of"))
    if of:
        return Reading(of.last, _of(of.resolve, lambda span: quarter(span.start.year, nth)))
    return Reading(index + 1, lambda context: _nearest_part(context, nth, "quarter"))


def _nearest_part(context: Context, nth: int, unit: str) -> Span | None:
    narrow = quarter if unit == "quarter" else half_year
    if not 1 <= nth <= (4 if unit == "quarter" else 2):
        return None
    this_year = context.day.year
    spans = [narrow(this_year + shift, nth) for shift in (-1, 0, 1)]
    if context.toward == PAST:
        return max((span for span in spans if span.start <= context.day), key=lambda span: span.start)
    return min((span for span in spans if span.last >= context.day), key=lambda span: span.start)


def _nth(span: Span, nth: int, unit: str) -> Span | None:
    if span.precision == "month":
        if unit == "week":
            return week_of_month(span, nth) if nth <= 5 else None
        if unit == "half":
            return half_of_month(span, nth if nth > 0 else 2)
        return part_of_month(span, "early" if nth == 1 else "late") if unit == "days" else None
    if span.precision == "year":
        if unit == "quarter" and (nth <= 4):
            return quarter(span.start.year, nth if nth > 0 else 4)
        if unit == "half" and nth <= 2:
            return half_year(span.start.year, nth if nth > 0 else 2)
        if unit in ("week", "days"):
            of = months(span.start.year, 1 if nth > 0 else 12, 1, "month")
            if unit == "days":
                return part_of_month(of, "early" if nth == 1 else "late")
            return week_of_month(of, nth) if nth <= 4 else None
    return None


def last_days(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "the last two days of April", "the first ten days of May"."""
    start = skip(tokens, index, "the")
    edge = key_at(tokens, start)
    if edge not in ("last", "first") or key_at(tokens, start + 2) not in ("days", "weeks") or key_at(tokens, start + 3) != "of":
        return None
    counted = _count(tokens, start + 1)
    of = whole(tokens, start + 4)
    if counted is None or of is None:
        return None
    length = counted * (7 if key_at(tokens, start + 2) == "weeks" else 1)
    precision = "day" if key_at(tokens, start + 2) == "days" else "week"
    return Reading(of.last, _of(of.resolve, lambda span: _edge(span, edge, length, precision)))


def _count(tokens: Sequence[Token], index: int) -> int | None:
    found = number_at(tokens, index)
    return found[0] if found and 1 < found[0] <= 15 else None


def _edge(span: Span, edge: str, length: int, precision: str) -> Span:
    if edge == "last":
        return Span(span.last - (length - 1) * DAY, span.last, precision)
    return Span(span.start, span.start + (length - 1) * DAY, precision)


def season(tokens: Sequence[Token], index: int) -> Reading | None:
    """ "in spring 2026", "this autumn", "next summer", "the southern winter"."""
    start = skip(tokens, index, "the")
    shift = SHIFTS.get(key_at(tokens, start))
    if shift is not None:
        start += 1
    southern = key_at(tokens, start) in ("southern", "austral")
    at = skip(tokens, start, "southern", "austral", "northern", "early", "late")
    first = SEASONS.get(key_at(tokens, at))
    if first is None:
        return None
    if southern:
        first = (first + 5) % 12 + 1
    if key_at(tokens, at + 1) == "of" or year_at(tokens, at + 1):
        found = year_at(tokens, skip(tokens, at + 1, "of"))
        if found:
            return Reading(found[1], lambda _: months(found[0], first, 3, "quarter"))
        if key_at(tokens, at + 2) in ("next", "last", "this") and key_at(tokens, at + 3) == "year":
            turn = SHIFTS[key_at(tokens, at + 2)]
            return Reading(at + 4, lambda context: months(context.day.year + turn, first, 3, "quarter"))
        return None
    if key_at(tokens, at + 1) in ("next", "last") and key_at(tokens, at + 2) == "year":
        turn = SHIFTS[key_at(tokens, at + 1)]
        return Reading(at + 3, lambda context: months(context.day.year + turn, first, 3, "quarter"))
    if key_at(tokens, at) == "fall" and shift is None:
        return None
    return Reading(at + 1, lambda context: _season(context, shift, first), weak=shift is None)


def _season(context: Context, shift: int | None, first: int) -> Span | None:
    spans = [months(context.day.year + turn, first, 3, "quarter") for turn in (-1, 0, 1)]
    toward = {-1: PAST, 1: FUTURE}.get(shift or 0, context.toward)
    if toward == PAST:
        past = [span for span in spans if span.start <= context.day and (shift != -1 or span.last < context.day)]
        return past[-1] if past else None
    coming = [span for span in spans if span.last >= context.day and (shift != 1 or span.start > context.day)]
    return coming[0] if coming else None
