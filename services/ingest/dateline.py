"""The dateline at the head of a text: "WASHINGTON, May 28 (IANS)", "GENEVA (Reuters) —", "Paris, le 3 mai". It stays in the text.

A city that is known may stand in any case; one that is not must be in capitals, or be followed by an agency, or by a date and a dash.
"""

import datetime
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from babel import Locale

from schemas.news_item import Dateline, Source

_DATA = yaml.safe_load((Path(__file__).parent / "datelines.yaml").read_text())
_HEAD_CHARACTERS = 120

# A dateline has a date, parentheses or something that ends it; looking for that first spares most texts the long expression.
_SIGN = re.compile(r"[\d(/:\n–—]| -|-- |\.-")
_WORD = r"[^\W\d_][\w.'’‘-]*"
_NAME = rf"{_WORD}(?:[ ](?:{_WORD})){{0,4}}"
_MONTH = r"[^\W\d_]{3,10}\.?"
_HEAD = re.compile(
    rf"""
    (?P<place>{_NAME}(?:/{_NAME})?)
    (?:,[ ](?P<region>(?!le[ ]|den[ ]){_NAME}))??
    (?:[,.]?[ ](?:le[ ]|den[ ])?(?P<date>
        {_MONTH}[ ]\d{{1,2}}(?:,?[ ]\d{{4}})? | \d{{1,2}}(?:er|\.|º)?[ ](?:de[ ])?{_MONTH}(?:[ ](?:de[ ])?\d{{4}})?
    ))?
    (?:[,.]?[ ]?(?:\((?P<agency>[\w][\w .&/-]{{1,28}})\)|/(?P<slashed>[A-Z]{{2,10}})/))?
    (?P<end>[ ]?\.?-+[ ]|[ ]?[–—][ ]?|:[ ]|\.?\n|(?<=[)/])\.?[ ]|\.[ ]|\.?$)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Head:
    """What the head of a text says: where and when, and the agency in its parentheses, if that is a known one."""

    dateline: Dateline
    agency: Source | None


def parse_dateline(text: str, near: datetime.date) -> Head | None:
    """`near` is when the text was published: a date without its year is the one nearest to that."""
    head = text[:_HEAD_CHARACTERS].lstrip()
    found = _HEAD.match(head) if _SIGN.search(head) else None
    if not found:
        return None
    place, region, told = found["place"].rstrip("."), found["region"], found["date"]
    agency, end = found["agency"] or found["slashed"], found["end"].strip(" .")
    date = _date(told, near) if told else None
    if (told and not date) or not _is_place(place, region, agency=agency, date=date, end=end):
        return None
    country = _country(place, region)
    source = _AGENCIES.get(agency.upper()) if agency else None
    return Head(Dateline(place=_tidy(place), country=country, date=date), source)


def _is_place(place: str, region: str | None, *, agency: str | None, date: datetime.date | None, end: str) -> bool:
    if _folded(place) in _NOT_PLACES or (region and not _country_of_region(region)):
        return False
    known, capitals = _folded(place.split("/")[0]) in _CITIES, place.upper() == place
    if agency:
        return known or agency.upper() in _AGENCIES
    if end.startswith(":"):
        return known and capitals and not date
    if date:
        # Particles of names are short: Port of Spain, Rio de Janeiro.
        named = all(word[0].isupper() or len(word) <= 3 for word in place.split())
        return known or capitals or (named and end.startswith(("-", "–", "—")))
    dash = end.startswith(("-", "–", "—"))
    return dash and (known or (capitals and len(place) > 2))


def _date(told: str, near: datetime.date) -> datetime.date | None:
    words = re.findall(r"\d+|[^\W\d_]+", told)
    month = next((number for word in words if (number := _MONTHS.get(_folded(word)))), None)
    numbers = [int(word) for word in words if word.isdigit()]
    if not month or not numbers:
        return None
    years = numbers[1:] or [near.year - 1, near.year, near.year + 1]
    return min(_dates(years, month, numbers[0]), key=lambda date: abs(date - near), default=None)


def _dates(years: list[int], month: int, day: int) -> Iterator[datetime.date]:
    for year in years:
        try:
            yield datetime.date(year, month, day)
        except ValueError:
            continue


def _country(place: str, region: str | None) -> str | None:
    if region:
        return _country_of_region(region)
    return _CITIES.get(_folded(place.split("/")[0]))


def _country_of_region(region: str) -> str | None:
    return _regions().get(_folded(region).rstrip("."))


def _tidy(place: str) -> str:
    """Capitals as a name is written: NEW DELHI, N'DJAMENA and PORT OF SPAIN as New Delhi, N'Djamena and Port of Spain."""
    if place.upper() != place:
        return place
    known = _SPELLINGS.get(place.lower())
    return known or re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), place)


def _folded(name: str) -> str:
    """Lower case without accents; typographic apostrophes as straight ones."""
    plain = unicodedata.normalize("NFD", name.lower().replace("’", "'").replace("‘", "'").replace("ı", "i").replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@functools.cache
def _regions() -> dict[str, str]:
    territories = {_folded(name): code for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    told = {_folded(name): code for code, names in _DATA["regions"].items() for name in names}
    return territories | told


_CITIES: dict[str, str] = {_folded(name): code for code, names in _DATA["cities"].items() for name in names}
_SPELLINGS: dict[str, str] = {name.lower(): name for names in _DATA["cities"].values() for name in names}
_MONTHS: dict[str, int] = {name: number for number, names in _DATA["months"].items() for name in names}
_NOT_PLACES = frozenset(_DATA["not_places"])
_AGENCIES: dict[str, Source] = {
    word: Source(id=known["id"], name=known["name"], kind="agency") for word, known in _DATA["agencies"].items()
}
