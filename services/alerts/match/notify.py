"""From a change or an item to the rows that tell its subscribers."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import uuid_utils
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.news_item import NewsItem
from services.alerts import metrics, notices
from services.alerts.database import WAKE_DELIVERY, lock_all, lock_number, notify
from services.alerts.match.matching import Subject, mismatch
from services.alerts.notices import Notice
from services.alerts.subscriptions import Subscription
from services.alerts.tables import notifications

NOTIFICATIONS_LOCK = lock_number("alerts notifications")

Row = dict[str, Any]
# From those who are told and the message's id to what they are told.
Wording = Callable[[list[Subscription], str], Notice]


def change_rows(
    subscriptions: Iterable[Subscription],
    subject: Subject,
    change: EventChange,
    item: NewsItem | None,
    *,
    traceparent: str,
    now: datetime.datetime,
) -> list[Row]:
    def wording(told: list[Subscription], message_id: str) -> Notice:
        return notices.change_notice(change, item, told, message_id=message_id, traceparent=traceparent, now=now)

    names = (f"change:{change.event_id}:{change.revision}", f"event:{change.event_id}")
    return _rows(subscriptions, subject, names, wording, received_at=item.received_at if item else None, traceparent=traceparent, now=now)


def item_rows(
    subscriptions: Iterable[Subscription], subject: Subject, enriched: EnrichedItem, story: str, *, traceparent: str, now: datetime.datetime
) -> list[Row]:
    def wording(told: list[Subscription], message_id: str) -> Notice:
        return notices.item_notice(enriched, told, message_id=message_id, traceparent=traceparent, now=now)

    received_at = enriched.item.received_at
    return _rows(
        subscriptions, subject, (f"story:{story}", f"story:{story}"), wording, received_at=received_at, traceparent=traceparent, now=now
    )


def store(connection: Connection, rows: list[Row]) -> int:
    """Call last in a transaction. Rows whose owner, way out and subject were told before are left out; answers how many were not."""
    if not rows:
        return 0
    # Ids must become visible in order, or a stream that has sent 8 would never see a 7 that commits later.
    lock_all(connection, [NOTIFICATIONS_LOCK])
    once = insert(notifications).on_conflict_do_nothing(constraint="notifications_once").returning(notifications.c.channel)
    created = list(connection.execute(once, rows).scalars())
    for channel in created:
        metrics.NOTIFICATIONS.labels(channel, "created").inc()
    for owner in sorted({row["owner"] for row in rows}):
        notify(connection, WAKE_DELIVERY, owner)
    return len(created)


def _rows(
    subscriptions: Iterable[Subscription],
    subject: Subject,
    names: tuple[str, str],
    wording: Wording,
    *,
    received_at: datetime.datetime | None,
    traceparent: str,
    now: datetime.datetime,
) -> list[Row]:
    """One for each owner and way out, however many of the owner's subscriptions match. `names` are of what is told, and of its thread."""
    told: defaultdict[tuple[str, str, str], list[Subscription]] = defaultdict(list)
    for subscription in subscriptions:
        if mismatch(subscription, subject) is None:
            told[subscription.owner, subscription.channel, subscription.url or ""].append(subscription)
    rows = []
    for (owner, channel, target), matching in told.items():
        message_id = f"msg_{uuid_utils.uuid7()}"
        pending = channel == "webhook"
        rows.append(
            {
                "message_id": message_id,
                "owner": owner,
                "channel": channel,
                "target": target,
                "subject": names[0],
                "thread": names[1],
                "subscription_ids": [subscription.id for subscription in matching],
                "payload": notices.encode(wording(matching, message_id)),
                "traceparent": traceparent,
                "received_at": received_at,
                "created_at": now,
                "status": "pending" if pending else "streamed",
                "due_at": now if pending else None,
            }
        )
    return rows
