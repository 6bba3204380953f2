"""What the grammar of dates is made of: words looked up, and readings that wait for a day to be counted from."""

import datetime
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from services.enricher.dates.spans import Span
from services.enricher.text import Token


def words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
MONTHS: dict[str, int] = _WORDS["months"]
SHORT_MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec")
WEEKDAYS: dict[str, int] = _WORDS["weekdays"]
NUMBERS: dict[str, int] = _WORDS["numbers"]
ORDINALS: dict[str, int] = _WORDS["ordinals"]
UNITS: dict[str, str] = _WORDS["units"]
SEASONS: dict[str, int] = _WORDS["seasons"]
PARTS: dict[str, str] = _WORDS["parts"]
DEICTICS: dict[str, int] = _WORDS["deictics"]
PARTS_OF_DAY = frozenset(_WORDS["parts_of_day"])

# PLANNED: set for a time that may have passed since ("had been due on Saturday"), so the nearest one.
PAST, UNKNOWN, FUTURE, PLANNED = -1, 0, 1, 2
DASHES = frozenset(("-", "–", "—", "/"))
THROUGH = DASHES | {"to", "until", "till", "through", "and", "or"}


class Context(NamedTuple):
    """The day that words are counted from, which way the tense points, the last date that the text has named, and that of the paragraph."""

    day: datetime.date
    toward: int
    before: Span | None = None
    nearby: Span | None = None


Resolve = Callable[[Context], Span | None]


class Reading(NamedTuple):
    """The words up to `last` (exclusive) name what `resolve` gives; `weak` ones need a preposition before them to be dates."""

    last: int
    resolve: Resolve
    weak: bool = False


def key_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].key if 0 <= index < len(tokens) else ""


def skip(tokens: Sequence[Token], index: int, *words: str) -> int:
    """The index past one of the words, if it stands there."""
    return index + 1 if key_at(tokens, index) in words else index


def month_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """(number, next index) of a month: with a capital, and a full stop after a short form."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    number = MONTHS.get(token.key)
    if number is None or not token.text[0].isupper():
        return None
    if token.key in SHORT_MONTHS and key_at(tokens, index + 1) == "." and tokens[index + 1].start == token.end:
        return number, index + 2
    return number, index + 1


def weekday_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    if index >= len(tokens):
        return None
    token = tokens[index]
    number = WEEKDAYS.get(token.key)
    if number is None or not token.text[0].isupper():
        return None
    short = len(token.key) <= 5 and key_at(tokens, index + 1) == "." and tokens[index + 1].start == token.end
    if len(token.key) <= 3 and not short:
        following = key_at(tokens, index + 1)
        if following != "," and following not in MONTHS and not following[:1].isdigit():
            return None
    return number, index + (2 if short else 1)


def year_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    key = key_at(tokens, index)
    if len(key) == 4 and key.isascii() and key.isdigit() and "1800" <= key <= "2199":
        return int(key), index + 1
    return None


def day_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """A day of the month: "7", "21st"."""
    key = key_at(tokens, index)
    if not key[:1].isdigit():
        return None
    digits = key[:-2] if key[-2:] in ("st", "nd", "rd", "th") else key
    if len(digits) <= 2 and digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 31:
        return int(digits), index + 1
    return None


def number_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    key = key_at(tokens, index)
    if key in NUMBERS:
        return NUMBERS[key], index + 1
    if key.isascii() and key.isdigit() and len(key) <= 3:
        return int(key), index + 1
    return None


def ordinal_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    key = key_at(tokens, index)
    if key in NUMBERS and NUMBERS[key] >= 20 and key_at(tokens, index + 1) == "-" and key_at(tokens, index + 2) in ORDINALS:
        return NUMBERS[key] + ORDINALS[key_at(tokens, index + 2)], index + 3
    if key in ORDINALS:
        return ORDINALS[key], index + 1
    if key[-2:] in ("st", "nd", "rd", "th") and key[:-2].isascii() and key[:-2].isdigit() and len(key) <= 4:
        return int(key[:-2]), index + 1
    return None
