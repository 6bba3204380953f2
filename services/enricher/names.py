"""Names of people, by their form: capitals, particles, initials, hyphens."""

from collections.abc import Collection, Iterator, Sequence

from services.enricher.gazetteer.officials.lexicon import words
from services.enricher.tokens import Token

_LONGEST = 8
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
_HYPHENS = frozenset({"-", "‐", "‑"})


def names_in(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Spans of names, from left to right. Honorifics before a name are no part of it."""
    index = 0
    while index < len(tokens):
        if index not in taken and (span := _name_at(tokens, index, taken)):
            yield span
            index = span[1]
        else:
            index += 1


def _name_at(tokens: Sequence[Token], start: int, taken: Collection[int]) -> tuple[int, int] | None:
    if not _opens(tokens, start, taken):
        return None
    end = _word_end(tokens, start, taken)
    while end < len(tokens) and end - start < _LONGEST + 4:
        longer = _next(tokens, end, taken)
        if longer is None:
            break
        end = longer
    return (start, end) if _is_name(tokens, start, end) else None


def _opens(tokens: Sequence[Token], index: int, taken: Collection[int]) -> bool:
    token = tokens[index]
    if not _capital(token) or token.key in words("honorific"):
        return False
    if token.key in words("nameless") or token.key in words("rank"):
        return token.key in _DOUBTFUL and index > 0 and index + 1 < len(tokens) and index + 1 not in taken and _ordinary(tokens[index + 1])
    return True


def _next(tokens: Sequence[Token], index: int, taken: Collection[int]) -> int | None:
    """The end of the name's next word at `index`, behind particles; None where the name has ended."""
    at = index
    while at < len(tokens) and at - index < 3 and _is_particle(tokens, at):
        at = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _HYPHENS else at + 1
    if at >= len(tokens) or at in taken:
        return None
    token = tokens[at]
    if token.text.rstrip(".") in _GENERATIONS and at == index:
        return at + 2 if token.text == "Jr" and at + 1 < len(tokens) and tokens[at + 1].text == "." else at + 1
    if not _capital(token) or (token.key in words("nameless") and token.key not in _DOUBTFUL):
        return None
    if token.key in words("honorific") and not _ordinary(token):
        return None
    return _word_end(tokens, at, taken)


def _word_end(tokens: Sequence[Token], index: int, taken: Collection[int]) -> int:
    """Behind one word of a name, with what is joined to it: "Kyung-wha", "S.", "d'Arc"."""
    end = index + 1
    if len(tokens[index].text) == 1 and end < len(tokens) and tokens[end].text == "." and tokens[end].start == tokens[index].end:
        return end + 1
    while end + 1 < len(tokens) and tokens[end].text in _HYPHENS and _adjacent(tokens, end) and tokens[end + 1].text[:1].isalpha():
        if end + 1 in taken and not tokens[end + 1].text[:1].isupper():
            break
        end += 2
    return end


def _adjacent(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index - 1].end == tokens[index].start and tokens[index].end == tokens[index + 1].start


def _is_particle(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    return token.key in words("particle") and (token.text.islower() or (index + 1 < len(tokens) and tokens[index + 1].text in _HYPHENS))


def _capital(token: Token) -> bool:
    text = token.text
    return text[0].isupper() and (len(text) > 1 or text != "I") and not any(letter.isdigit() for letter in text)


def _ordinary(token: Token) -> bool:
    return _capital(token) and token.key not in words("nameless") and token.key not in words("honorific")


def _is_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    letters = [token for token in tokens[start:end] if len(token.text) > 1 and token.text[0].isupper()]
    if not letters:
        return False
    acronym = len(letters) == 1 and letters[0].text.isupper() and end - start == 1
    return not acronym
