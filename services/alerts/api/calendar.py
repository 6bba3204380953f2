"""/v1/events: the calendar. Any valid key may read it."""

import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response
from sqlalchemy import ARRAY, Date, Text, func, literal, select, tuple_

from services.alerts.api.context import Here, Who, answer, found, pack, page, refused, unpack
from services.alerts.tables import changes, claims, events

router = APIRouter(prefix="/v1/events")
LAST_DAY = datetime.date.max

Many = Annotated[list[str], Query(default_factory=list, max_length=20)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
def find(
    here: Here,
    _who: Who,
    party: Many,
    type: Many,
    status: Many,
    from_date: Annotated[datetime.date | None, Query(alias="from")] = None,
    until: datetime.date | None = None,
    dated: bool | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> Response:
    """By first day, at last those without one. All of `party` must take part; a window leaves out what has no day, and `dated=false` all else."""
    row = events.c
    sort = (func.coalesce(row.starts, LAST_DAY), row.event_id)
    query = select(sort[0].label("day"), row.event_id, row.state).where(
        row.state.is_not(None), row.merged_into.is_(None), row.retracted.is_(False)
    )
    if party:
        query = query.where(row.parties.op("@>")(literal(party, ARRAY(Text))))
    if type:
        query = query.where(row.type.in_(type))
    if status:
        query = query.where(row.status.in_(status))
    if from_date:
        query = query.where(row.ends >= from_date)
    if until:
        query = query.where(row.starts <= until)
    if dated is not None:
        query = query.where(row.starts.is_not(None) if dated else row.starts.is_(None))
    if after:
        day, event_id = unpack(after, 2)
        query = query.where(tuple_(*sort) > tuple_(literal(_day(day), Date), literal(str(event_id))))
    with here.engine.connect() as connection:
        rows = connection.execute(query.order_by(*sort).limit(limit)).all()
    cursor = pack(rows[-1].day.isoformat(), rows[-1].event_id) if len(rows) == limit else None
    return page("events", [msgspec.Raw(row.state) for row in rows], cursor)


@router.get("/{event_id}")
def read(event_id: str, here: Here, _who: Who) -> Response:
    """The newest state, every change that led to it, and what each item says of it."""
    with here.engine.connect() as connection:
        state = found(connection.execute(select(events.c.state).where(events.c.event_id == event_id)).scalar_one_or_none())
        history = select(changes.c.change).where(changes.c.event_id == event_id).order_by(changes.c.revision)
        told = select(claims.c.claim).where(claims.c.event_id == event_id)
        body = {
            "event": msgspec.Raw(state),
            "changes": [msgspec.Raw(change) for change in connection.execute(history).scalars()],
            "claims": [_claim(claim) for claim in connection.execute(told).scalars()],
        }
    return answer({**body, "claims": sorted(body["claims"], key=lambda claim: str(claim["published_at"]))})


def _day(value: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise refused("after", "must be the `next` of a page") from None


def _claim(stored: bytes) -> dict[str, Any]:
    """A claim with its sentence, as a reader of the history wants it."""
    claim = msgspec.json.decode(stored)
    mention = claim["mention"]
    kept = ("status", "when", "previous", "place", "asserted_by", "disputed_by", "confidence")
    return {
        "item_id": claim["item_id"],
        "version": claim["version"],
        "source": claim["source_id"],
        "url": claim["url"],
        "published_at": claim["published_at"],
        "sentence": mention["evidence"]["text"],
        **{field: mention.get(field) for field in kept},
    }
