"""What an item is about, from the closed list: words weighed by where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag, TopicTag
from services.enricher.gazetteer.topics.load import Cue, cues
from services.enricher.text import Document, Sentence

THRESHOLD = 3.0


@dataclass
class Evidence:
    """What speaks for a topic: its weight, and the spans of the words."""

    weight: float = 0.0
    spans: list[tuple[int, int]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def tag(
    document: Document,
    countries: tuple[CountryTag, ...],
    organisations: tuple[OrganisationTag, ...],
    officials: tuple[OfficialTag, ...] = (),
) -> tuple[TopicTag, ...]:
    found: dict[str, Evidence] = {}
    for sentence in document.sentences:
        place = _weight(document, sentence)
        for cue, words, span in _cues(sentence):
            evidence = found.setdefault(cue.topic, Evidence())
            evidence.weight += cue.weight * place * (0.3 if words in evidence.seen else 1.0)
            evidence.seen.add(words)
            evidence.spans.append(span)
    return tuple(
        TopicTag(
            id=topic,
            score=round(evidence.weight / (evidence.weight + THRESHOLD), 2),
            mentions=tuple(document.mention(*s) for s in evidence.spans),
        )
        for topic, evidence in sorted(found.items(), key=lambda entry: -entry[1].weight)
        if evidence.weight >= THRESHOLD
    )


def _cues(sentence: Sentence) -> Iterator[tuple[Cue, str, tuple[int, int]]]:
    tokens = sentence.tokens
    keys: set[str] | None = None
    for match in cues().search(tokens):
        for cue in match.value:
            if not cue.weight:
                continue
            if cue.beside:
                keys = keys or {token.key for token in tokens}
                if not cue.beside & keys:
                    continue
            words = " ".join(token.key for token in tokens[match.first : match.last])
            yield cue, words, (tokens[match.first].start, tokens[match.last - 1].end)


_PAST = re.compile(r"\b(?:19\d\d|20[01]\d)\b")


def _weight(document: Document, sentence: Sentence) -> float:
    if sentence.paragraph == 0:
        return 1.5
    if sentence.is_dateline:
        return 0.0
    return 1.2 if sentence.paragraph == 1 else 0.9
