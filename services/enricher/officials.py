"""People whom a text introduces by a public office, or who are known to hold one."""

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag
from services.enricher.text import Document


def tag(document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...]) -> tuple[OfficialTag, ...]:
    return ()
