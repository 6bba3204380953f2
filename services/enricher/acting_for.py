"""For which state or body an official acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.enriched_item import CountryTag, OrganisationTag
from services.enricher.gazetteer.officials.load import BODY, Person
from services.enricher.introductions import Introduction
from services.enricher.organisations import publisher
from services.enricher.parts import Cut
from services.enricher.text import Document

_OF_BODIES = frozenset(
    {
        "secretary-general",
        "secretary general",
        "under-secretary-general",
        "deputy secretary-general",
        "assistant secretary-general",
        "managing director",
        "executive director",
        "director-general",
        "high representative",
        "foreign policy chief",
    }
)


@dataclass(frozen=True)
class Setting:
    document: Document
    cuts: Sequence[Cut]
    countries: tuple[CountryTag, ...]
    organisations: tuple[OrganisationTag, ...]


def acting_for(setting: Setting, introduced: Sequence[tuple[int, Introduction]], known: Person | None) -> str | None:
    """A code; the text's own words come first, then the gazetteer, then the setting of the introduction."""
    for _, introduction in introduced:
        if len(introduction.codes) == 1 and not (known and introduction.title is None and introduction.codes[0] != known.of):
            return introduction.codes[0]
    if known is not None:
        return known.of
    for n, introduction in introduced:
        if code := _from_setting(setting, n, introduction):
            return code
    return None


def _from_setting(setting: Setting, n: int, introduction: Introduction) -> str | None:
    head = introduction.title.head.singular if introduction.title else ""
    bodies = publisher(setting.document)
    if bodies:
        return BODY + min(bodies)
    if head in _OF_BODIES:
        return _nearest(setting, n, introduction.first, "organisation")
    if setting.document.home:
        return setting.document.home
    return _nearest(setting, n, introduction.first, "country")


def _nearest(setting: Setting, n: int, before: int, kind: str) -> str | None:
    """The state or body named last before the name; failing that, the first one after it, then that of the dateline."""
    for m in range(n, -1, -1):
        codes = [part.codes[0] for part in setting.cuts[m].parts if part.kind == kind and part.codes and (m < n or part.first < before)]
        if codes:
            return codes[-1]
    if kind == "country":
        return setting.countries[0].code if setting.countries else None
    return BODY + setting.organisations[0].code if setting.organisations else None
