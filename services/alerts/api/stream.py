"""/v1/stream: the caller's stream notifications as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Header
from sse_starlette import EventSourceResponse

from services.alerts.api.context import Here, Who, refused
from services.alerts.deliver.stream import follow

router = APIRouter(prefix="/v1/stream")


@router.get("")
async def stream(here: Here, who: Who, last_event_id: Annotated[str | None, Header()] = None) -> EventSourceResponse:
    """From after `Last-Event-ID` on, without loss or repeats; from now on without one."""
    if last_event_id and not (last_event_id.isdecimal() and len(last_event_id) < 19):
        raise refused("Last-Event-ID", "must be the id of an event of this stream")
    last = int(last_event_id) if last_event_id else None
    return EventSourceResponse(follow(here.engine, here.hub, who.owner, last), ping=here.settings.stream_heartbeat_seconds)
