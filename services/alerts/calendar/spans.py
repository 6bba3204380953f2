"""How two spans of days stand to each other, as the words of two reports."""

import datetime

from schemas.enriched_item import DateSpan
from schemas.vocabulary import DATE_PRECISIONS

DAY = datetime.timedelta(days=1)


def last_day(span: DateSpan) -> datetime.date:
    """The last day that the span is known to reach; of an open one its first."""
    return span.end or span.start


def same(a: DateSpan, b: DateSpan) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def coarseness(span: DateSpan) -> int:
    """0 for days, up to 4 for a year; a precision that is not known here counts as a week."""
    return DATE_PRECISIONS.index(span.precision) if span.precision in DATE_PRECISIONS else 1


def within(inner: DateSpan, outer: DateSpan) -> bool:
    """Every day of `inner` is one of `outer`. An open span reaches as far as one can tell."""
    if inner.start < outer.start:
        return False
    return outer.end is None or (inner.end is not None and inner.end <= outer.end)


def overlap(a: DateSpan, b: DateSpan) -> bool:
    return (b.end is None or a.start <= b.end) and (a.end is None or b.start <= a.end)


def gap_days(a: DateSpan, b: DateSpan) -> int:
    """Days between the end of the earlier and the start of the later; 0 where they overlap."""
    if overlap(a, b):
        return 0
    return max((b.start - last_day(a)).days, (a.start - last_day(b)).days)


def edge_of(day: DateSpan, known: DateSpan) -> bool:
    """`day` is one day, and the first or the last of several known days ("from Monday")."""
    single = day.precision == "day" and day.end == day.start
    return single and known.precision == "day" and day.start in (known.start, known.end)
