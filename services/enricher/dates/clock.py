"""Times of day: "7 a.m.", "10:30", "0800 GMT", "six o'clock", "noon"."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from services.enricher.dates.reading import NUMBERS, key_at, skip, words
from services.enricher.text import Token

ZONES = words("gmt utc cet cest eet eest bst est edt et pst pdt pt ist jst kst msk wat eat sast aest hkt sgt pkt")
HALVES = {"a.m.": 0, "am": 0, "p.m.": 12, "pm": 12}


class Clock(NamedTuple):
    last: int
    at: datetime.time
    zone: str | None


def clock(tokens: Sequence[Token], index: int) -> Clock | None:
    key = key_at(tokens, index)
    if key in ("noon", "midnight") and key_at(tokens, index - 1) in ("at", "by", "from", "until", "till", "at", ""):
        return Clock(index + 1, datetime.time(12 if key == "noon" else 0), None)
    if key in NUMBERS and key_at(tokens, index + 1) in ("o'clock",):
        return Clock(index + 2, datetime.time(NUMBERS[key] % 24), None) if NUMBERS[key] <= 12 else None
    if not key[:1].isdigit() or not key.isascii():
        return None
    half, digits, at = _half(tokens, index)
    found = _time(digits, half)
    if found is None:
        return None
    zone, at = _zone(tokens, at)
    told = half is not None or zone or ":" in digits
    dotted = "." in digits and key_at(tokens, index - 1) in ("at", "from", "until", "till")
    return Clock(at, found, zone) if told or dotted else None


def _half(tokens: Sequence[Token], index: int) -> tuple[int | None, str, int]:
    key = key_at(tokens, index)
    for suffix in ("am", "pm"):
        if key.endswith(suffix) and key[: -len(suffix)].replace(":", "").replace(".", "").isdigit():
            return HALVES[suffix], key[: -len(suffix)], index + 1
    following = key_at(tokens, index + 1)
    if following in HALVES:
        return HALVES[following], key, index + 2
    return None, key, index + 1


def _time(digits: str, half: int | None) -> datetime.time | None:
    parts = digits.replace(".", ":").split(":")
    if len(parts) == 1 and len(digits) == 4 and half is None:
        parts = [digits[:2], digits[2:]]
    elif len(parts) == 2 and len(parts[1]) != 2:
        return None
    if len(parts) > 2 or not all(part.isdigit() and len(part) <= 2 for part in parts):
        return None
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) == 2 else 0
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + half
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def _zone(tokens: Sequence[Token], index: int) -> tuple[str | None, int]:
    at = skip(tokens, index, "(")
    if key_at(tokens, at) in ZONES and tokens[at].text.isupper():
        return tokens[at].text, at + 1
    if key_at(tokens, at) in ("local", "moscow") and key_at(tokens, at + 1) == "time":
        return None, at + 2
    return None, index
