"""A 64-bit SimHash (Charikar 2002) of a text: light edits of one story differ in few bits."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from services.enricher.tokens import tokens

SHINGLE = 3
# Each bit of a byte in a lane of its own, so that one addition counts eight; a lane holds more than the words of the longest text.
_LANE = 24
_LANES = [sum(1 << (_LANE * bit) for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def of(text: str) -> str:
    """16 hex digits, over shingles of three words without case, accents and punctuation."""
    return of_words([token.key for token in tokens(text) if token.text[0].isalnum()])


def of_words(words: Sequence[str]) -> str:
    shingles = [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]
    counts, half = _counted(shingles), len(shingles) / 2
    bits = sum(1 << place for place, count in enumerate(counts) if count > half)
    return f"{bits:016x}"


def _counted(shingles: Iterable[str]) -> list[int]:
    """For each of 64 bits, how many of the shingles' hashes have it set."""
    sums = [0] * 8
    for shingle in shingles:
        for place, byte in enumerate(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest()):
            sums[place] += _LANES[byte]
    mask = (1 << _LANE) - 1
    return [total >> (_LANE * bit) & mask for total in sums for bit in range(8)]
