"""Spans of the calendar, all inclusive, by the rules of reading that the project settled (docs and tests name them)."""

import calendar
import datetime
from typing import NamedTuple

DAY = datetime.timedelta(days=1)


class Span(NamedTuple):
    """Inclusive; `end` is None while open. `precision` is one of schemas.vocabulary.DATE_PRECISIONS."""

    start: datetime.date
    end: datetime.date | None
    precision: str

    @property
    def last(self) -> datetime.date:
        return self.end or self.start


def day(date: datetime.date) -> Span:
    return Span(date, date, "day")


def days(start: datetime.date, end: datetime.date) -> Span:
    return Span(start, end, "day")


def week_of(date: datetime.date) -> Span:
    """Monday to Sunday."""
    monday = date - date.weekday() * DAY
    return Span(monday, monday + 6 * DAY, "week")


def weekend_of(date: datetime.date) -> Span:
    monday = date - date.weekday() * DAY
    return Span(monday + 5 * DAY, monday + 6 * DAY, "day")


def end_of_week(date: datetime.date) -> Span:
    """Friday to Sunday."""
    monday = date - date.weekday() * DAY
    return Span(monday + 4 * DAY, monday + 6 * DAY, "week")


def last_of_month(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def month(year: int, number: int) -> Span:
    """Numbers beyond 1..12 run into the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Span(datetime.date(year, number, 1), last_of_month(year, number), "month")


def months(year: int, number: int, count: int, precision: str) -> Span:
    return Span(month(year, number).start, month(year, number + count - 1).last, precision)


def year(number: int) -> Span:
    return Span(datetime.date(number, 1, 1), datetime.date(number, 12, 31), "year")


def quarter(number: int, nth: int) -> Span:
    return months(number, 3 * nth - 2, 3, "quarter")


def half_year(number: int, nth: int) -> Span:
    return months(number, 6 * nth - 5, 6, "quarter")


def part_of_month(of: Span, part: str) -> Span:
    """The 1st to the 10th, the 11th to the 20th, the 21st to the end."""
    if part == "early":
        return Span(of.start, of.start.replace(day=10), "week")
    if part == "mid":
        return Span(of.start.replace(day=11), of.start.replace(day=20), "week")
    return Span(of.start.replace(day=21), of.last, "week")


def part_of_year(of: Span, part: str) -> Span:
    """Its first quarter, its middle two, its last."""
    number = of.start.year
    if part == "mid":
        return months(number, 5, 4, "quarter")
    return quarter(number, 1 if part == "early" else 4)


def half_of_month(of: Span, nth: int) -> Span:
    if nth == 1:
        return Span(of.start, of.start.replace(day=15), "week")
    return Span(of.start.replace(day=16), of.last, "week")


def week_of_month(of: Span, nth: int) -> Span:
    """Days 7n-6 to 7n; the last week is the last seven days."""
    if nth == -1:
        return Span(of.last - 6 * DAY, of.last, "week")
    first = of.start + (7 * nth - 7) * DAY
    return Span(first, min(first + 6 * DAY, of.last), "week")


def add_months(date: datetime.date, count: int) -> datetime.date:
    of = month(date.year, date.month + count)
    return of.start.replace(day=min(date.day, of.last.day))


def on_or_before(date: datetime.date, weekday: int) -> datetime.date:
    return date - (date.weekday() - weekday) % 7 * DAY


def on_or_after(date: datetime.date, weekday: int) -> datetime.date:
    return date + (weekday - date.weekday()) % 7 * DAY
