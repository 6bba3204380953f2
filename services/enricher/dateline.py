"""Where and when a text says that it was written: "WASHINGTON, June 27 (Reuters) - ", "OSLO, 3 March 2025"."""

import datetime
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schemas.news_item import Dateline, NewsItem
from services.enricher.gazetteer.countries.load import country_of, states, zone_of
from services.enricher.gazetteer.organisations.load import names as bodies

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.'’]*(?:-[\w.'’]+)*"
_DATELINE = re.compile(
    rf"""
    (?P<place>{_WORD}(?:(?:\s|/)(?:(?:de|del|of|la|el|al|and|the|da|do)\s)?{_WORD}){{0,3}})
    (?:\s\[{_WORD}(?:\s{_WORD}){{0,2}}\])?
    (?:,\s(?!(?i:{_MONTH})){_WORD}(?:\s{_WORD}){{0,2}})?
    (?P<date>,?\s\(?(?:(?i:{_MONTH})\s\d{{1,2}}|\d{{1,2}}\s(?i:{_MONTH}))(?:,?\s\d{{4}})?\)?)?
    (?P<agency>,?\s\((?:[A-Z][\w.&/-]*\s?){{1,4}}\))?
    (?P<mark>\s?(?:--|[-–—_])\s|:?\s*$|\.\s|:\s|\s)
    """,
    re.VERBOSE,
)
_LONGEST = 120
_NEAR_DAYS = 7


class Opening(NamedTuple):
    dateline: Dateline
    end: int


def find(text: str, start: int, end: int, near: datetime.date) -> Opening | None:
    """The dateline that opens text[start:end]; a date without a year is the one nearest to `near`."""
    found = _DATELINE.match(text, start, min(end, start + _LONGEST))
    if not found or not _holds(found, end):
        return None
    place = found["place"]
    date = _date(found["date"], near) if found["date"] else None
    stop = found.end()
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Opening(Dateline(place=place, country=country_of_place(place), date=date), stop)


def country_of_place(place: str) -> str | None:
    """The state of a dateline's place; of two ("ATHENS/SKOPJE"), the first that is known."""
    return next((code for part in place.split("/") if (code := country_of(part))), None)


def _holds(found: re.Match[str], end: int) -> bool:
    """A date or an agency makes a dateline with any mark, a dash only after a place that is known or in capitals."""
    place, mark, dated = found["place"], found["mark"], bool(found["date"])
    if found.end() == end and not mark.strip() and not dated:
        return False
    if found["agency"]:
        return dated or place.isupper() or country_of_place(place) is not None
    if dated:
        return mark.strip() != "" or found.end() == end
    return mark.strip() in ("-", "--", "–", "—", "_") and (place.isupper() or country_of_place(place) is not None)


def _date(words: str, near: datetime.date) -> datetime.date | None:
    parts = re.findall(r"\d+|[^\W\d_]+", words.lower())
    month = next(_MONTHS[part] for part in parts if part in _MONTHS)
    numbers = [int(part) for part in parts if part.isdigit()]
    years = numbers[1:] or [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _day(year, month, numbers[0]))]
    return min(days, key=lambda day: abs(day - near), default=None)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def home(item: NewsItem) -> str | None:
    """The state whose ministry or mission published the item, by the source's name or the code that ends its id ("mfa-in")."""
    if item.source.kind not in ("ministry", "mission"):
        return None
    publisher, _, code = item.source.id.upper().rpartition("-")
    if code in states() and publisher not in bodies():
        return code
    return country_of(item.source.name)


def local_day(item: NewsItem, dateline: Dateline | None, home: str | None) -> datetime.date:
    published = item.published_at
    if item.published_precision == "day":
        local = published.date()
    else:
        zone = (dateline and zone_of(dateline.place, dateline.country)) or (home and states()[home].zone) or "UTC"
        local = published.astimezone(ZoneInfo(zone)).date()
    if dateline and dateline.date and abs((dateline.date - local).days) <= _NEAR_DAYS:
        return dateline.date
    return local
