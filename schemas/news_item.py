"""news.items.v1: one version of one article, as ingest took it."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct

from schemas.vocabulary import Origin, PublishedPrecision, SourceKind

Instant = Annotated[datetime.datetime, Meta(tz=True)]
NonEmpty = Annotated[str, Meta(min_length=1)]


class Source(Struct, frozen=True, kw_only=True):
    id: NonEmpty
    name: str
    kind: SourceKind


class Dateline(Struct, frozen=True, kw_only=True):
    """Where and when the text says that it was written: "WASHINGTON, May 28 (IANS)"."""

    place: str
    country: str | None = None
    date: datetime.date | None = None


class NewsItem(Struct, frozen=True, kw_only=True):
    """`id` names the article, `version` is a hash of its content; together they name what was published."""

    id: NonEmpty
    version: NonEmpty
    source: Source
    native_id: str | None = None
    url: str | None = None
    title: str | None = None
    body: str
    language: str
    dateline: Dateline | None = None
    published_at: Instant
    published_precision: PublishedPrecision = "instant"
    received_at: Instant
    origin: Origin = "live"
    retracted: bool = False

    @property
    def text(self) -> str:
        """What every span counts code points in: title, blank line, body; the body alone without a title."""
        return f"{self.title}\n\n{self.body}" if self.title else self.body
