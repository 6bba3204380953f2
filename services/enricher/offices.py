"""Which office of the closed list the words of a title name."""

from collections.abc import Sequence

from services.enricher.titles import Title
from services.enricher.tokens import Token

_MINISTERS = (
    ("foreign_minister", frozenset({"foreign", "external", "international"})),
    ("defence_minister", frozenset({"defence", "defense", "war"})),
    ("finance_minister", frozenset({"finance", "treasury", "exchequer", "financial"})),
    ("trade_minister", frozenset({"trade", "commerce", "commercial"})),
    ("interior_minister", frozenset({"interior", "home", "internal"})),
    ("energy_minister", frozenset({"energy", "oil", "petroleum", "power", "electricity"})),
)
_HEADS_OF_MINISTRIES = frozenset({"minister", "secretary", "state secretary", "cabinet secretary", "commissioner", "secretary of state"})
_PERMANENT_FOREIGN_SECRETARIES = frozenset({"IN", "PK", "BD", "LK", "NP", "BT", "MV"})
_LOWER = frozenset({"deputy", "vice", "assistant", "state", "junior", "under"})
_BODIES = frozenset({"commission", "council", "bank", "fund", "authority", "union", "league", "assembly"})


def office_of(tokens: Sequence[Token], title: Title, code: str | None = None) -> str:
    """`code` is the state acted for, where it is known: a foreign secretary is a minister in London and an official in Delhi."""
    if title.head.singular == "foreign secretary" and code in _PERMANENT_FOREIGN_SECRETARIES:
        return "foreign_secretary"
    keys = {token.key for token in tokens[title.first : title.last]}
    head, office = title.head.singular, title.head.office
    if head in _HEADS_OF_MINISTRIES and head != "secretary of state":
        office = next((office for office, matters in _MINISTERS if keys & matters), office)
        if office == "foreign_minister" and keys & _LOWER:
            return "deputy_foreign_minister"
        if head == "minister" and "prime" in keys:
            return "head_of_government"
        return office if not keys & _LOWER else "other"
    if office == "head_of_state" and head == "president" and keys & _BODIES:
        return "organisation_head"
    if office in ("head_of_government", "head_of_state") and keys & {"deputy", "vice"}:
        return "deputy_head_of_government"
    if office == "foreign_minister" and keys & {"deputy", "assistant", "under"}:
        return "deputy_foreign_minister"
    return "other" if keys & {"former", "ex"} else office
