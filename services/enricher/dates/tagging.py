"""All times that an item names, as spans of the calendar counted from the day on which it was written."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from schemas.enriched_item import DateSpan, EventMention
from services.enricher.dates import absolute, counted, parts, relative, tense
from services.enricher.dates.clock import Clock, clock
from services.enricher.dates.reading import (
    DEICTICS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PARTS,
    PAST,
    SEASONS,
    THROUGH,
    UNKNOWN,
    WEEKDAYS,
    Context,
    Reading,
    key_at,
    skip,
    words,
)
from services.enricher.dates.spans import Span, day
from services.enricher.text import Document, Sentence, Token

Parse = Callable[[Sequence[Token], int], Reading | None]


def _by_start() -> dict[str, tuple[Parse, ...]]:
    """Which readings a word can begin: the others need not be tried."""
    found: dict[str, list[Parse]] = {}

    def begin(keys: Iterable[str], *parses: Parse) -> None:
        for key in keys:
            found.setdefault(key, []).extend(parse for parse in parses if parse not in found[key])

    shifts = words("this next last coming past previous following current")
    begin(MONTHS, absolute.month_day, absolute.month_year)
    begin(WEEKDAYS, absolute.day_month, relative.weekdays)
    begin(NUMBERS, counted.day_told_from_another, counted.counts, counted.hours)
    begin(ORDINALS, parts.nth_part)
    begin(PARTS, parts.part)
    begin(SEASONS, parts.season)
    begin(DEICTICS, relative.deictic)
    begin(words("first last"), parts.last_days, parts.nth_part)
    begin(shifts, parts.shifted_month, parts.season, relative.deictic, relative.weekdays, relative.units)
    begin(words("later earlier"), relative.units, counted.hours)
    begin(words("in within about some over just"), counted.counts, counted.hours)
    begin(words("of"), counted.hours)
    begin(words("overnight"), relative.deictic)
    begin(words("that"), counted.day_told_from_another)
    begin(words("southern austral northern"), parts.season)
    begin(words("q1 q2 q3 q4"), parts.nth_part)
    begin(words("weekend"), relative.units)
    begin(words("year month week"), relative.whole_unit)
    begin(
        words("the"),
        absolute.day_month,
        absolute.nth_day,
        parts.last_days,
        parts.nth_part,
        parts.part,
        parts.season,
        relative.deictic,
        counted.day_told_from_another,
        relative.units,
        relative.whole_unit,
    )
    return {key: tuple(parses) for key, parses in found.items()}


_NUMERIC: tuple[Parse, ...] = (
    absolute.numeric,
    absolute.day_month,
    absolute.year_alone,
    parts.nth_part,
    counted.day_told_from_another,
    counted.counts,
    counted.hours,
)
_BEFORE_WEAK = words(
    "in of since until till by for from to and or before after during through throughout late early mid - – between the this that ( around about as than"
)
_DEADLINES = frozenset(("by", "before"))


_PARSES = _by_start()
_CLOCKS = words("noon midnight")


def _parses_at(tokens: Sequence[Token], index: int) -> tuple[Parse, ...]:
    key = key_at(tokens, index)
    return _NUMERIC if key[:1].isdigit() else _PARSES.get(key, ())


class Found(NamedTuple):
    """A time at tokens[first:last] of a sentence."""

    first: int
    last: int
    span: Span
    at: datetime.time | None = None
    zone: str | None = None


def tag(document: Document) -> tuple[DateSpan, ...]:
    found: list[DateSpan] = []
    before: Span | None = None
    nearby: Span | None = None
    paragraph = 0
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            nearby, paragraph = None, sentence.paragraph
        for time in read_sentence(sentence, document.day, before, nearby):
            before = nearby = time.span
            found.append(_date_span(document, sentence, time))
    return tuple(found)


def _date_span(document: Document, sentence: Sentence, time: Found) -> DateSpan:
    mention = document.mention(sentence.tokens[time.first].start, sentence.tokens[time.last - 1].end)
    span = time.span
    return DateSpan(start=span.start, end=span.end, precision=span.precision, at=time.at, zone=time.zone, mention=mention)


def read_sentence(sentence: Sentence, today: datetime.date, before: Span | None = None, nearby: Span | None = None) -> list[Found]:
    tokens = sentence.tokens
    found: list[Found] = []
    told: list[int] | None = None
    index = 0
    while index < len(tokens):
        key = tokens[index].key
        # The key of a token of invisible characters alone, as between the parts of an emoji, is empty.
        if key not in _PARSES and not key[:1].isdigit() and key not in _CLOCKS:
            index += 1
            continue
        told = told if told is not None else tense.hints(tokens, headline=sentence.paragraph == 0)
        time = _time_at(tokens, index, told, Context(today, UNKNOWN, before, nearby))
        if time is None:
            index += 1
            continue
        found += _parted(tokens, time) if _is_moved(tokens, index) else [time]
        before = nearby = time.span
        index = time.last
    return found


_MOVES = words("moved move moves rescheduled postponed shifted pushed brought changed delayed put deferred")


def _is_moved(tokens: Sequence[Token], first: int) -> bool:
    """ "moved from 21 July to 28 July" names two times and no range."""
    return key_at(tokens, first - 1) == "from" and bool(_MOVES & {key_at(tokens, place) for place in range(first - 6, first - 1)})


def _parted(tokens: Sequence[Token], time: Found) -> list[Found]:
    """ "from 3 to 9 June" as two days."""
    to = next((place for place in range(time.first, time.last) if tokens[place].key == "to"), None)
    if to is None or time.span.end is None:
        return [time]
    return [Found(time.first, to, day(time.span.start)), Found(to + 1, time.last, day(time.span.end))]


def _time_at(tokens: Sequence[Token], index: int, told: Sequence[int], context: Context) -> Found | None:
    hour = clock(tokens, index)
    first = skip(tokens, skip(tokens, hour.last, ","), "on", "of") if hour else index
    reading = _longest(tokens, first)
    if reading is None:
        return _hour_alone(tokens, index, hour, context)
    toward = tense.toward(tokens, told, index, reading.last)
    span = reading.resolve(context._replace(toward=toward))
    if span is None:
        return None
    last, span = _joined(tokens, first, reading, span, context._replace(toward=toward))
    span = _bounded(tokens, index, span, context._replace(toward=toward))
    if hour is None and span.precision == "day" and (later := clock(tokens, skip(tokens, skip(tokens, last, ","), "at", "from"))):
        hour, last = later, later.last
    return Found(index, last, span, hour.at if hour else None, hour.zone if hour else None)


def _hour_alone(tokens: Sequence[Token], index: int, hour: Clock | None, context: Context) -> Found | None:
    """A time without a day is today's, where a preposition or a zone shows that it is one."""
    if hour is None or not (hour.zone or key_at(tokens, index - 1) in ("at", "from", "until", "till", "by", "since")):
        return None
    return Found(index, hour.last, day(context.day), hour.at, hour.zone)


