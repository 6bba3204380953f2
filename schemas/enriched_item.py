"""news.enriched.v1: an item with the countries, organisations, officials, topics, dates and events that it tells of."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct

from schemas.news_item import Instant, NewsItem, NonEmpty
from schemas.vocabulary import PASSED_ON, DatePrecision, EventType, Office, Role, Status, Topic

Share = Annotated[float, Meta(ge=0, le=1)]
CountryCode = Annotated[str, Meta(min_length=2, max_length=2, description="ISO 3166-1 alpha-2, with XK, PS and TW.")]


class Mention(Struct, frozen=True, kw_only=True):
    """Half-open span [start, end) in code points of the item's text, and the words in it."""

    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=0)]
    text: str


class CountryTag(Struct, frozen=True, kw_only=True):
    """A country that the text refers to; from a salience of 0.5 up the item is about it."""

    code: CountryCode
    salience: Share
    mentions: tuple[Mention, ...] = ()


class OrganisationTag(Struct, frozen=True, kw_only=True):
    """An intergovernmental body or standing group. `code` is its usual short form: UN, EU, ASEAN."""

    code: NonEmpty
    name: str
    mentions: tuple[Mention, ...] = ()


class OfficialTag(Struct, frozen=True, kw_only=True):
    """One person, who holds or speaks for a public office.

    `id` is the gazetteer's entry, if there is one; `title` is the office as the text words it; `country` or `organisation` is
    the one that the person acts for.
    """

    id: str | None = None
    name: NonEmpty
    title: str | None = None
    office: Office | None = None
    country: CountryCode | None = None
    organisation: str | None = None
    mentions: tuple[Mention, ...] = ()


class TopicTag(Struct, frozen=True, kw_only=True):
    """A topic of the item, and the words that speak for it."""

    id: Topic
    score: Share
    mentions: tuple[Mention, ...] = ()


class DateSpan(Struct, frozen=True, kw_only=True):
    """Inclusive dates that the words allow. `end` is null while open.

    `at` is a time of day where one is told, local to `zone`: a name of the time zone database, or an offset as in "+05:30".
    """

    start: datetime.date
    end: datetime.date | None = None
    precision: DatePrecision
    at: Annotated[datetime.time, Meta(tz=False)] | None = None
    zone: str | None = None
    mention: Mention | None = None


class EventMention(Struct, frozen=True, kw_only=True):
    """What this item says of one event. `previous` is the time it had before, where the text says so.

    `name` is a proper or numbered name only; `mechanism` is the gazetteer's entry of a standing dialogue; `officials` are names
    as in the item's own officials; `roles` go by the codes of `countries` and `organisations`; `evidence` is the sentence.
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
    """An item as it was read, and what the enricher found in its text.

    `fingerprint` is a 64-bit SimHash of the text in 16 hex digits; `enricher` is the version of rules and gazetteer; `run` is
    "live" or the name of a replay.
    """

    item: Annotated[NewsItem, PASSED_ON]
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
