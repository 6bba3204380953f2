"""One step of the calendar, pure: an item arrives, or time passes, and this says what becomes of the events around it.

The in-memory replay and the matcher on PostgreSQL both do no more than load what a step asks for, call it, and store what it answers.

    keys = keys_for(enriched)
    while True:
        outcome = arrive(load(keys), enriched, now, mint)     # under one lock with the storing
        if not outcome.wants:
            break
        keys |= outcome.wants
    store(outcome)

`load(keys)` answers with a `Neighbourhood`: the stored `ItemVersion` of the item; every event that has a claim filed under one of the keys
(`neighbourhood.filed_under(claim)`, stored with each claim), each with *all* of its claims; and the keys themselves.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import Evidence
from schemas.news_item import NewsItem
from services.alerts.calendar.claims import Claim, ItemVersion, claims_of, evidence_of, version_of
from services.alerts.calendar.diff import diff, is_past, lapse
from services.alerts.calendar.facts import Facts, resolve
from services.alerts.calendar.heirs import heirs
from services.alerts.calendar.neighbourhood import neighbourhood
from services.alerts.calendar.record import MOST_EVIDENCE, EventRecord, merged, revised, withdrawn
from services.alerts.calendar.regroup import Group, regroup


class Neighbourhood(Struct, frozen=True, kw_only=True):
    """What is stored around an item. `keys` are those by which it was loaded; `version` is the item's own, if it has been taken in before."""

    keys: frozenset[str]
    version: ItemVersion | None = None
    events: tuple[EventRecord, ...] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """What to store and to publish, all in one transaction; or, where `wants` is not empty, what to load besides before asking again.

    `reason` is one of "taken", "known" (the same version again), "superseded" (a later version is there). `version` is to be stored for the item.
    `events` are the events that are new or other than they were: a record whose revision has risen has a state to publish. Their claims are
    to be stored as they are now, each under the event that it stands in; no claim is ever deleted. `changes` are to be published in this order;
    `notify` says of each whether subscribers hear of it, which they never do of what a superseded version changes.
    """

    reason: str
    wants: frozenset[str] = frozenset()
    version: ItemVersion | None = None
    events: tuple[EventRecord, ...] = ()
    changes: tuple[EventChange, ...] = ()


def keys_for(enriched: EnrichedItem) -> frozenset[str]:
    """What to load before `arrive` is asked the first time."""
    return neighbourhood(claims_of(enriched), enriched.item.id)


def arrive(near: Neighbourhood, enriched: EnrichedItem, now: datetime.datetime, mint: Callable[[], str]) -> Outcome:
    """Takes in one version of one item. `mint` makes the ids of new events, which sort by age (UUIDv7)."""
    version = version_of(enriched.item)
    if near.version is not None and near.version.same_content(version):
        return Outcome(reason="known", version=max(near.version, version, key=lambda one: one.rank))
    newest = near.version is None or near.version.rank < version.rank
    come = _coming(near, version.item_id, claims_of(enriched), newest)
    grouped = regroup(near.events, come, near.keys)
    if grouped.wants:
        return Outcome(reason="taken", wants=grouped.wants)
    turns = tuple(
        _turns(near.events, grouped.groups, _Arrival(item=enriched.item, now=now, live=newest and enriched.item.origin == "live"), mint)
    )
    return Outcome(
        reason="taken" if newest else "superseded",
        version=version if newest else near.version,
        events=tuple(record for record, _ in turns),
        changes=tuple(change for _, change in turns if change is not None),
    )


def tick(record: EventRecord, now: datetime.datetime) -> Outcome:
    """What the clock does to an event whose `lapses_at` has come."""
    facts = record.facts
    if facts is None or record.state is None or record.lapsed or not lapse(facts, now):
        return Outcome(reason="taken")
    lapsed = revised(replace(record, lapsed=True), record.claims, facts, now)
    assert lapsed.state is not None
    change = EventChange(
        event_id=record.event_id,
        revision=lapsed.revision,
        changes=("lapsed",),
        before=record.state,
        after=lapsed.state,
        evidence=lapsed.state.evidence,
        cause="clock",
        notify=not record.met_late,
        changed_at=now,
    )
    return Outcome(reason="taken", events=(lapsed,), changes=(change,))