def _longest(tokens: Sequence[Token], index: int) -> Reading | None:
    best: Reading | None = None
    for parse in _parses_at(tokens, index):
        reading = parse(tokens, index)
        if reading and (best is None or reading.last > best.last):
            best = reading
    if best and best.weak and not _is_time(tokens, index, best):
        return None
    return best


def _is_time(tokens: Sequence[Token], index: int, reading: Reading) -> bool:
    """A bare month or season is a time after a preposition: "in May", not "Theresa May", "May said"."""
    if key_at(tokens, index - 1) not in _BEFORE_WEAK and key_at(tokens, index) != "the":
        return index == 0 and key_at(tokens, reading.last) in (",", "-")
    return not (key_at(tokens, index) in ("may", "march") and index + 1 < len(tokens) and tokens[reading.last - 1].text.islower())


def _joined(tokens: Sequence[Token], first: int, reading: Reading, span: Span, context: Context) -> tuple[int, Span]:
    """ "30 September to 2 October", "from Monday until the 12th": both ends told in full."""
    if key_at(tokens, reading.last) not in THROUGH or span.end is None or _is_moved(tokens, first):
        return reading.last, span
    paired = key_at(tokens, reading.last) in ("and", "or") and key_at(tokens, first - 1) != "between"
    following = skip(tokens, reading.last + 1, "on", "until", "again")
    other = _longest_joinable(tokens, following)
    if other is None:
        return reading.last, span
    until = other.resolve(context._replace(before=span))
    if until is None or until.end is None or until.end <= span.end or until.precision != span.precision:
        return reading.last, span
    if paired and (until.start - span.end).days > 1:
        return reading.last, span
    return other.last, Span(span.start, until.end, span.precision)


def _longest_joinable(tokens: Sequence[Token], index: int) -> Reading | None:
    if index >= len(tokens):
        return None
    found = [reading for parse in _parses_at(tokens, index) if (reading := parse(tokens, index))]
    return max(found, key=lambda reading: reading.last, default=None)


def _bounded(tokens: Sequence[Token], index: int, span: Span, context: Context) -> Span:
    """ "by Friday", "no later than May", "before the week is out": from the day of writing. "Since" is open; past spans end today."""
    before = key_at(tokens, index - 1)
    deadline = before in _DEADLINES or (before == "than" and key_at(tokens, index - 2) in ("later", "after"))
    if deadline and span.end and span.end >= context.day:
        until = span.start if before == "before" and span.precision == "day" else span.end
        return Span(min(context.day, until), until, span.precision)
    if before == "since" and span.start <= context.day:
        return Span(span.start, None, span.precision)
    if context.toward == PAST and span.end and span.start <= context.day < span.end and span.precision != "day":
        return Span(span.start, context.day, span.precision)
    return span


def with_times_of(events: Sequence[EventMention], times: Sequence[DateSpan]) -> tuple[DateSpan, ...]:
    """The item's times, and those that events made of them: "a four-day visit from Monday" has a span that no words name."""
    told = [span for event in events for span in (event.when, event.previous) if span]
    known = set(times)
    return (*times, *dict.fromkeys(span for span in told if span not in known))
