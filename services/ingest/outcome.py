"""What goes to the publisher and what comes back, one for one."""

from typing import Literal

from msgspec import Struct

from schemas.news_item import NewsItem
from services.ingest.submission import FieldError

# `unconfirmed`: not acknowledged in time, or not tried; a retry is safe and due.
Result = Literal["accepted", "duplicate", "rejected", "unconfirmed"]
Door = Literal["http", "import", "feed"]
RESULTS: tuple[Result, ...] = ("accepted", "duplicate", "rejected", "unconfirmed")


class Entry(Struct, frozen=True, gc=False):
    """A good item with its trace, on its way in."""

    item: NewsItem
    traceparent: str

    @property
    def key(self) -> tuple[str, str]:
        return self.item.id, self.item.version


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What came of one item. A rejected one has errors, any other the id and version of the item that was made of it."""

    outcome: Result
    id: str | None = None
    version: str | None = None
    errors: tuple[FieldError, ...] = ()
