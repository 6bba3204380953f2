"""/v1/items: the newest version of each article, with its tags. Any valid key may read them."""

import hashlib
from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Query, Response
from sqlalchemy import select

from schemas.enriched_item import EnrichedItem
from services.alerts.api.context import Here, Who, answer, found, is_known, pack, page, refused, unpack
from services.alerts.calendar.claims import claim_id
from services.alerts.tables import claims, events, items

router = APIRouter(prefix="/v1/items")


@router.get("", responses={304: {"description": "The page is that of the ETag in If-None-Match"}})
def find(
    here: Here,
    _who: Who,
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The latest to arrive first, each an EnrichedItem. A page may hold megabytes: ask again with its ETag in If-None-Match."""
    query = select(items.c.arrival)
    if after:
        (arrival,) = unpack(after, 1)
        if not isinstance(arrival, int):
            raise refused("after", "must be the `next` of a page")
        query = query.where(items.c.arrival < arrival)
    with here.engine.connect() as connection:
        arrivals = connection.execute(query.order_by(items.c.arrival.desc()).limit(limit)).scalars().all()
        tag = _tag(arrivals)
        if is_known(tag, if_none_match):
            return Response(status_code=304, headers={"etag": tag})
        stored = select(items.c.enriched).where(items.c.arrival.in_(arrivals)).order_by(items.c.arrival.desc())
        found_here = [msgspec.Raw(enriched) for enriched in connection.execute(stored).scalars()]
    sent = page("items", found_here, pack(arrivals[-1]) if len(arrivals) == limit else None)
    sent.headers["etag"] = tag
    return sent


def _tag(arrivals: Sequence[int]) -> str:
    """Each version of an item arrives by a number of its own, so that the numbers stand for all that the page says."""
    return f'"{hashlib.blake2b(str(list(arrivals)).encode(), digest_size=12).hexdigest()}"'


@router.get("/{item_id:path}/events")
def told(item_id: str, here: Here, _who: Who) -> Response:
    """The calendar's events that the item tells of, each with the id of the mention that does, in the item's order."""
    with here.engine.connect() as connection:
        stored = found(connection.execute(select(items.c.enriched).where(items.c.id == item_id)).scalar_one_or_none())
        enriched = msgspec.json.decode(stored, type=EnrichedItem)
        mentions = {claim_id(item_id, enriched.item.version, number): mention.id for number, mention in enumerate(enriched.events)}
        query = select(claims.c.id, events.c.state).join(events, events.c.event_id == claims.c.event_id).where(claims.c.id.in_(mentions))
        states = {row.id: row.state for row in connection.execute(query.where(events.c.state.is_not(None)))}
    return answer({"events": [{"mention": mentions[id_], "event": msgspec.Raw(states[id_])} for id_ in mentions if id_ in states]})


@router.get("/{item_id:path}")
def read(item_id: str, here: Here, _who: Who) -> Response:
    with here.engine.connect() as connection:
        return answer(msgspec.Raw(found(connection.execute(select(items.c.enriched).where(items.c.id == item_id)).scalar_one_or_none())))
