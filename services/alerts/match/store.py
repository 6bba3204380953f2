"""The calendar in PostgreSQL: loads what a step asks for, stores what it answers. The locks are the caller's."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import ARRAY, BigInteger, Connection, insert, literal, select, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert

from schemas.enriched_item import EnrichedItem
from services.alerts.calendar.arrive import Neighbourhood
from services.alerts.calendar.claims import Claim, ItemVersion
from services.alerts.calendar.neighbourhood import filed_under
from services.alerts.calendar.record import EventRecord
from services.alerts.database import lock_number
from services.alerts.match.stories import bands, signed
from services.alerts.tables import arrivals, changes, claims, events, items

# Stands for the end of a span that is open.
LAST_DAY = datetime.date.max


@dataclass(frozen=True)
class Around:
    """What is stored around an item: its neighbourhood, the topics of each event there, and its story, if it has been taken in before."""

    near: Neighbourhood
    topics: dict[str, frozenset[str]]
    story: str | None


def event_ids(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those that have a claim filed under one of the keys."""
    numbers = literal([key_number(key) for key in sorted(keys)], ARRAY(BigInteger))
    return set(connection.execute(select(claims.c.event_id).where(claims.c["keys"].op("&&")(numbers)).distinct()).scalars())


def load(connection: Connection, keys: frozenset[str], ids: set[str], item_id: str) -> Around:
    """`ids` are the events of the keys."""
    columns = (items.c.version, items.c.received_at, items.c.published_at, items.c.retracted)
    row = connection.execute(select(*columns, items.c.story).where(items.c.id == item_id)).one_or_none()
    version = ItemVersion(item_id=item_id, **{column.name: getattr(row, column.name) for column in columns}) if row else None
    records, topics = load_events(connection, ids)
    return Around(Neighbourhood(keys=keys, version=version, events=records), topics, row.story if row else None)


def load_events(connection: Connection, ids: set[str]) -> tuple[tuple[EventRecord, ...], dict[str, frozenset[str]]]:
    """Each with all of its claims, in order of publication; and the topics of each."""
    if not ids:
        return (), {}
    told: dict[str, list[Claim]] = {id_: [] for id_ in ids}
    for row in connection.execute(select(claims.c.event_id, claims.c.claim).where(claims.c.event_id.in_(ids))):
        told[row.event_id].append(msgspec.json.decode(row.claim, type=Claim))
    columns = (events.c.event_id, events.c.record, events.c.topics)
    found = connection.execute(select(*columns).where(events.c.event_id.in_(ids)).order_by(events.c.event_id)).all()
    records = tuple(
        replace(msgspec.json.decode(row.record, type=EventRecord), claims=tuple(sorted(told[row.event_id], key=lambda claim: claim.order)))
        for row in found
    )
    return records, {row.event_id: frozenset(row.topics) for row in found}


def store_item(connection: Connection, enriched: EnrichedItem, version: ItemVersion, story: str) -> None:
    row = {
        "id": version.item_id,
        "version": version.version,
        "retracted": version.retracted,
        "published_at": version.published_at,
        "received_at": version.received_at,
        "fingerprint": signed(enriched.fingerprint),
        "bands": bands(enriched.fingerprint),
        "story": story,
        "enriched": msgspec.json.encode(enriched),
    }
    newer = {**row, "arrival": arrivals.next_value()}
    connection.execute(upsert(items).values(row).on_conflict_do_update(index_elements=[items.c.id], set_=newer))


def note_receipt(connection: Connection, version: ItemVersion) -> None:
    """The version that counts has come again, received at another time."""
    values = {"received_at": version.received_at, "published_at": version.published_at}
    connection.execute(update(items).where(items.c.id == version.item_id).values(values))


def store_events(
    connection: Connection, near: tuple[EventRecord, ...], turned: tuple[EventRecord, ...], told: dict[str, frozenset[str]]
) -> None:
    """`near` are the events as they were loaded; `told` has the topics of each in `turned`."""
    stored = {claim.id: (record.event_id, claim) for record in near for claim in record.claims}
    for record in turned:
        _store_event(connection, record, told.get(record.event_id, frozenset()))
    rows = [
        _claim_row(record.event_id, claim)
        for record in turned
        for claim in record.claims
        if stored.get(claim.id) != (record.event_id, claim)
    ]
    if rows:
        put = upsert(claims)
        connection.execute(put.on_conflict_do_update(index_elements=[claims.c.id], set_=_all_of(put)), rows)


def due(connection: Connection, now: datetime.datetime, limit: int) -> list[str]:
    """Events of which the clock has something to say."""
    query = select(events.c.event_id).where(events.c.lapses_at <= now).order_by(events.c.lapses_at).limit(limit)
    return list(connection.execute(query).scalars())


def key_number(key: str) -> int:
    return lock_number(f"near {key}")


def event_number(event_id: str) -> int:
    return lock_number(f"event {event_id}")


def store_changes(connection: Connection, told: Iterable[Any]) -> None:
    rows = [{"event_id": change.event_id, "revision": change.revision, "change": msgspec.json.encode(change)} for change in told]
    if rows:
        connection.execute(insert(changes), rows)


def _store_event(connection: Connection, record: EventRecord, told: frozenset[str]) -> None:
    state = record.state
    when = state.when if state else None
    row = {
        "event_id": record.event_id,
        "revision": record.revision,
        "type": state.type if state else None,
        "status": state.status if state else None,
        "parties": [*state.countries, *state.organisations] if state else [],
        "starts": when.start if when else None,
        "ends": (when.end or LAST_DAY) if when else None,
        "merged_into": state.merged_into if state else None,
        "retracted": record.retracted,
        "topics": sorted(told),
        "lapses_at": record.lapses_at,
        "state": msgspec.json.encode(state) if state else None,
        "record": msgspec.json.encode(replace(record, claims=())),
    }
    connection.execute(upsert(events).values(row).on_conflict_do_update(index_elements=[events.c.event_id], set_=row))


def _all_of(put: Insert) -> dict[str, Any]:
    return {name: put.excluded[name] for name in ("event_id", "keys", "claim")}


def _claim_row(event_id: str, claim: Claim) -> dict[str, Any]:
    keys = sorted(key_number(key) for key in filed_under(claim))
    return {"id": claim.id, "event_id": event_id, "keys": keys, "claim": msgspec.json.encode(claim)}
