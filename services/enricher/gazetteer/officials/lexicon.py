"""The words of titles and names: `heads.tsv` and `words.tsv`."""

import functools
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import OFFICES
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import fold

HERE = Path(__file__).parent
KINDS = ("rank", "portfolio", "organ", "public", "private", "honorific", "particle", "nameless", "joint", "given")


@dataclass(frozen=True, slots=True)
class Head:
    """The noun of a title. `singular` is the word to set for a plural one; a `small` one makes a title only without a capital.

    One in `capitals` makes a title only in them.
    """

    singular: str
    office: str
    strong: bool
    plural: bool
    small: bool
    capitals: bool


@functools.cache
def heads() -> Phrases[Head]:
    path = HERE / "heads.tsv"
    found: dict[str, Head] = {}
    for line, (word, plural, office, strength) in read_rows(path, 4):
        if office not in OFFICES:
            raise GazetteerError(path, line, f"{office!r} is not one of {', '.join(OFFICES)}")
        if strength not in ("strong", "weak", "small", "caps"):
            raise GazetteerError(path, line, f"{strength!r} is not strong, weak, small or caps")
        for form, is_plural in ((word, False), (plural, True)):
            if form != "-":
                found[form] = Head(word, office, strength in ("strong", "caps"), is_plural, strength == "small", strength == "caps")
    return Phrases(found.items())


@functools.cache
def words(kind: str) -> frozenset[str]:
    """Single words of a kind, folded."""
    return frozenset(keys[0] for keys in _by_kind()[kind] if len(keys) == 1)


@functools.cache
def phrases(kind: str) -> Phrases[str]:
    """Words and phrases of a kind."""
    found: Phrases[str] = Phrases(())
    for keys in _by_kind()[kind]:
        found.add(keys, kind)
    return found


@functools.cache
def _by_kind() -> dict[str, tuple[tuple[str, ...], ...]]:
    path = HERE / "words.tsv"
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line, (kind, cell) in read_rows(path, 2):
        if kind not in KINDS:
            raise GazetteerError(path, line, f"{kind!r} is not one of {', '.join(KINDS)}")
        found[kind] = tuple(keys for word in cell.split(";") if (keys := fold(word)))
    if missing := set(KINDS) - found.keys():
        raise GazetteerError(path, 1, f"no row for {', '.join(sorted(missing))}")
    return found
