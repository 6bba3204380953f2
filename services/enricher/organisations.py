"""International bodies and standing groups that a text names."""

from schemas.enriched_item import OrganisationTag
from services.enricher.text import Document


def tag(document: Document) -> tuple[OrganisationTag, ...]:
    found = [(t.start, t.end) for sentence in document.sentences for t in sentence.tokens if t.text in ("UN", "EU", "NATO")]
    codes = dict.fromkeys(document.text[start:end] for start, end in found)
    return tuple(
        OrganisationTag(
            code=code, name=code, mentions=tuple(document.mention(*span) for span in found if document.text[span[0] : span[1]] == code)
        )
        for code in codes
    )
