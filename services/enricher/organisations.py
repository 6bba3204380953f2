"""International bodies and standing groups that a text names, by their usual short form."""

from collections.abc import Iterator

from schemas.enriched_item import OrganisationTag
from services.enricher.gazetteer.officials.load import BODY
from services.enricher.gazetteer.organisations.load import Form, forms, names
from services.enricher.people import sightings
from services.enricher.text import Document, Sentence


def tag(document: Document) -> tuple[OrganisationTag, ...]:
    found: dict[str, list[tuple[int, int]]] = {}
    for code, start, end in sorted({*_mentions(document), *_leaders(document)}, key=lambda mention: mention[1:]):
        found.setdefault(code, []).append((start, end))
    return tuple(
        OrganisationTag(code=code, name=names()[code], mentions=tuple(document.mention(*span) for span in spans))
        for code, spans in found.items()
    )


def _mentions(document: Document) -> list[tuple[str, int, int]]:
    """Each form that stands for a body, with its span; one that leans on another form counts only beside it."""
    matches = [match for sentence in document.sentences for match in _matches(sentence)]
    named = {form.code for form, _, _ in matches if not form.leans} | publisher(document)
    return [(form.code, start, end) for form, start, end in matches if form.code and (not form.leans or form.code in named)]


def _leaders(document: Document) -> Iterator[tuple[str, int, int]]:
    """The heads of bodies, who stand for them as a state's leaders do for the state."""
    for sighting in sightings(document):
        if sighting.person.of.startswith(BODY):
            tokens = document.sentences[sighting.sentence].tokens
            yield sighting.person.of.removeprefix(BODY), tokens[sighting.first].start, tokens[sighting.last - 1].end


def publisher(document: Document) -> set[str]:
    """The body that published the item, by the words of the source's id ("un-press", "council-eu")."""
    source = document.item.source
    return {part.upper() for part in source.id.split("-")} & names().keys() if source.kind in ("ministry", "mission") else set()


def _matches(sentence: Sentence) -> Iterator[tuple[Form, int, int]]:
    tokens = sentence.tokens
    for match in forms().search(tokens):
        yield match.value, tokens[match.first].start, tokens[match.last - 1].end
