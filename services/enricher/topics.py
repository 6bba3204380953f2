"""What a text is about, from the closed list."""

from schemas.enriched_item import CountryTag, OrganisationTag, TopicTag
from services.enricher.text import Document


def tag(document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...]) -> tuple[TopicTag, ...]:
    return ()
