"""An item's text as words and sentences. Every offset counts code points of `item.text`, whatever the words are folded to."""

import bisect
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas.enriched_item import Mention
from schemas.news_item import Dateline, NewsItem
from services.enricher import dateline as datelines
from services.enricher.sentences import ends_sentence, paragraphs
from services.enricher.tokens import Token as Token
from services.enricher.tokens import tokens


@dataclass(frozen=True, slots=True)
class Sentence:
    """`paragraph` is 0 for the title; a dateline is a sentence of its own, so that the lead begins with its first word."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int
    is_dateline: bool = False


@dataclass(frozen=True, eq=False)
class Document:
    """One item, read. Two readings of one item are two documents: taggers keep what they have found of the last one.

    `day` is the calendar day at the place of writing; `home` the state whose ministry or mission published the item.

    `datelines` holds the paragraph and the dateline of each that stands in the text: a digest has several.
    """

    item: NewsItem
    text: str
    body_start: int
    sentences: tuple[Sentence, ...]
    day: datetime.date
    dateline: Dateline | None = None
    home: str | None = None
    datelines: tuple[tuple[int, Dateline], ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the offset; in the gap between two, the earlier one."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return self.sentences[index] if index >= 0 else None

    def mention(self, start: int, end: int) -> Mention:
        return Mention(start=start, end=end, text=self.text[start:end])

    def dateline_of(self, paragraph: int) -> Dateline | None:
        """The dateline under which a paragraph stands: the nearest one above it."""
        above = [dateline for at, dateline in self.datelines if at <= paragraph]
        return above[-1] if above else self.dateline


def read(item: NewsItem) -> Document:
    text = item.text
    body_start = len(item.title) + 2 if item.title else 0
    sentences: list[Sentence] = []
    found: list[tuple[int, Dateline]] = []
    home = datelines.home(item)
    near = item.published_at.date()
    for number, start, end in paragraphs(text, body_start):
        if number and (opening := datelines.find(text, start, end, near)):
            found.append((number, opening.dateline))
            sentences.append(Sentence(start, opening.end, tuple(tokens(text, start, opening.end)), number, True))
            start = opening.end
        sentences.extend(_sentences(text, start, end, number))
    dateline = item.dateline or (found[0][1] if found else None)
    day = datelines.local_day(item, dateline, home)
    starts = tuple(sentence.start for sentence in sentences)
    return Document(item, text, body_start, tuple(sentences), day, dateline, home, tuple(found), starts)


# A list or a text without full stops is read in pieces: the taggers compare the words of one sentence with each other.
_LONG, _LONGEST, _LONGEST_SPAN = 250, 300, 2400


def _sentences(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    words = tokens(text, start, end)
    first = 0
    for last in range(len(words)):
        if last + 1 == len(words) or ends_sentence(text, words, last) or _is_long(words, first, last):
            yield Sentence(words[first].start, words[last].end, tuple(words[first : last + 1]), paragraph)
            first = last + 1


def _is_long(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the piece that begins at `first` must end after `last`, which is not the last word; at a comma or semicolon if it can."""
    count = last + 1 - first
    beyond = words[last + 1].end - words[first].start > _LONGEST_SPAN
    return beyond or count >= _LONGEST or (count >= _LONG and words[last].text in ",;")
