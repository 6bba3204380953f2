"""International bodies and standing groups that a text names, by their usual short form."""

from collections.abc import Iterator

from schemas.enriched_item import OrganisationTag
from services.enricher.gazetteer.organisations.load import Form, forms, names
from services.enricher.text import Document, Sentence


def tag(document: Document) -> tuple[OrganisationTag, ...]:
    found: dict[str, list[tuple[int, int]]] = {}
    for form, start, end in mentions(document):
        found.setdefault(form.code, []).append((start, end))
    return tuple(
        OrganisationTag(code=code, name=names()[code], mentions=tuple(document.mention(*span) for span in spans))
        for code, spans in found.items()
    )


def mentions(document: Document) -> list[tuple[Form, int, int]]:
    """Each form that stands for a body, with its span; one that leans on another form counts only beside it."""
    matches = [match for sentence in document.sentences for match in _matches(sentence)]
    named = {form.code for form, _, _ in matches if not form.leans} | publisher(document)
    return [match for match in matches if match[0].code and (not match[0].leans or match[0].code in named)]


def publisher(document: Document) -> set[str]:
    """The body that published the item, by the words of the source's id ("un-press", "council-eu")."""
    source = document.item.source
    return {part.upper() for part in source.id.split("-")} & names().keys() if source.kind in ("ministry", "mission") else set()


def _matches(sentence: Sentence) -> Iterator[tuple[Form, int, int]]:
    tokens = sentence.tokens
    for match in forms().search(tokens):
        yield match.value, tokens[match.first].start, tokens[match.last - 1].end
