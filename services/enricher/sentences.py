"""Where paragraphs and sentences end."""

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from services.enricher.gazetteer.rows import read_rows


class Word(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def key(self) -> str: ...


_PATH = Path(__file__).parent / "gazetteer" / "sentences.tsv"
# Both begin at the line break: an opening run of spaces would be tried again from each of its spaces.
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_NEWLINE = re.compile(r"\n[^\S\n]*")
_ITEM = re.compile(r"[-*•–—▪◦·►]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|[A-Z]{1,2}[:.]\s")
# Below this length a line that ends before the margin was ended on purpose.
_SHORT_LINE = 55


def paragraphs(text: str, body_start: int) -> Iterator[tuple[int, int, int]]:
    """(number, start, end), the title being 0. Lines broken at a margin stay together, listed points do not."""
    if body_start:
        yield from ((0, start, end) for start, end in _trimmed(text, 0, body_start - 2))
    number = 1
    for start, end in _blocks(text, body_start):
        for line in _lines(text, start, end):
            yield number, *line
            number += 1


def _blocks(text: str, start: int) -> Iterator[tuple[int, int]]:
    for gap in _BLANK.finditer(text, start):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = start
    for newline in _NEWLINE.finditer(text, start, end):
        if _breaks(text, line, newline):
            yield from _trimmed(text, start, newline.start())
            start = newline.end()
        line = newline.end()
    yield from _trimmed(text, start, end)


def _breaks(text: str, line: int, newline: re.Match[str]) -> bool:
    end, after = newline.start(), newline.end()
    while end > line and text[end - 1].isspace():
        end -= 1
    before = text[end - 1 : end]
    if _ITEM.match(text, after):
        return True
    short = end - line < _SHORT_LINE
    return before in ".!?:;।。" or (short and not text[after : after + 1].islower())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


_STOPS = frozenset({".", "!", "?", "...", "…", "؟", "۔", "।", "॥"})
_STOPS_UNSPACED = frozenset("。！？")
# Quotes and brackets in a row that may close a sentence: 'She said: "We agreed ("in principle")."'
_MOST_CLOSING = 4
_CLOSING = frozenset("\"'”’»)]」』›")


@functools.cache
def _words(kind: str) -> frozenset[str]:
    return next(frozenset(cell.split("; ")) for _, (row, cell) in read_rows(_PATH, 2) if row == kind)


def ends_sentence(text: str, words: Sequence[Word], last: int) -> bool:
    """Whether a sentence ends after `words[last]`, which is not the last word of its paragraph."""
    word, following = words[last], words[last + 1]
    stop = last
    while stop and last - stop < _MOST_CLOSING and words[stop].text in _CLOSING and words[stop].start == words[stop - 1].end:
        stop -= 1
    mark = words[stop]
    if mark.text in _STOPS_UNSPACED:
        return following.text not in _CLOSING
    dotted = len(mark.text) > 1 and mark.text.endswith(".") and mark.text != "..." and "." in mark.text[:-1]
    if mark.text not in _STOPS and not dotted:
        return False
    if following.start == word.end or (following.text in _CLOSING and following.start == word.end):
        return False
    if not _may_open(words, last + 1):
        return False
    if dotted and stop == last:
        return _opens(words, last + 1)
    if mark.text == "." and stop == last and stop and words[stop - 1].end == mark.start:
        return _after_period(words, stop)
    return True


def _after_period(words: Sequence[Word], stop: int) -> bool:
    abbreviated, following = words[stop - 1], words[stop + 1]
    if stop == 1 and abbreviated.text.isdigit():
        return False  # "2. On arrival": the number of a paragraph
    if abbreviated.key in ("no", "nos", "art", "para"):
        return not following.text[0].isdigit() and abbreviated.key != "para"
    if abbreviated.key in _words("before-name") and abbreviated.text[0].isupper():
        return abbreviated.key == "st" and _opens(words, stop + 1)
    if abbreviated.key in _words("doubtful") or _is_initial(words, stop - 1):
        return _opens(words, stop + 1)
    return True


def _is_initial(words: Sequence[Word], index: int) -> bool:
    text = words[index].text
    return len(text) == 1 and text.isalpha() and text.isupper() and text != "I"


def _may_open(words: Sequence[Word], index: int) -> bool:
    text = words[index].text
    return not text[0].islower() and text not in ",;:)]" and not (text in "-–—" and len(text) == 1 and _lower_next(words, index))


def _lower_next(words: Sequence[Word], index: int) -> bool:
    return index + 1 < len(words) and words[index + 1].text[0].islower()


def _opens(words: Sequence[Word], index: int) -> bool:
    first = index
    while index + 1 < len(words) and index - first < _MOST_CLOSING and words[index].text in "\"'“‘«([":
        index += 1
    word = words[index]
    return word.key in _words("opener") and word.text[0].isupper()
