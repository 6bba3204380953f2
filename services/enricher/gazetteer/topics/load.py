"""Words that speak for topics: `topics.tsv`, whose head says what each field means."""

import functools
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import TOPICS
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import fold

PATH = Path(__file__).parent / "topics.tsv"
# A body, a forum of states, named in the sentence.
PLACEHOLDERS = {"@body", "@forum"}
WEIGHTS = {"0", "1", "2", "3"}


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase says of one topic. `beside` holds words of which the sentence must have one; empty where it needs none."""

    topic: str
    weight: int
    beside: frozenset[str]


@functools.cache
def cues() -> Phrases[tuple[Cue, ...]]:
    """Each phrase, in the singular and the plural, with what it says of each topic."""
    found: dict[tuple[str, ...], dict[str, Cue]] = {}
    for line, (topic, weight, cell) in read_rows(PATH, 3):
        if topic not in TOPICS:
            raise GazetteerError(PATH, line, f"{topic!r} is not one of {', '.join(TOPICS)}")
        if weight not in WEIGHTS:
            raise GazetteerError(PATH, line, f"{weight!r} is not one of {', '.join(sorted(WEIGHTS))}")
        for entry in cell.split(";"):
            phrase, _, beside = entry.partition("|")
            cue = Cue(topic, int(weight), frozenset(beside.split()) & PLACEHOLDERS | frozenset(fold(beside)))
            keys = fold(phrase)
            if not keys:
                raise GazetteerError(PATH, line, "an empty phrase")
            found.setdefault(keys, {})[topic] = cue
            found.setdefault((*keys[:-1], plural(keys[-1])), {}).setdefault(topic, cue)
    phrases: Phrases[tuple[Cue, ...]] = Phrases(())
    for keys, by_topic in found.items():
        phrases.add(keys, tuple(by_topic.values()))
    return phrases


def plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
