"""Words, numbers and punctuation marks with their offsets, and the folding by which gazetteers compare them."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct


class Token(Struct, frozen=True, gc=False):
    """A word, a number or a punctuation mark. `key` is the word folded for comparison: never measure it."""

    start: int
    end: int
    text: str
    key: str


# Marks that belong to the letter before them, and characters without width that a copy may carry inside words.
_MARKS = "\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# Scripts that set no spaces between words: each character is a token, so that a name is a run of them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
# No word is longer than this: what is, is cut, so that what quotes it stays short.
_LONGEST = 100
_LETTERS = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}]){{1,{_LONGEST}}}"
_TOKEN = re.compile(
    rf"""
    (?:[^\W\d_]\.){{2,20}}                       # U.S., a.m., K.P.
    | \d{{1,40}}(?:[.,:]\d{{1,40}}){{1,8}}(?:{_LETTERS})?  # 1,000, 10:30, 2.5bn
    | {_LETTERS}(?:['’ʼʻ`](?!s\b){_LETTERS}){{0,8}}  # words; Mata'afa is one, Japan's is two
    | ['’]s\b
    | \.{{3,{_LONGEST}}}
    | [{_UNSPACED}]
    | [^\s]
    """,
    re.VERBOSE,
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    fold = _fold
    return [
        Token(m.start(), m.end(), word := m.group(), fold(word)) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


_PLAIN = {
    ord(a): b
    for a, b in zip(
        "łŁıøØđĐðæÆœŒßþÞ’ʼʻ‘`‐‑–—",
        ["l", "l", "i", "o", "o", "d", "d", "d", "ae", "ae", "oe", "oe", "ss", "th", "th", "'", "'", "'", "'", "'", "-", "-", "-", "-"],
        strict=True,
    )
}
_DROPPED = re.compile("[\u00ad\u0300-\u036f\u064b-\u065f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    """Without case, accents and invisible characters, and with one kind of apostrophe and dash."""
    if word.isascii():
        return word.lower() if "`" not in word else word.lower().replace("`", "'")
    return _DROPPED.sub("", unicodedata.normalize("NFKD", word.translate(_PLAIN)).casefold()).replace("\u0307", "")


def fold(words: str) -> tuple[str, ...]:
    """The keys of the tokens of a phrase: how gazetteers are looked up."""
    return tuple(token.key for token in tokens(words))
