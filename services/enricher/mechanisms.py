"""Standing dialogues, joint commissions, 2+2s and forums that a text names."""

import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import EVENT_TYPES
from services.enricher.gazetteer.countries.load import states
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import Token, fold

PATH = Path(__file__).parent / "gazetteer" / "mechanisms.tsv"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """`states` are alpha-2 codes, `bodies` the short forms of organisations; `since` is the year of the first session, where known."""

    id: str
    type: str
    states: tuple[str, ...]
    bodies: tuple[str, ...]
    since: int | None


@functools.cache
def mechanisms() -> dict[str, Mechanism]:
    return {mechanism.id: mechanism for mechanism, _ in _rows()}


@functools.cache
def names() -> Phrases[Mechanism]:
    return Phrases(((form, mechanism) for mechanism, forms in _rows() for form in forms), _accepts)


def by_parties(name: str, parties: Collection[str]) -> Mechanism | None:
    """The mechanism that these parties call by this name, which may leave them out. Bodies have @ before their code."""
    return _short_names().get((fold(name), frozenset(parties)))


@functools.cache
def _short_names() -> dict[tuple[tuple[str, ...], frozenset[str]], Mechanism]:
    found: dict[tuple[tuple[str, ...], frozenset[str]], Mechanism] = {}
    for mechanism, forms in _rows():
        parties = frozenset((*mechanism.states, *(f"@{body}" for body in mechanism.bodies)))
        for form in forms:
            found[fold(form), parties] = mechanism
            pair, _, rest = form.partition(" ")
            if "-" in pair and rest:
                found.setdefault((fold(rest), parties), mechanism)
    return found


def _accepts(tokens: Sequence[Token], first: int, last: int, mechanism: Mechanism) -> bool:
    """A short form in capitals binds them ("PALM"); a longer name has at least one capital ("exploratory contacts between Greece and Turkey")."""
    if last - first == 1:
        return tokens[first].text.isupper() or not tokens[first].text.isalpha()
    return any(token.text[0].isupper() for token in tokens[first:last])


@functools.cache
def _rows() -> tuple[tuple[Mechanism, tuple[str, ...]], ...]:
    """Raises GazetteerError for a row that breaks the format."""
    rows: list[tuple[Mechanism, tuple[str, ...]]] = []
    for line, (name, kind, parties, since, forms) in read_rows(PATH, 5):
        if kind not in EVENT_TYPES:
            raise GazetteerError(PATH, line, f"{kind!r} is not one of {', '.join(EVENT_TYPES)}")
        if since and not (since.isdigit() and len(since) == 4):
            raise GazetteerError(PATH, line, f"{since!r} is no year")
        codes = parties.split()
        if unknown := [code for code in codes if not code.startswith("@") and code not in states()]:
            raise GazetteerError(PATH, line, f"{unknown[0]!r} is no state of states.tsv")
        bodies = tuple(code[1:].replace("_", " ") for code in codes if code.startswith("@"))
        mechanism = Mechanism(
            _id(name), kind, tuple(code for code in codes if not code.startswith("@")), bodies, int(since) if since else None
        )
        rows.append((mechanism, tuple(_both_ways([name, *(form.strip() for form in forms.split(";") if form.strip())]))))
    return tuple(rows)


def _both_ways(forms: list[str]) -> Iterator[str]:
    """ "India-US Trade Policy Forum" is "US-India Trade Policy Forum" too; so far as each party is one word."""
    for form in forms:
        yield form
        pair, _, rest = form.partition(" ")
        if pair.count("-") == 1 and rest and all(part[:1].isupper() for part in pair.split("-")):
            yield f"{'-'.join(reversed(pair.split('-')))} {rest}"


def _id(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())
