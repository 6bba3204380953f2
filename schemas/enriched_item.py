"""news.enriched.v1: an item with the countries, organisations, officials, topics, dates and events that it tells of."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct

from schemas.news_item import Instant, NewsItem, NonEmpty
from schemas.vocabulary import DatePrecision, EventType, Office, Role, Status, Topic

Share = Annotated[float, Meta(ge=0, le=1)]
CountryCode = Annotated[str, Meta(min_length=2, max_length=2)]


class Mention(Struct, frozen=True, kw_only=True):
    """Half-open span [start, end) in code points of the item's text, and the words in it."""

    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    text: str


class CountryTag(Struct, frozen=True, kw_only=True):
    """`code` is ISO 3166-1 alpha-2, with XK, PS and TW; from a salience of 0.5 up the item is about it."""

    code: CountryCode
    salience: Share
    mentions: tuple[Mention, ...] = ()


class OrganisationTag(Struct, frozen=True, kw_only=True):
    code: NonEmpty
    name: str
    mentions: tuple[Mention, ...] = ()


class OfficialTag(Struct, frozen=True, kw_only=True):
    """One person. `id` is the gazetteer's entry, if there is one; `title` is the office as the text words it."""

    id: str | None = None
    name: NonEmpty
    title: str | None = None
    office: Office | None = None
    country: CountryCode | None = None
    organisation: str | None = None
    mentions: tuple[Mention, ...] = ()


class TopicTag(Struct, frozen=True, kw_only=True):
    id: Topic
    score: Share
    mentions: tuple[Mention, ...] = ()


class DateSpan(Struct, frozen=True, kw_only=True):
    """Inclusive dates that the words allow. `end` is null while open; `at` and `zone` where a time of day is told."""

    start: datetime.date
    end: datetime.date | None = None
    precision: DatePrecision
    at: datetime.time | None = None
    zone: str | None = None
    mention: Mention | None = None


class EventMention(Struct, frozen=True, kw_only=True):
    """What this item says of one event. `previous` is the time it had before, where the text says so.

    `officials` are names as in the item's own officials; `roles` go by the codes of `countries` and `organisations`.
    """

    id: NonEmpty
    type: EventType
    name: str | None = None
    mechanism: str | None = None
    round: int | None = None
    countries: tuple[CountryCode, ...] = ()
    organisations: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    roles: dict[str, Role] = {}
    status: Status
    when: DateSpan | None = None
    previous: DateSpan | None = None
    place: str | None = None
    asserted_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    confidence: Share = 1.0
    evidence: Mention


class EnrichedItem(Struct, frozen=True, kw_only=True):
    """`fingerprint` is a 64-bit SimHash of the text in 16 hex digits; `run` is "live" or the name of a replay."""

    item: NewsItem
    countries: tuple[CountryTag, ...] = ()
    organisations: tuple[OrganisationTag, ...] = ()
    officials: tuple[OfficialTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    events: tuple[EventMention, ...] = ()
    fingerprint: str
    enriched_at: Instant
    enricher: str
    run: str = "live"
