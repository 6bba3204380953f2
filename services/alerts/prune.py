"""What alerts may forget: notifications that are settled, and items whose events are over.

Claims, events and changes stay: the calendar rests on them. So does whatever Kafka may still repeat, since an item or a notification that is
gone would be taken for a new one.
"""

import datetime
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Engine, delete, func, or_, select

from schemas.enriched_item import EnrichedItem
from schemas.topic_table import DAY_MS, NEWS_ENRICHED
from services.alerts.calendar.claims import claim_id
from services.alerts.tables import claims, events, items, notifications

# A day more than the topic of items keeps what it has.
LEAST_DAYS = (NEWS_ENRICHED.retention_ms or 0) // DAY_MS + 1
# Rows of a transaction, so that nobody waits for long.
BATCH = 500


def prune(engine: Engine, *, older_than_days: int, now: datetime.datetime, batch: int = BATCH) -> tuple[int, int]:
    """How many notifications, with their attempts, and how many items are gone. May be stopped at any time, and run beside the service."""
    before = now - datetime.timedelta(days=older_than_days)
    return _notifications(engine, before, batch), _items(engine, before, now.date(), batch)


def _notifications(engine: Engine, before: datetime.datetime, batch: int) -> int:
    row, gone = notifications.c, 0
    settled = select(row.id).where(row.status != "pending", func.coalesce(row.finished_at, row.created_at) < before).limit(batch)
    while True:
        with engine.begin() as connection:
            some = connection.execute(delete(notifications).where(row.id.in_(settled))).rowcount
        gone += some
        if some < batch:
            return gone


def _items(engine: Engine, before: datetime.datetime, today: datetime.date, batch: int) -> int:
    row, gone, last = items.c, 0, 0
    old = select(row.id, row.version, row.arrival, row.enriched).where(row.received_at < before).order_by(row.arrival).limit(batch)
    while True:
        with engine.begin() as connection:
            found = connection.execute(old.where(row.arrival > last)).all()
            told = {each.arrival: _claim_ids(each.id, each.version, each.enriched) for each in found}
            needed = _open(connection, [identity for identities in told.values() for identity in identities], today)
            over = [arrival for arrival, identities in told.items() if needed.isdisjoint(identities)]
            gone += connection.execute(delete(items).where(row.arrival.in_(over))).rowcount
        if len(found) < batch:
            return gone
        last = found[-1].arrival


def _claim_ids(item_id: str, version: str, enriched: bytes) -> list[str]:
    mentions = msgspec.json.decode(enriched, type=EnrichedItem).events
    return [claim_id(item_id, version, number) for number in range(len(mentions))]


def _open(connection: Connection, claim_ids: Sequence[str], today: datetime.date) -> set[str]:
    """Those of the claims whose events are not over: neither held, called off, withdrawn, part of another, nor past their last day."""
    event = events.c
    over = or_(
        event.merged_into.is_not(None),
        event.retracted,
        func.coalesce(event.status, "").in_(("held", "cancelled")),
        func.coalesce(event.ends, datetime.date.max) < today,
    )
    query = select(claims.c.id).join(events, event.event_id == claims.c.event_id).where(claims.c.id.in_(claim_ids), ~over)
    return set(connection.execute(query).scalars())
