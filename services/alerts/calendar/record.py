"""What the calendar keeps of one event."""

import datetime
import functools
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.event_state import EventState
from services.alerts.calendar.claims import Claim, evidence_of
from services.alerts.calendar.diff import lapses_at
from services.alerts.calendar.facts import Facts, resolve
from services.alerts.calendar.neighbourhood import filed_under
from services.alerts.calendar.profile import Profile, profile_of

MOST_EVIDENCE = 5


class EventRecord(Struct, frozen=True, kw_only=True, dict=True):
    """`state` is null, and `revision` 0, while the event is only denied: nobody has been told of it.

    `retracted` where no report of it stands any more; `lapsed` where that has been said; `met_late` where it was over for more than a week when it
    was first met. `lapses_at` is when the clock has something to say of it, null where it has not. `claims` are in order of publication.
    """

    event_id: str
    revision: int = 0
    state: EventState | None = None
    claims: tuple[Claim, ...] = ()
    retracted: bool = False
    lapsed: bool = False
    met_late: bool = False
    lapses_at: datetime.datetime | None = None
    split_from: str | None = None

    @functools.cached_property
    def profile(self) -> Profile:
        """What it looks like to a claim published later than all of its own."""
        return profile_of(self.claims)

    @functools.cached_property
    def filed(self) -> frozenset[str]:
        """All keys under which it is to be found."""
        return frozenset[str]().union(*map(filed_under, self.claims))

    @functools.cached_property
    def facts(self) -> Facts | None:
        """What is known of it; null where that is nothing."""
        return None if self.retracted or self.state is None else resolve(self.claims)


def revised(record: EventRecord, claims: tuple[Claim, ...], facts: Facts, now: datetime.datetime) -> EventRecord:
    """The next revision of an event, with these claims, of which `facts` is what they come to."""
    revision = record.revision + 1
    return replace(
        record,
        revision=revision,
        claims=claims,
        state=_state(record, claims, facts, revision, now),
        retracted=False,
        lapses_at=None if record.lapsed else lapses_at(facts),
    )


def withdrawn(record: EventRecord, claims: tuple[Claim, ...], now: datetime.datetime) -> EventRecord:
    """No report of it stands any more; its facts stay as they were last known."""
    revision = record.revision + 1
    state = record.state and replace(record.state, revision=revision, changed_at=now)
    return replace(record, revision=revision, claims=claims, state=state, retracted=True, lapses_at=None)


def merged(record: EventRecord, into: str, now: datetime.datetime) -> EventRecord:
    revision = record.revision + 1
    state = record.state and replace(record.state, revision=revision, changed_at=now, merged_into=into)
    return replace(record, revision=revision, claims=(), state=state, lapses_at=None)


def _state(record: EventRecord, claims: Sequence[Claim], facts: Facts, revision: int, now: datetime.datetime) -> EventState:
    return EventState(
        event_id=record.event_id,
        revision=revision,
        type=facts.type,
        name=facts.name,
        mechanism=facts.mechanism,
        round=facts.round,
        countries=facts.countries,
        organisations=facts.organisations,
        officials=facts.officials,
        roles=facts.roles,
        status=facts.status,
        when=facts.when,
        place=facts.place,
        disputed_by=facts.course.disputed_by,
        sources=facts.sources,
        first_seen_at=min(claim.received_at for claim in claims),
        changed_at=now,
        evidence=tuple(map(evidence_of, [claim for claim in reversed(claims) if not claim.spent][:MOST_EVIDENCE])),
        split_from=record.split_from,
    )
