"""/v1/notifications: what an owner was told, and how it went. Another owner's are not found."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from services.alerts.api.context import Here, Who, answer, found, pack, page, refused, unpack, whose
from services.alerts.tables import attempts, notifications

router = APIRouter(prefix="/v1/notifications")


@router.get("")
def find(
    here: Here,
    who: Who,
    owner: str | None = None,
    channel: str | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """The newest first."""
    row = notifications.c
    query = select(notifications).where(row.owner == whose(who, owner))
    if channel:
        query = query.where(row.channel == channel)
    if status:
        query = query.where(row.status == status)
    if after:
        (last,) = unpack(after, 1)
        if not isinstance(last, int):
            raise refused("after", "must be the `next` of a page")
        query = query.where(row.id < last)
    with here.engine.connect() as connection:
        rows = connection.execute(query.order_by(row.id.desc()).limit(limit)).all()
    return page("notifications", [_shown(row) for row in rows], pack(rows[-1].id) if len(rows) == limit else None)


@router.get("/{message_id}")
def read(message_id: str, here: Here, who: Who) -> Response:
    """With every attempt to deliver it."""
    query = select(notifications).where(notifications.c.message_id == message_id, notifications.c.owner == who.owner)
    with here.engine.connect() as connection:
        row = found(connection.execute(query).one_or_none())
        tries = select(attempts).where(attempts.c.notification_id == row.id).order_by(attempts.c.number)
        tried = [_attempt(attempt) for attempt in connection.execute(tries)]
    return answer({**_shown(row), "attempts": tried})


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.message_id,
        "channel": row.channel,
        "target": row.target or None,
        "status": row.status,
        "reason": row.reason,
        "tries": row.attempts,
        "created_at": row.created_at,
        "due_at": row.due_at,
        "finished_at": row.finished_at,
        "notice": msgspec.Raw(row.payload),
    }


def _attempt(row: Any) -> dict[str, Any]:
    return {field: getattr(row, field) for field in ("number", "at", "outcome", "status_code", "detail", "milliseconds")}
