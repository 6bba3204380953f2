"""What each feed's last poll left for the next, in the database."""

import dataclasses
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.dialects.postgresql import insert

from services.ingest.feeds.catalogue import FeedSource
from services.ingest.feeds.fetch import Validators
from services.ingest.tables import Feed


@dataclass(frozen=True)
class FeedState:
    source_id: str
    url: str
    etag: str | None
    last_modified: str | None
    next_poll_at: datetime.datetime
    failures: int = 0
    last_result: str | None = None
    polled_at: datetime.datetime | None = None

    @property
    def validators(self) -> Validators:
        return Validators(self.etag, self.last_modified)


def load(engine: Engine, sources: Iterable[FeedSource], now: datetime.datetime) -> dict[str, FeedState]:
    """A feed that is new, or has another URL than before, is due at once."""
    with engine.connect() as connection:
        rows = connection.execute(select(*Feed.__table__.columns)).mappings()
        known = {row["source_id"]: FeedState(**row) for row in rows}
    fresh = {source.id: FeedState(source.id, source.url, None, None, next_poll_at=now) for source in sources}
    return {name: known[name] if name in known and known[name].url == state.url else state for name, state in fresh.items()}


def save(engine: Engine, state: FeedState) -> None:
    values = dataclasses.asdict(state)
    with engine.begin() as connection:
        connection.execute(insert(Feed).values(values).on_conflict_do_update(index_elements=[Feed.source_id], set_=values))
