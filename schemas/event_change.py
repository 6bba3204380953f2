"""diplomacy.changes.v1: one change of one event, with the sentences that say so."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.event_state import EventState, Evidence
from schemas.news_item import Instant, NonEmpty
from schemas.vocabulary import Cause, ChangeKind


class EventChange(Struct, frozen=True, kw_only=True):
    """One change of one event: a date and a place may move together.

    `before` is null for an event first known. `notify` is false where nobody is to be told (a backfill, a late discovery).
    """

    event_id: NonEmpty
    revision: Annotated[int, Meta(ge=1)]
    changes: tuple[ChangeKind, ...]
    before: EventState | None = None
    after: EventState
    evidence: tuple[Evidence, ...] = ()
    cause: Cause
    notify: bool
    changed_at: Instant
