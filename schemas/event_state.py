"""diplomacy.events.v1: all that is known of one event, compacted by its id."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.enriched_item import CountryCode, DateSpan
from schemas.news_item import Instant, NonEmpty
from schemas.vocabulary import PASSED_ON, EventType, Role, Status


class Evidence(Struct, frozen=True, kw_only=True):
    """The sentence that a fact rests on, and where it stands. `source` is the source's id."""

    item_id: NonEmpty
    version: str
    source: str
    url: str | None = None
    published_at: Instant
    sentence: str


class EventState(Struct, frozen=True, kw_only=True):
    """All that is known of one event. `type`, `roles` and `when` are as the items' enricher gave them.

    `sources` counts independent sources; `evidence` holds five at most, the newest first. A merged event stays, and
    `merged_into` names the one that it is now part of.
    """

    event_id: NonEmpty
    revision: Annotated[int, Meta(ge=1)]
    type: Annotated[EventType, PASSED_ON]
    name: str | None = None
    mechanism: str | None = None
    round: int | None = None
    countries: tuple[CountryCode, ...] = ()
    organisations: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    roles: Annotated[dict[str, Role], PASSED_ON] = {}
    status: Status
    when: Annotated[DateSpan | None, PASSED_ON] = None
    place: str | None = None
    disputed_by: tuple[str, ...] = ()
    sources: Annotated[int, Meta(ge=0)] = 1
    first_seen_at: Instant
    changed_at: Instant
    evidence: Annotated[tuple[Evidence, ...], Meta(max_length=5)] = ()
    merged_into: str | None = None
    split_from: str | None = None
