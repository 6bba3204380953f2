"""The closed lists of the contract.

A closed list binds writers: `schemas.codec.encode` refuses any other value. Readers accept values that they do not know,
so a list may grow within a major version.
"""

from typing import Annotated

from msgspec import Meta

SOURCE_KINDS = ("agency", "ministry", "mission", "media", "social")
PUBLISHED_PRECISIONS = ("instant", "day")
ORIGINS = ("live", "backfill")
OFFICES = (
    "head_of_state",
    "head_of_government",
    "deputy_head_of_government",
    "foreign_minister",
    "deputy_foreign_minister",
    "defence_minister",
    "finance_minister",
    "trade_minister",
    "interior_minister",
    "energy_minister",
    "other_minister",
    "foreign_secretary",
    "national_security_adviser",
    "ambassador",
    "ambassador_un",
    "envoy",
    "spokesperson",
    "organisation_head",
    "parliament_head",
    "military_head",
    "other",
)
TOPICS = (
    "trade.dialogue",
    "trade.tariffs",
    "trade.agreement",
    "sanctions",
    "economy.finance",
    "energy",
    "climate",
    "technology.critical-emerging",
    "technology.cyber",
    "security.defence",
    "security.conflict",
    "security.ceasefire",
    "security.terrorism",
    "security.nuclear",
    "maritime",
    "border",
    "migration",
    "human-rights",
    "consular",
    "health",
    "food-water",
    "transport-connectivity",
    "education-culture",
    "elections-government",
    "multilateral",
    "humanitarian",
)
EVENT_TYPES = (
    "dialogue",
    "summit",
    "visit",
    "meeting",
    "call",
    "negotiation",
    "signing",
    "ceasefire",
    "sanction",
    "expulsion",
    "mediation",
)
STATUSES = ("proposed", "scheduled", "ongoing", "held", "postponed", "cancelled")
ROLES = ("host", "guest", "mediator", "imposer", "target")
DATE_PRECISIONS = ("day", "week", "month", "quarter", "year")
# In the order in which an EventChange lists them.
CHANGE_KINDS = (
    "announced",
    "confirmed",
    "dated",
    "rescheduled",
    "placed",
    "moved",
    "started",
    "held",
    "extended",
    "postponed",
    "cancelled",
    "revived",
    "disputed",
    "lapsed",
    "retracted",
)
CAUSES = ("item", "clock", "merge", "split", "operator", "replay")


def _closed(values: tuple[str, ...], description: str) -> Meta:
    return Meta(description=description, extra_json_schema={"x-known-values": list(values)}, extra={"closed": frozenset(values)})


# Marks a field whose values a service passes on as it read them: they may be newer than its own lists, and are not checked.
PASSED_ON = Meta(extra={"passed_on": True})

SourceKind = Annotated[str, _closed(SOURCE_KINDS, "Who publishes it.")]
PublishedPrecision = Annotated[str, _closed(PUBLISHED_PRECISIONS, "`day` where only the day of publication is known.")]
Origin = Annotated[str, _closed(ORIGINS, "A `backfill` fills the calendar and notifies nobody.")]
Office = Annotated[str, _closed(OFFICES, "The kind of office, whatever its title.")]
Topic = Annotated[str, _closed(TOPICS, "The topic, and its part after a full stop.")]
EventType = Annotated[str, _closed(EVENT_TYPES, "What is done: a `visit` and the `meeting` in it are two events.")]
Status = Annotated[str, _closed(STATUSES, "How far it has come, as of publication.")]
Role = Annotated[str, _closed(ROLES, "What a party does in it.")]
DatePrecision = Annotated[str, _closed(DATE_PRECISIONS, "How exact the words are: a range of days is `day`.")]
ChangeKind = Annotated[str, _closed(CHANGE_KINDS, "What is new; in the order of this list.")]
Cause = Annotated[str, _closed(CAUSES, "What brought it about.")]
