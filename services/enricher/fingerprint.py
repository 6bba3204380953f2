"""A 64-bit SimHash (Charikar 2002) of a text: light edits of one story differ in few bits."""

from collections.abc import Sequence
from hashlib import blake2b

from services.enricher.tokens import tokens

SHINGLE = 3


def of(text: str) -> str:
    """16 hex digits, over shingles of three words without case, accents and punctuation."""
    return of_words([token.key for token in tokens(text) if token.text[0].isalnum()])


def of_words(words: Sequence[str]) -> str:
    shingles = [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]
    planes = _counted(shingles)
    half = len(shingles) / 2
    counts = (sum((plane >> bit & 1) << order for order, plane in enumerate(planes)) for bit in range(64))
    return f"{sum(1 << bit for bit, count in enumerate(counts) if count > half):016x}"


def _counted(shingles: Sequence[str]) -> list[int]:
    """How many of the shingles' hashes have each bit set: plane n holds digit n of 64 binary counters, so one hash costs two additions or so."""
    planes: list[int] = []
    for shingle in shingles:
        carry = int.from_bytes(blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        for order, plane in enumerate(planes):
            planes[order], carry = plane ^ carry, plane & carry
            if not carry:
                break
        else:
            if carry:
                planes.append(carry)
    return planes
