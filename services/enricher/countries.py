"""The states that a text refers to, and how much it is about each."""

from schemas.enriched_item import CountryTag
from services.enricher.gazetteer.countries.load import names
from services.enricher.text import Document


def tag(document: Document) -> tuple[CountryTag, ...]:
    found: dict[str, list[tuple[int, int]]] = {}
    for sentence in document.sentences:
        for match in names().search(sentence.tokens):
            if match.value.code:
                span = (sentence.tokens[match.first].start, sentence.tokens[match.last - 1].end)
                found.setdefault(match.value.code, []).append(span)
    return tuple(
        CountryTag(
            code=code, salience=0.6 if spans[0][0] < document.body_start else 0.3, mentions=tuple(document.mention(*span) for span in spans)
        )
        for code, spans in found.items()
    )
