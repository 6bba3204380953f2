"""Takes in one enriched item: the calendar, those to be told, and what Kafka is to hear, all in one transaction.

Locks come in three steps, each in ascending order and the next only when all of the one before are held, so that no two transactions wait for
each other: the keys of the neighbourhood (with the bands of the story), the events in it, the notifications. Where a step finds that
it needs more of an earlier one, the transaction is rolled back and begun again with more.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import uuid_utils
from sqlalchemy import Connection, Engine

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.topic_table import DIPLOMACY_CHANGES, DIPLOMACY_EVENTS, Topic
from services.alerts.calendar.arrive import Neighbourhood, Outcome, arrive, keys_for
from services.alerts.calendar.claims import claims_of
from services.alerts.calendar.neighbourhood import filed_under
from services.alerts.calendar.record import EventRecord
from services.alerts.database import lock_all, lock_number
from services.alerts.match import notify, relay, store
from services.alerts.match.matching import change_subject, item_subject, official_ids
from services.alerts.match.store import Around
from services.alerts.match.stories import bands, story_of
from services.alerts.subscriptions import ActiveSubscriptions

# From the first try on; each further one is for keys or events that the one before has found.
MOST_ROUNDS = 20


class Unhandled(Exception):
    """The calendar cannot make sense of an item: a fault of its data or of ours, and of nobody else's item."""


class Unsettled(Exception):
    """An item's neighbourhood kept changing under it."""


@dataclass(frozen=True)
class Taken:
    """`reason` is the calendar's: taken, known, superseded. `notified` counts the rows that were new."""

    reason: str
    kinds: tuple[str, ...] = ()
    notified: int = 0


def take(
    engine: Engine, known: ActiveSubscriptions, enriched: EnrichedItem, *, traceparent: str, clock: Callable[[], datetime.datetime]
) -> Taken:
    """Raises Unhandled, EncodeError and sqlalchemy's DataError for the item's own faults; what else the database raises is not the item's."""
    mine = _computed(lambda: frozenset(key for claim in claims_of(enriched) for key in filed_under(claim)))
    keys = _computed(lambda: keys_for(enriched))
    for _ in range(MOST_ROUNDS):
        with engine.connect() as connection:
            around = _locked(connection, enriched, keys, mine)
            if around is None:
                continue
            outcome = _arrive(around.near, enriched, clock())
            if not outcome.wants:
                taken = _store(connection, known, enriched, around, outcome, traceparent=traceparent, now=clock())
                connection.commit()
                return taken
            keys |= outcome.wants
    raise Unsettled(f"not settled after {MOST_ROUNDS} rounds")


def _locked(connection: Connection, enriched: EnrichedItem, keys: frozenset[str], mine: frozenset[str]) -> Around | None:
    """What the keys hold, nobody else's to change until the transaction ends; None where it changed before we had it."""
    copies = [lock_number(f"band {band}") for band in bands(enriched.fingerprint)]
    lock_all(connection, [*copies, *(store.key_number(key) for key in keys | mine)])
    ids = store.event_ids(connection, keys)
    lock_all(connection, [store.event_number(event_id) for event_id in ids])
    if ids and not store.event_ids(connection, keys) <= ids:
        return None
    return store.load(connection, keys, ids, enriched.item.id)


def _arrive(near: Neighbourhood, enriched: EnrichedItem, now: datetime.datetime) -> Outcome:
    """The clock of the calendar is the item's receipt, as in a replay; a clock of ingest that runs ahead is not believed."""
    return _computed(lambda: arrive(near, enriched, min(enriched.item.received_at, now), lambda: str(uuid_utils.uuid7())))


def _store(
    connection: Connection,
    known: ActiveSubscriptions,
    enriched: EnrichedItem,
    around: Around,
    outcome: Outcome,
    *,
    traceparent: str,
    now: datetime.datetime,
) -> Taken:
    topics = _topics(around.topics, enriched, outcome.events)
    write(connection, around.near.events, outcome, topics, traceparent=traceparent, now=now)
    if outcome.reason != "taken" or outcome.version is None:
        if outcome.version is not None and outcome.version != around.near.version:
            store.note_receipt(connection, outcome.version)
        return Taken(outcome.reason)
    item = enriched.item
    story = around.story or story_of(connection, item.id, enriched.fingerprint, item.received_at)
    store.store_item(connection, enriched, outcome.version, story)
    subscriptions = known.read(connection)
    rows = [
        row
        for change in outcome.changes
        if change.notify
        for row in notify.change_rows(
            subscriptions,
            change_subject(change, topics=topics[change.event_id], official_ids=official_ids(enriched, change.after)),
            change,
            item,
            traceparent=traceparent,
            now=now,
        )
    ]
    if item.origin == "live" and not item.retracted:
        rows += notify.item_rows(subscriptions, item_subject(enriched), enriched, story, traceparent=traceparent, now=now)
    created = notify.store(connection, rows)
    return Taken(outcome.reason, kinds=tuple(kind for change in outcome.changes for kind in change.changes), notified=created)


def write(
    connection: Connection,
    near: tuple[EventRecord, ...],
    outcome: Outcome,
    topics: dict[str, frozenset[str]],
    *,
    traceparent: str,
    now: datetime.datetime,
) -> None:
    """The outcome's events and changes, here and on their way to Kafka. `near` are the events as they were loaded."""
    store.store_events(connection, near, outcome.events, topics)
    store.store_changes(connection, outcome.changes)
    revisions = {record.event_id: record.revision for record in near}
    states = [record.state for record in outcome.events if record.state and record.revision > revisions.get(record.event_id, 0)]
    messages: list[tuple[Topic, EventState | EventChange]] = [
        *((DIPLOMACY_EVENTS, state) for state in states),
        *((DIPLOMACY_CHANGES, change) for change in outcome.changes),
    ]
    relay.put(connection, messages, traceparent=traceparent, now=now)


def _topics(known: dict[str, frozenset[str]], enriched: EnrichedItem, turned: tuple[EventRecord, ...]) -> dict[str, frozenset[str]]:
    """Of each event in `turned`: those that it had, and the item's where the item tells of it."""
    own = frozenset(tag.id for tag in enriched.topics)
    return {
        record.event_id: known.get(record.event_id, frozenset())
        | (own if any(claim.item_id == enriched.item.id for claim in record.claims) else frozenset())
        for record in turned
    }


Computed = TypeVar("Computed")


def _computed(compute: Callable[[], Computed]) -> Computed:
    """What a pure function answers; whatever it raises is Unhandled, since only the item can be the cause."""
    try:
        return compute()
    except Exception as error:
        raise Unhandled(f"{type(error).__name__}: {error}") from error
