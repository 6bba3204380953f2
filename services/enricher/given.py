"""An item from as little as a client knows of it: what is missing is filled in, what is wrong is named."""

import datetime
from hashlib import blake2b

import msgspec
from msgspec import Struct

from schemas.codec import field_and_rule
from schemas.news_item import Dateline, NewsItem, Source
from schemas.vocabulary import ORIGINS, PUBLISHED_PRECISIONS, SOURCE_KINDS


class GivenError(ValueError):
    """A line that is no item: `field` is a path like `source.id` ("" for the whole)."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field or 'item'}: {rule}")
        self.field = field
        self.rule = rule


class GivenSource(Struct, frozen=True, kw_only=True):
    id: str = "unnamed"
    name: str | None = None
    kind: str = "media"


class Given(Struct, frozen=True, kw_only=True):
    """Unlike what POST /v1/items takes it may have `id` and `version` of its own, and keys that mean nothing here."""

    published_at: str
    body: str = ""
    title: str | None = None
    id: str | None = None
    version: str | None = None
    source: GivenSource = GivenSource()
    native_id: str | None = None
    url: str | None = None
    language: str = "en"
    dateline: Dateline | None = None
    published_precision: str | None = None
    received_at: datetime.datetime | None = None
    origin: str = "live"
    retracted: bool = False


_decoder = msgspec.json.Decoder(Given)


def item_of(line: bytes) -> NewsItem:
    """Raises GivenError."""
    try:
        given = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GivenError(*field_and_rule(error)) from error
    return _filled(given)


def item_of_text(text: str, published: datetime.date) -> NewsItem:
    return _filled(Given(body=text, published_at=published.isoformat()))


def _filled(given: Given) -> NewsItem:
    if not (given.title or given.body):
        raise GivenError("body", "title and body must not both be empty")
    for field, value, known in (
        ("source.kind", given.source.kind, SOURCE_KINDS),
        ("origin", given.origin, ORIGINS),
        ("published_precision", given.published_precision or "instant", PUBLISHED_PRECISIONS),
    ):
        if value not in known:
            raise GivenError(field, f"must be one of {', '.join(known)}")
    published_at, precision = _published(given.published_at)
    content = blake2b(f"{given.title}\0{given.body}\0{given.published_at}".encode("utf-8", "replace"), digest_size=10).hexdigest()
    return NewsItem(
        id=given.id or given.native_id or content,
        version=given.version or content,
        source=Source(id=given.source.id or "unnamed", name=given.source.name or given.source.id, kind=given.source.kind),
        native_id=given.native_id,
        url=given.url,
        title=given.title or None,
        body=given.body,
        language=given.language,
        dateline=given.dateline,
        published_at=published_at,
        published_precision=given.published_precision or precision,
        received_at=_received(given.received_at, published_at),
        origin=given.origin,
        retracted=given.retracted,
    )


def _received(given: datetime.datetime | None, published_at: datetime.datetime) -> datetime.datetime:
    """What does not say when it arrived, arrived when it was published."""
    if given is None:
        return published_at
    if given.tzinfo is None:
        raise GivenError("received_at", "must say its offset from UTC")
    return given


def _published(given: str) -> tuple[datetime.datetime, str]:
    """The instant, and its precision. A date alone is the start of that day in UTC."""
    try:
        if len(given) == len("2025-05-28"):
            return datetime.datetime.combine(datetime.date.fromisoformat(given), datetime.time(), datetime.UTC), "day"
        told = datetime.datetime.fromisoformat(given)
    except ValueError as error:
        raise GivenError("published_at", "must be an instant of ISO 8601 with its offset, or a date") from error
    if told.tzinfo is None:
        raise GivenError("published_at", "must say its offset from UTC")
    return told, "instant"
