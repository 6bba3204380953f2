"""A sketch of a text by which two texts' resemblance can be told without them (Broder, "On the resemblance and containment of documents", 1997)."""

import functools
import re
import zlib

SIZE = 48
_WORD = re.compile(r"\w+")


@functools.lru_cache(maxsize=64)
def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of three words, ascending."""
    words = [word.encode() for word in _WORD.findall(text.casefold())]
    return tuple(sorted({zlib.crc32(b" ".join(words[n : n + 3])) for n in range(len(words) - 2)})[:SIZE])


def resemblance(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """The share of runs in either text that are in both, estimated; 0 where a text is too short to tell."""
    union = sorted({*a, *b})[:SIZE]
    if len(a) < SIZE // 2 or len(b) < SIZE // 2:
        return 0.0
    return len(set(union) & set(a) & set(b)) / len(union)
