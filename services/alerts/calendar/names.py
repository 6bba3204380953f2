"""What names say: of people, of standing mechanisms, and which session of one."""

import functools
import re

from services.alerts.calendar.places import fold

_UNITS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
]
_UNITS += ["seventeenth", "eighteenth", "nineteenth"]
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
ORDINALS = {word: n for n, word in enumerate(_UNITS, 1)}
ORDINALS |= {f"{stem}ieth": ten * 10 for ten, stem in enumerate(_TENS, 2)}
ORDINALS |= {f"{stem}y-{unit}": ten * 10 + n for ten, stem in enumerate(_TENS, 2) for n, unit in enumerate(_UNITS[:9], 1)}
_NUMBERED = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b|\b([a-z]+(?:-[a-z]+)?)\b")
# Words that any gathering may be called by.
PLAIN = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "on",
        "for",
        "and",
        "between",
        "with",
        "in",
        "at",
        "to",
        "meeting",
        "session",
        "round",
        "summit",
        "dialogue",
        "talks",
        "consultation",
        "consultations",
        "visit",
        "conference",
        "annual",
        "next",
        "joint",
        "bilateral",
        "high",
        "level",
        "ministerial",
        "official",
        "officials",
    ]
)


@functools.lru_cache(maxsize=65536)
def round_in(name: str) -> int | None:
    """The number of the session or round in a name: "15th session", "fifteenth"."""
    for digits, word in _NUMBERED.findall(fold(name)):
        if digits or word in ORDINALS:
            return int(digits) if digits else ORDINALS[word]
    return None


@functools.lru_cache(maxsize=65536)
def distinctive(name: str) -> frozenset[str]:
    """The words of a name that tell it from others; numbers of sessions are not among them."""
    words = re.findall(r"[^\W_]+(?:\+[^\W_]+)?", fold(name))
    return frozenset(word for word in words if word not in PLAIN and word not in ORDINALS and not re.fullmatch(r"\d+(st|nd|rd|th)?", word))


@functools.lru_cache(maxsize=65536)
def same_person(a: str, b: str) -> bool:
    """One name is part of the other: a surname alone stands for the person."""
    words_a, words_b = _name_words(a), _name_words(b)
    return words_a <= words_b or words_b <= words_a


def _name_words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", fold(name)))
