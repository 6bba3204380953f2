"""Names of people, by their form: capitals, particles, initials, hyphens."""

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from functools import lru_cache

from services.enricher.gazetteer.officials.lexicon import words
from services.enricher.tokens import Token

_LONGEST = 12
# Words that make a name only beside another one: "Theresa May", "Park Geun-hye", "Bill Clinton".
_DOUBTFUL = frozenset(
    [
        "may",
        "park",
        "hill",
        "white",
        "black",
        "green",
        "young",
        "king",
        "price",
        "law",
        "long",
        "bush",
        "ford",
        "brown",
        "wood",
        "west",
        "east",
        "north",
        "day",
        "will",
        "bill",
        "march",
        "rice",
        "rose",
        "castle",
        "little",
        "great",
        "prince",
        "major",
        "wolf",
        "fox",
    ]
)
_GENERATIONS = frozenset({"Jr", "Sr", "II", "III", "IV", "V", "VI", "VII", "VIII", "X", "XIV", "XVI"})
_SHORTENED = frozenset({"Ma", "Md", "Mohd", "Wm", "Chas", "Jos", "Thos"})
_HYPHENS = frozenset({"-", "‐", "‑"})


class Shape(Enum):
    """What a word may be in a name: nothing, a name of its own, one beside another, or what stands before names."""

    NONE = 0
    NAME = 1
    DOUBTFUL = 2
    NAMELESS = 3
    HONORIFIC = 4


def names_in(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Spans of names, from left to right. Honorifics before a name are no part of it."""
    shapes = [shape(token.text, token.key) for token in tokens]
    for at in range(1, len(tokens)):
        if (
            tokens[at].text == "."
            and len(tokens[at - 1].text) == 1
            and tokens[at - 1].text.isupper()
            and tokens[at - 1].end == tokens[at].start
        ):
            shapes[at - 1] = Shape.NAME  # an initial
    index = 0
    while index < len(tokens):
        if shapes[index] in (Shape.NAME, Shape.DOUBTFUL) and index not in taken and (end := _end(tokens, shapes, index, taken)):
            yield index, end
            index = end
        else:
            index += 1


@lru_cache(maxsize=65536)
def shape(text: str, key: str) -> Shape:
    if not text[0].isupper() or text == "I" or any(letter.isdigit() for letter in text):
        return Shape.NONE
    if key in words("honorific"):
        return Shape.HONORIFIC
    if key in _DOUBTFUL:
        return Shape.DOUBTFUL
    return Shape.NAMELESS if any(key in words(kind) for kind in ("nameless", "rank", "portfolio", "organ")) else Shape.NAME


def _end(tokens: Sequence[Token], shapes: Sequence[Shape], start: int, taken: Collection[int]) -> int | None:
    """The end of the name that begins at `start`; None where none does."""
    if shapes[start] is Shape.DOUBTFUL and not (
        start and start + 1 < len(tokens) and start + 1 not in taken and shapes[start + 1] is Shape.NAME
    ):
        return None
    end = _word_end(tokens, start, taken)
    while end < len(tokens) and end - start < _LONGEST and (longer := _next(tokens, shapes, end, taken)) is not None:
        end = longer
    return end if _is_name(tokens, start, end) else None


def _next(tokens: Sequence[Token], shapes: Sequence[Shape], index: int, taken: Collection[int]) -> int | None:
    """The end of the name's next word at `index`, behind particles; None where the name has ended."""
    at = index
    while at < len(tokens) and at - index < 3 and _is_particle(tokens, at):
        at = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _HYPHENS else at + 1
    if at >= len(tokens) or at in taken:
        return None
    if at == index and tokens[at].text in _GENERATIONS:
        return at + 2 if tokens[at].text in ("Jr", "Sr") and at + 1 < len(tokens) and tokens[at + 1].text == "." else at + 1
    return _word_end(tokens, at, taken) if shapes[at] in (Shape.NAME, Shape.DOUBTFUL) else None


def _word_end(tokens: Sequence[Token], index: int, taken: Collection[int]) -> int:
    """Behind one word of a name, with what is joined to it: "Kyung-wha", "S."."""
    end = index + 1
    if (
        (len(tokens[index].text) == 1 or tokens[index].text in _SHORTENED)
        and end < len(tokens)
        and tokens[end].text == "."
        and tokens[end].start == tokens[index].end
    ):
        return end + 1
    while (
        end + 1 < len(tokens)
        and end - index < _LONGEST
        and tokens[end].text in _HYPHENS
        and _adjacent(tokens, end)
        and tokens[end + 1].text[:1].isalpha()
    ):
        if end + 1 in taken and not tokens[end + 1].text[:1].isupper():
            break
        end += 2
    return end


def _adjacent(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index - 1].end == tokens[index].start and tokens[index].end == tokens[index + 1].start


def _is_particle(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.key in words("particle") and (token.text.islower() or (index + 1 < len(tokens) and tokens[index + 1].text in _HYPHENS))


def _is_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Not a single acronym, nor an initial alone."""
    letters = [token for token in tokens[start:end] if len(token.text) > 1 and token.text[0].isupper()]
    if end - start > 1 or not letters:
        return bool(letters)
    capitals = sum(letter.isupper() for letter in letters[0].text)
    return capitals < len(letters[0].text) and capitals < 3  # "MoFA" is an acronym
