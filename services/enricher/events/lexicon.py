"""The word lists and the trigger phrases of the event taggers."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import EVENT_TYPES
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases

HERE = Path(__file__).parent
POSITIONS = frozenset(("verb", "noun"))
CUES = frozenset(("cancelled", "postponed", "moved", "proposed", "scheduled", "ongoing", "revived", "denied"))

LISTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split()) for name, words in tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8")).items()
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A phrase that tells of an event. `needs` is what must stand beside it: person, state, place, envoy, or nothing."""

    type: str
    position: str
    needs: str


@functools.cache
def triggers() -> Phrases[Trigger]:
    """triggers.tsv: type, position, what it needs, forms with semicolons between."""
    path = HERE / "triggers.tsv"
    entries: list[tuple[str, Trigger]] = []
    for line, (kind, position, needs, forms) in read_rows(path, 4):
        if kind not in EVENT_TYPES:
            raise GazetteerError(path, line, f"{kind!r} is not one of {', '.join(EVENT_TYPES)}")
        if position not in POSITIONS:
            raise GazetteerError(path, line, f"{position!r} is not one of {', '.join(sorted(POSITIONS))}")
        entries += [(form.strip(), Trigger(kind, position, needs)) for form in forms.split(";")]
    return Phrases(entries)


@functools.cache
def cues() -> Phrases[str]:
    """cues.tsv: what becomes of an event, and the forms that say so."""
    path = HERE / "cues.tsv"
    entries: list[tuple[str, str]] = []
    for line, (cue, forms) in read_rows(path, 2):
        if cue not in CUES:
            raise GazetteerError(path, line, f"{cue!r} is not one of {', '.join(sorted(CUES))}")
        entries += [(form.strip(), cue) for form in forms.split(";")]
    return Phrases(entries)
