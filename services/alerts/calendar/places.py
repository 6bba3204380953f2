"""Whether two wordings of a place are one city."""

import functools
import unicodedata

FILLERS = frozenset({"the", "of", "in", "at", "city", "capital"})


def same_place(a: str, b: str) -> bool:
    """True too where one wording is part of the other: a hall in a city is that city."""
    words_a, words_b = _words(a), _words(b)
    return words_a <= words_b or words_b <= words_a


@functools.lru_cache(maxsize=4096)
def _words(place: str) -> frozenset[str]:
    return frozenset(fold(place).replace(",", " ").split()) - FILLERS


def fold(text: str) -> str:
    """Lower case without accents, for comparison only; offsets do not survive it."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