def _coming(near: Neighbourhood, item_id: str, told: Sequence[Claim], newest: bool) -> tuple[Claim, ...]:
    """The item's claims that are other than they are stored: those of its newest version stand, all others are spent."""
    stored = [claim for event in near.events for claim in event.claims if claim.item_id == item_id]
    ids = {claim.id for claim in (stored if not newest else told)}
    if not newest:
        return tuple(replace(claim, spent=True) for claim in told if claim.id not in ids)
    return (*told, *(replace(claim, spent=True) for claim in stored if claim.id not in ids and not claim.spent))


class _Arrival(Struct, frozen=True, kw_only=True):
    item: NewsItem
    now: datetime.datetime
    live: bool

    def evidence(self, claims: Sequence[Claim]) -> tuple[Evidence, ...]:
        """The item's own sentence first; of an item that says nothing of the event any more, its title."""
        standing = [claim for claim in reversed(claims) if not claim.spent]
        own = [evidence_of(claim) for claim in standing if claim.item_id == self.item.id]
        others = [evidence_of(claim) for claim in standing if claim.item_id != self.item.id]
        return (*(own or [self._bare()]), *others[: MOST_EVIDENCE - 1])

    def _bare(self) -> Evidence:
        item = self.item
        return Evidence(
            item_id=item.id,
            version=item.version,
            source=item.source.id,
            url=item.url,
            published_at=item.published_at,
            sentence=item.title or "",
        )


Turn = tuple[EventRecord, EventChange | None]


def _turns(events: Sequence[EventRecord], groups: Sequence[Group], arrival: _Arrival, mint: Callable[[], str]) -> Iterator[Turn]:
    """Each event that is other than it was, with what to say of it."""
    now = {group[0].id: group for group in groups}
    same = {record.claims[0].id for record in events if record.claims and now.get(record.claims[0].id) == record.claims}
    changed = [record for record in events if record.claims and record.claims[0].id not in same]
    inherited = heirs(changed, [group for group in groups if group[0].id not in same], mint)
    for record, group in inherited.carried:
        yield _turn(record, group, arrival)
    for record in changed:
        if record.event_id in inherited.merged:
            yield _merge(record, inherited.merged[record.event_id], arrival)


def _turn(record: EventRecord, claims: Group, arrival: _Arrival) -> Turn:
    before, after = record.facts, resolve(claims)
    kinds = diff(before, after)
    if after is None:
        if record.state is None or record.retracted:
            return replace(record, claims=claims), None
        turned = withdrawn(record, claims, arrival.now)
    elif after == before:
        return replace(record, claims=claims), None
    else:
        turned = revised(_remark(record, before, after, arrival.now), claims, after, arrival.now)
    return turned, _change(record, turned, kinds, arrival) if kinds else None


def _remark(record: EventRecord, before: Facts | None, after: Facts, now: datetime.datetime) -> EventRecord:
    """Whether it is old news from the first, and whether its lapse has been said or need not be."""
    late = is_past(after, now) if before is None else record.met_late and is_past(after, now)
    return replace(record, met_late=late, lapsed=lapse(after, now) and (late or record.lapsed))


def _change(before: EventRecord, after: EventRecord, kinds: tuple[str, ...], arrival: _Arrival) -> EventChange:
    assert after.state is not None
    return EventChange(
        event_id=after.event_id,
        revision=after.revision,
        changes=kinds,
        before=before.state,
        after=after.state,
        evidence=arrival.evidence(after.claims),
        cause="item",
        notify=arrival.live and not after.met_late,
        changed_at=arrival.now,
    )


def _merge(record: EventRecord, into: str, arrival: _Arrival) -> Turn:
    ended = merged(record, into, arrival.now)
    if record.state is None or ended.state is None:
        return ended, None
    return ended, EventChange(
        event_id=record.event_id,
        revision=ended.revision,
        changes=(),
        before=record.state,
        after=ended.state,
        evidence=arrival.evidence(()),
        cause="merge",
        notify=False,
        changed_at=arrival.now,
    )
