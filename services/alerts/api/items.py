"""/v1/items: the newest version of each article, with its tags. Any valid key may read them."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from services.alerts.api.context import Here, Who, answer, found, pack, page, refused, unpack
from services.alerts.tables import items

router = APIRouter(prefix="/v1/items")


@router.get("")
def find(here: Here, _who: Who, after: str | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> Response:
    """The latest to arrive first, each an EnrichedItem."""
    query = select(items.c.arrival, items.c.enriched)
    if after:
        (arrival,) = unpack(after, 1)
        if not isinstance(arrival, int):
            raise refused("after", "must be the `next` of a page")
        query = query.where(items.c.arrival < arrival)
    with here.engine.connect() as connection:
        rows = connection.execute(query.order_by(items.c.arrival.desc()).limit(limit)).all()
    return page("items", [msgspec.Raw(row.enriched) for row in rows], pack(rows[-1].arrival) if len(rows) == limit else None)


@router.get("/{item_id:path}")
def read(item_id: str, here: Here, _who: Who) -> Response:
    with here.engine.connect() as connection:
        return answer(msgspec.Raw(found(connection.execute(select(items.c.enriched).where(items.c.id == item_id)).scalar_one_or_none())))
