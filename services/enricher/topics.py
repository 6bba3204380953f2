"""What an item is about, from the closed list: words weighed by where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag, TopicTag
from services.enricher.gazetteer.topics.load import Cue, cues
from services.enricher.statecraft import is_diplomatic, words
from services.enricher.text import Document, Sentence

# A topic is named from this weight on: one word of weight 3 in the lead, or two lesser ones. Fitted, with the factors below, on
# marked passages (not published here): what a word counts where it stands, when it is said again, in history (`past`), in a sentence of a deed.
THRESHOLD = 3.0
REPEAT = 0.3
PLACES = {"title": 1.5, "lead": 1.2, "part": 1.1, "rest": 0.9, "past": 0.6, "deed": 1.15}


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
    officials: tuple[OfficialTag, ...],
) -> tuple[TopicTag, ...]:
    found = evidence_of(document, organisations)
    bar = THRESHOLD if is_diplomatic(document, countries, organisations, officials) else 3 * THRESHOLD
    return tuple(
        TopicTag(
            id=topic,
            score=round(evidence.weight / (evidence.weight + THRESHOLD), 2),
            mentions=tuple(document.mention(*s) for s in evidence.spans),
        )
        for topic, evidence in sorted(found.items(), key=lambda entry: -entry[1].weight)
        if evidence.weight >= bar
    )


def evidence_of(document: Document, organisations: tuple[OrganisationTag, ...]) -> dict[str, Evidence]:
    """What speaks for each topic, above the threshold or not."""
    found: dict[str, Evidence] = {}
    digest = _is_digest(document)
    bodies = _bodies(document, organisations)
    for sentence in document.sentences:
        place = _weight(document, sentence, digest=digest)
        setting = any(token.key in _MARGINS for token in sentence.tokens)
        for cue, phrase, span in _cues(sentence, bodies.get(sentence.start, set())):
            if setting and cue.topic == "multilateral":
                continue  # a gathering named as the setting of another event
            evidence = found.setdefault(cue.topic, Evidence())
            evidence.weight += cue.weight * place * (REPEAT if phrase in evidence.seen else 1.0)
            evidence.seen.add(phrase)
            evidence.spans.append(span)
    return found


# Bodies whose sessions are daily business, or which lend money: a summit with them is not the work of a forum.
_NO_FORUM = frozenset(
    [
        "EU",
        "UN",
        "UNSC",
        "NATO",
        "IMF",
        "WB",
        "ADB",
        "AfDB",
        "EIB",
        "EBRD",
        "AIIB",
        "NDB",
        "IDB",
        "ECB",
        "ICJ",
        "ICC",
        "IAEA",
        "WHO",
        "WFP",
        "UNHCR",
        "UNESCO",
        "UNICEF",
        "ICRC",
        "INTERPOL",
        "OPCW",
        "WTO",
    ]
)


def _bodies(document: Document, organisations: tuple[OrganisationTag, ...]) -> dict[int, set[str]]:
    """What `@body` and `@forum` stand for, by the start of each sentence that names a body or a forum."""
    found: dict[int, set[str]] = {}
    for organisation in organisations:
        words = {"@body"} if organisation.code in _NO_FORUM else {"@body", "@forum"}
        for mention in organisation.mentions:
            if sentence := document.sentence_at(mention.start):
                found.setdefault(sentence.start, set()).update(words)
    return found


def _cues(sentence: Sentence, bodies: set[str]) -> Iterator[tuple[Cue, str, tuple[int, int]]]:
    tokens = sentence.tokens
    keys: set[str] | None = None
    for match in cues().search(tokens):
        for cue in match.value:
            if not cue.weight:
                continue
            if cue.beside:
                keys = keys or {token.key for token in tokens} | bodies
                if not cue.beside & keys:
                    continue
            phrase = " ".join(token.key for token in tokens[match.first : match.last])
            yield cue, phrase, (tokens[match.first].start, tokens[match.last - 1].end)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MARGINS = frozenset({"margins", "margin", "sidelines", "sideline", "fringes"})
_LONG_AGO = frozenset({"anniversary", "decades", "colonial", "nineties", "eighties", "century"})


def _weight(document: Document, sentence: Sentence, *, digest: bool) -> float:
    """The title and the lead count more, what is told as history less; each part of a digest or a briefing is its own lead."""
    if sentence.is_dateline:
        return 0.0
    if sentence.paragraph == 0:
        return PLACES["title"]
    first = sentence.paragraph == 1
    place = PLACES["lead"] if first else PLACES["part"] if digest else PLACES["rest"]
    if _is_past(document, sentence):
        return place * PLACES["past"]
    return place * (PLACES["deed"] if any(token.key in words("deed") for token in sentence.tokens) else 1.0)


def _is_past(document: Document, sentence: Sentence) -> bool:
    text = document.text[sentence.start : sentence.end]
    years = [int(year) for year in _YEAR.findall(text)]
    return any(token.key in _LONG_AGO for token in sentence.tokens) or (bool(years) and max(years) <= document.day.year - 2)


def _is_digest(document: Document) -> bool:
    """Whether the parts of the item are news of their own: several datelines, or questions and answers."""
    if len(document.datelines) > 1:
        return True
    starts = {sentence.paragraph: sentence for sentence in reversed(document.sentences)}
    return sum(":" in [token.text for token in sentence.tokens[:4]] for sentence in starts.values()) > 2
