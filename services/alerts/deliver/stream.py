"""Server-sent events: an owner's stream notifications, from after a given one on, as they come."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sse_starlette import ServerSentEvent

from services.alerts.deliver.hub import Hub
from services.alerts.tables import notifications

BATCH = 100
# The database tells of every new row; this only bounds what a message lost on the way would cost.
POLL_SECONDS = 30.0


@dataclass(frozen=True)
class Entry:
    id: int
    payload: str


async def follow(engine: Engine, hub: Hub, owner: str, last: int | None) -> AsyncIterator[ServerSentEvent]:
    """All after `last`, or from now on without one; ids grow. Ends when the hub closes."""
    bell = hub.attach(owner)
    try:
        position = last if last is not None else await asyncio.to_thread(newest, engine, owner)
        while not hub.closing:
            bell.clear()
            entries = await asyncio.to_thread(after, engine, owner, position)
            for entry in entries:
                yield ServerSentEvent(data=entry.payload, event="notification", id=str(entry.id))
                position = entry.id
            if not entries:
                await _rung(bell)
    finally:
        hub.detach(owner, bell)


def newest(engine: Engine, owner: str) -> int:
    """The id of the owner's newest stream notification; 0 without any."""
    row = notifications.c
    with engine.connect() as connection:
        found = connection.execute(select(func.max(row.id)).where(row.owner == owner, row.channel == "stream")).scalar_one()
    return int(found or 0)


def after(engine: Engine, owner: str, position: int) -> list[Entry]:
    row = notifications.c
    query = select(row.id, row.payload).where(row.owner == owner, row.channel == "stream", row.id > position).order_by(row.id).limit(BATCH)
    with engine.connect() as connection:
        return [Entry(found.id, found.payload.decode()) for found in connection.execute(query)]


async def _rung(bell: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(bell.wait(), POLL_SECONDS)
    except TimeoutError:
        return
