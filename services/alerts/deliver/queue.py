"""The webhook notifications that are due: claimed with a lease, and what became of them.

A row that is claimed is due again when its lease ends, so a worker that dies loses nothing, and repeats what it had in flight.
"""

import datetime
from dataclasses import dataclass

from sqlalchemy import ARRAY, Engine, Text, any_, exists, func, insert, literal, not_, or_, select, update

from services.alerts import subscriptions
from services.alerts.deliver.outcome import Answer, Step
from services.alerts.tables import attempts, notifications


@dataclass(frozen=True)
class Job:
    """One try that is owed. `secrets` are those of the subscriptions that still want it; without any, nobody does."""

    id: int
    message_id: str
    url: str
    payload: bytes
    traceparent: str
    received_at: datetime.datetime | None
    attempt: int
    subscription_ids: tuple[str, ...]
    secrets: tuple[str, ...]


def claim(engine: Engine, *, limit: int, lease_seconds: float, busy: list[str], now: datetime.datetime) -> list[Job]:
    """The most overdue first; none to a target that is `busy`.

    A first try waits until the row before it in the thread has had one, so that a receiver that answers hears of an event in order. Further
    tries wait for nobody: one message that is refused for days does not hold up the event.
    """
    row = notifications.c
    earlier = notifications.alias("earlier")
    ahead = exists().where(
        earlier.c.thread == row.thread,
        earlier.c.target == row.target,
        earlier.c.status == "pending",
        earlier.c.id < row.id,
        or_(earlier.c.attempts == 0, earlier.c.leased),
    )
    due = (
        select(row.id)
        .where(row.status == "pending", row.due_at <= now, not_(row.target == any_(literal(busy, ARRAY(Text)))))
        .where(or_(row.attempts > 0, not_(ahead)))
        .order_by(row.due_at, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    lease = {"due_at": now + datetime.timedelta(seconds=lease_seconds), "attempts": row.attempts + 1, "leased": True}
    taken = update(notifications).where(row.id == due.c.id).values(lease).returning(notifications)
    with engine.begin() as connection:
        rows = sorted(connection.execute(taken), key=lambda found: int(found.id))
        wanted = {identity for found in rows for identity in found.subscription_ids}
        known = {subscription.id: subscription for subscription in subscriptions.by_ids(connection, sorted(wanted))}
    return [
        Job(
            id=found.id,
            message_id=found.message_id,
            url=found.target,
            payload=found.payload,
            traceparent=found.traceparent,
            received_at=found.received_at,
            attempt=found.attempts,
            subscription_ids=tuple(found.subscription_ids),
            secrets=tuple(
                known[identity].secret or ""
                for identity in found.subscription_ids
                if identity in known and known[identity].active and known[identity].url == found.target
            ),
        )
        for found in rows
    ]


def drop(engine: Engine, job: Job, *, now: datetime.datetime) -> None:
    """Nobody wants it any more."""
    values = {"status": "dropped", "reason": "unsubscribed", "due_at": None, "finished_at": now, "leased": False}
    with engine.begin() as connection:
        connection.execute(update(notifications).where(notifications.c.id == job.id).values(values))


def finish(engine: Engine, job: Job, answer: Answer, step: Step, *, milliseconds: int, now: datetime.datetime) -> None:
    """Notes the attempt and what follows. A later claim of the same row, after a lease that ended, has the last word unless we delivered."""
    row = notifications.c
    mine = row.id == job.id if step.status == "delivered" else (row.id == job.id) & (row.attempts == job.attempt)
    finished_at = None if step.status == "pending" else now
    values = {"status": step.status, "reason": step.reason, "due_at": step.due_at, "finished_at": finished_at, "leased": False}
    attempt = {
        "notification_id": job.id,
        "number": job.attempt,
        "at": now,
        "outcome": step.outcome,
        "status_code": answer.status_code,
        "detail": answer.detail,
        "milliseconds": milliseconds,
    }
    with engine.begin() as connection:
        connection.execute(update(notifications).where(mine, row.status == "pending").values(values))
        connection.execute(insert(attempts).values(attempt))
        if step.disable:
            subscriptions.disable(connection, list(job.subscription_ids), "gone", url=job.url, now=now)


def backlog(engine: Engine, *, now: datetime.datetime) -> tuple[int, float]:
    """How many are yet to be delivered, and the age in seconds of the oldest of them."""
    query = select(func.count(), func.min(notifications.c.created_at)).where(notifications.c.status == "pending")
    with engine.connect() as connection:
        count, oldest = connection.execute(query).one()
    return count, (now - oldest).total_seconds() if oldest else 0.0
