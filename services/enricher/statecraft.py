"""Whether states are at work in an item, or are named in sport, crime, markets and culture."""

import functools

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag
from services.enricher.gazetteer.rows import read_rows
from services.enricher.gazetteer.topics.load import PATH
from services.enricher.referents import Referent, referents
from services.enricher.text import Document

# Plain verbs that follow the name of a team or a resort as well.
_PLAIN = frozenset(
    {"is", "are", "has", "have", "will", "left", "hold", "held", "said", "says", "sent", "gave", "wants", "want", "called", "calls"}
)
ENOUGH = 1


def is_diplomatic(
    document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...], officials: tuple[OfficialTag, ...]
) -> bool:
    if document.item.source.kind in ("ministry", "mission") or organisations:
        return True
    if len(countries) < 2:
        return False
    return any(official.office not in ("other", None) for official in officials) or doings(document) >= ENOUGH


def doings(document: Document) -> int:
    """In how many sentences a state acts: its name or demonym goes before an organ or a verb of what states do."""
    return len({referent.sentence for referent in referents(document) if _acts(document, referent)})


def _acts(document: Document, referent: Referent) -> bool:
    tokens = document.sentences[referent.sentence].tokens
    after = [token.key for token in tokens[referent.last : referent.last + 3]]
    if referent.kind == "leader" or not after:
        return referent.kind == "leader"
    if after[0] == "'s":
        return len(after) > 1 and after[1] in words("organ")
    if referent.kind in ("demonym", "community"):
        return after[0] in words("organ")
    return after[0] in words("act") - _PLAIN and referent.kind in ("name", "capital", "seat", "historic")


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind of acts.tsv, folded."""
    return next(frozenset(cell.split("; ")) for _, (row, cell) in read_rows(PATH.parent / "acts.tsv", 2) if row == kind)
