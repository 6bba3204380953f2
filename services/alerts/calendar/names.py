"""What names say: of people, of standing mechanisms, of the level of those who meet, and which session it is."""

import functools
import re
from difflib import SequenceMatcher

from services.alerts.calendar.claims import Claim
from services.alerts.calendar.fold import fold
from services.alerts.calendar.states import names_of_states

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
_WORD = re.compile(r"[^\W_]+(?:\+[^\W_]+)?")
# Words that any gathering may be called by.
_PLAIN = frozenset(
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
        "its",
        "his",
        "her",
        "to",
        "meeting",
        "meetings",
        "session",
        "sessions",
        "round",
        "rounds",
        "summit",
        "dialogue",
        "talks",
        "talk",
        "consultation",
        "consultations",
        "visit",
        "conference",
        "annual",
        "next",
        "new",
        "joint",
        "bilateral",
        "trilateral",
        "high",
        "level",
        "ministerial",
        "official",
        "officials",
        "special",
        "regular",
        "extraordinary",
        "day",
        "days",
        "us",
        "uk",
    ]
)
_LEVELS = (
    (
        "leaders",
        re.compile(r"\b(presidents?|prime ministers?|premiers?|leaders|king|emir|sultan|chancellors?|heads of (state|government))\b"),
    ),
    ("foreign ministers", re.compile(r"\b((foreign|external affairs) ministers?|foreign (secretaries|and defence)|secretary of state)\b")),
    ("defence ministers", re.compile(r"\b((defen[cs]e) (ministers?|chiefs?|secretary))\b")),
    ("finance ministers", re.compile(r"\b(finance ministers?|treasury secretary|central bank governors?)\b")),
    ("trade ministers", re.compile(r"\b((trade|commerce|economy) ministers?)\b")),
    (
        "officials",
        re.compile(r"\b(senior officials?|deputy (foreign )?ministers?|experts?|technical teams?|working groups?|directors?.general)\b"),
    ),
)
_OFFICE_LEVELS = {
    "head_of_state": "leaders",
    "head_of_government": "leaders",
    "foreign_minister": "foreign ministers",
    "defence_minister": "defence ministers",
    "finance_minister": "finance ministers",
    "trade_minister": "trade ministers",
    "deputy_foreign_minister": "officials",
    "foreign_secretary": "officials",
}


@functools.lru_cache(maxsize=65536)
def round_in(name: str) -> int | None:
    """The number of the session or round in a name: "15th session", "fifteenth"."""
    for digits, word in _NUMBERED.findall(fold(name)):
        if digits or word in ORDINALS:
            return int(digits) if digits else ORDINALS[word]
    return None


@functools.lru_cache(maxsize=65536)
def alike(a: str, b: str) -> float | None:
    """The share of the words of the shorter name that are in the other, 1 for a name and its initials; None where one has no words of its own."""
    words_a, words_b = distinctive(a), distinctive(b)
    if not words_a or not words_b:
        return None
    if _initials(a) & words_b or _initials(b) & words_a:
        return 1.0
    return len(words_a & words_b) / min(len(words_a), len(words_b))


@functools.lru_cache(maxsize=65536)
def distinctive(name: str) -> frozenset[str]:
    """The words of a name that tell it from others: no parties, no numbers of sessions, nothing that any gathering may be called."""
    words = frozenset(_WORD.findall(fold(name).replace("'s", "")))
    return frozenset(
        word for word in words - _PLAIN - names_of_states() if word not in ORDINALS and not re.fullmatch(r"\d+(st|nd|rd|th)?", word)
    )


def _initials(name: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(fold(name)) if word not in ("of", "the", "and", "for", "on")]
    own = [word for word in words if word not in names_of_states()]
    return frozenset("".join(word[0] for word in some) for some in (words, own) if len(some) > 2)


@functools.lru_cache(maxsize=65536)
def same_person(a: str, b: str) -> bool:
    """A surname alone stands for the person; two spellings of one name may differ by a letter or two."""
    words_a, words_b = _name_words(a), _name_words(b)
    if words_a <= words_b or words_b <= words_a or len(words_a & words_b) > 1:
        return True
    return min(len(words_a), len(words_b)) > 1 and SequenceMatcher(None, fold(a), fold(b)).ratio() > 0.85


def _name_words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(name)))


def levels_in(claim: Claim) -> frozenset[str]:
    """The ranks that take part: by the offices of those named, else by what the name and the sentence say."""
    if offices := frozenset(level for office in claim.offices if (level := _OFFICE_LEVELS.get(office))):
        return offices
    return _levels_told(f"{claim.mention.name or ''} {claim.mention.evidence.text}")


@functools.lru_cache(maxsize=4096)
def _levels_told(text: str) -> frozenset[str]:
    plain = fold(text)
    return frozenset(level for level, words in _LEVELS if words.search(plain))
