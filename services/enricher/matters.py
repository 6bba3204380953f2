"""What an office is in charge of, behind "of" and "for": "Agriculture, Fisheries and Rural Affairs"."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from services.enricher.gazetteer.officials.lexicon import heads, words
from services.enricher.tokens import Token

_CONNECTORS = frozenset({"and", "&", ",", "of", "for", "the", "other", "-", "with", "special", "in"})
# Regions that no gazetteer of states holds, and the nouns of what an envoy is sent about.
_WIDE = frozenset(
    [
        "middle",
        "east",
        "south",
        "north",
        "west",
        "western",
        "eastern",
        "southern",
        "northern",
        "central",
        "horn",
        "sahel",
        "africa",
        "asia",
        "europe",
        "balkans",
        "balkan",
        "caucasus",
        "great",
        "lakes",
        "pacific",
        "gulf",
        "americas",
        "caribbean",
        "mediterranean",
        "arctic",
        "indo-pacific",
        "hemisphere",
        "issues",
        "issue",
        "crisis",
        "process",
        "talks",
        "question",
        "region",
        "regional",
        "situation",
        "track",
        "conflict",
        "file",
        "dossier",
        "dialogue",
        "normalisation",
        "normalization",
        "settlement",
    ]
)


_DIRECTIONS = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower"})


class Place(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def form(self) -> str: ...


Places = Mapping[int, Place]


def matter_end(tokens: Sequence[Token], places: Places, begin: int, *, wide: bool) -> int:
    """Behind the matter that begins at `begin`; `begin` itself where there is none. `wide` takes in places and regions."""
    at = last = begin
    while at < len(tokens):
        token, place = tokens[at], places.get(at)
        if place is not None and (wide or place.form == "organ"):
            at = last = place.last
        elif place is not None:
            if not goes_on(tokens, places, place.last, "of") or tokens[place.last].key in _CONNECTORS:
                break
            at = place.last
        elif at == begin and token.key in _DIRECTIONS and token.text[0].isupper() and not goes_on(tokens, places, at + 1, "of"):
            at = last = _province_end(tokens, at)
        elif _is_matter(token) or (wide and token.key in _WIDE) or (token.key == "ministers" and at > begin and tokens[at - 1].key == "of"):
            at = last = at + 1
        elif (token.key in _CONNECTORS and (goes_on(tokens, places, at + 1, token.key) or (wide and _wide_on(tokens, places, at + 1)))) or (
            token.text[0].isupper() and at + 1 < len(tokens) and tokens[at + 1].key != "the" and goes_on(tokens, places, at + 1, "of")
        ):
            at += 1
        else:
            break
    return last


def _province_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the capitals of a province's name: "East Nusa Tenggara"."""
    while at < len(tokens) and tokens[at].text[0].isupper():
        at += 1
    return at


def goes_on(tokens: Sequence[Token], places: Places, at: int, connector: str) -> bool:
    """Whether a matter continues at `at`, behind a connector."""
    if connector == "," and at < len(tokens) and tokens[at].key == "the":
        return False
    while at < len(tokens) and tokens[at].key in ("the", "and", "other", "of", "special") and connector != "the":
        at += 1
    if at >= len(tokens):
        return False
    if tokens[at].key == "ministers" and connector == "of":
        return True
    if _is_matter(tokens[at]):
        return not (connector in (",", "and") and _opens_title(tokens, at))
    place = places.get(at)
    return (
        place is not None and place.form == "demonym" and connector != "," and place.last < len(tokens) and _is_matter(tokens[place.last])
    )


def _wide_on(tokens: Sequence[Token], places: Places, at: int) -> bool:
    while at < len(tokens) and tokens[at].key in ("the", "other", "and"):
        at += 1
    return at < len(tokens) and (at in places or tokens[at].key in _WIDE) and not _opens_title(tokens, at)


def _is_matter(token: Token) -> bool:
    return token.key in words("portfolio") or token.key in words("organ")


def _opens_title(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words open another title: "for trade, foreign minister X"."""
    return any(heads().longest_at(tokens, i) for i in range(at, min(at + 4, len(tokens))))
