"""Dates in the sample news: anchors such as `b-3` and `w2.tue`, and how each language writes them."""

import datetime
import re
from pathlib import Path

import yaml
from babel.dates import get_day_names, get_month_names

SAMPLES = Path(__file__).parent / "samples"
WORDS: dict[str, dict[str, str]] = yaml.safe_load((SAMPLES / "words.yaml").read_text())
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ANCHOR = r"b-\d+|w\d+\.[a-z]{3}"
_BLANK = re.compile(rf"\{{(?P<first>{_ANCHOR})(\.\.(?P<last>{_ANCHOR}))?(:(?P<style>[a-z]+))?\}}")


class BadAnchor(ValueError):
    pass


def fill(text: str, *, today: datetime.date, language: str) -> str:
    """Writes a date for each `{b-3}` and a span for each `{w2.mon..w2.fri}`; `{b-3:us}` has the month first.

    `{b-3:weekday}` and `{b-3:month}` are names. Raises BadAnchor for whatever else stands in braces.
    """

    def written(blank: re.Match[str]) -> str:
        return _written(day(blank["first"], today), day(blank["last"] or blank["first"], today), blank["style"], language)

    filled = _BLANK.sub(written, text)
    if left := re.search(r"\{.*?\}", filled):
        raise BadAnchor(left[0])
    return filled


def day(anchor: str, today: datetime.date) -> datetime.date:
    """`b-3` is the third working day before today; `w2.tue` is Tuesday two weeks after the week of today."""
    if back := re.fullmatch(r"b-(\d+)", anchor):
        return _working_day_before(today, int(back[1]))
    if week := re.fullmatch(r"w(\d+)\.(\w{3})", anchor):
        monday = today - datetime.timedelta(days=today.weekday())
        return monday + datetime.timedelta(weeks=int(week[1]), days=WEEKDAYS.index(week[2]))
    raise BadAnchor(anchor)


def _working_day_before(today: datetime.date, count: int) -> datetime.date:
    found = today
    while count:
        found -= datetime.timedelta(days=1)
        count -= found.weekday() < 5
    return found


def _written(first: datetime.date, last: datetime.date, style: str | None, language: str) -> str:
    if style == "weekday":
        return str(get_day_names("wide", locale=language)[first.weekday()])
    if style == "month":
        return str(get_month_names("wide", "stand-alone", locale=language)[first.month])
    words = WORDS[style or language]
    if first == last:
        return _day(first, words, language)
    form = words["pair" if last - first == datetime.timedelta(days=1) else "run"]
    if first.month != last.month:
        return form.format(first=_day(first, words, language), last=_day(last, words, language))
    numbers = form.format(first=first.day, last=last.day)
    return words["day"].format(day=numbers, month=_month(first, language))


def _day(date: datetime.date, words: dict[str, str], language: str) -> str:
    number = "1er" if (language, date.day) == ("fr", 1) else str(date.day)
    return words["day"].format(day=number, month=_month(date, language))


def _month(date: datetime.date, language: str) -> str:
    return str(get_month_names("wide", locale=language)[date.month])
