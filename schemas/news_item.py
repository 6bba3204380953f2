"""news.items.v1: one version of one article, as ingest took it."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct

from schemas.vocabulary import Origin, PublishedPrecision, SourceKind

Instant = Annotated[datetime.datetime, Meta(tz=True, description="RFC 3339 with an offset.")]
NonEmpty = Annotated[str, Meta(min_length=1)]


class Source(Struct, frozen=True, kw_only=True):
    """Who publishes an item. `id` stays when the name changes."""

    id: NonEmpty
    name: str
    kind: SourceKind


class Dateline(Struct, frozen=True, kw_only=True):
    """Where and when the text says that it was written: "WASHINGTON, May 28 (IANS)"."""

    place: str
    country: str | None = None
    date: datetime.date | None = None


class NewsItem(Struct, frozen=True, kw_only=True):
    """One version of one article. Its text is title, blank line, body; the body alone without a title.

    `id` names the article, `version` is a hash of its content; together they name what was published. `language` is a BCP 47
    tag, "und" where unknown. `retracted` is a version that withdraws the article.
    """

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
