"""A claim: what one version of one item says of one event. Claims are all that the calendar rests on."""

import datetime
import functools
from collections.abc import Mapping

from msgspec import Struct

from schemas.enriched_item import DateSpan, EnrichedItem, EventMention, OfficialTag
from schemas.event_state import Evidence
from schemas.news_item import NewsItem
from schemas.vocabulary import STATUSES
from services.alerts.calendar.echoes import without_echoes
from services.alerts.calendar.sketch import sketch

Order = tuple[datetime.datetime, datetime.datetime, str, str, int]


class ItemVersion(Struct, frozen=True, kw_only=True):
    """The version of an item that counts: of several, the one that was received last, whatever the order of arrival."""

    item_id: str
    version: str
    received_at: datetime.datetime
    published_at: datetime.datetime
    retracted: bool = False

    @property
    def rank(self) -> tuple[datetime.datetime, datetime.datetime, bool, str]:
        return (self.received_at, self.published_at, self.retracted, self.version)

    def same_content(self, other: "ItemVersion") -> bool:
        return (self.version, self.retracted) == (other.version, other.retracted)


class Claim(Struct, frozen=True, kw_only=True, dict=True):
    """`number` is the mention's place among the item's events; `offices` are those of the mention's officials, where known.

    A claim is `spent` once a later version of its item is there, or its item is withdrawn. It asserts nothing then, and is kept because others
    may have copied it, and because what the item says instead is likely of the same event.

    `published_at` is clamped to `received_at`, so that no clock of a source lets its claims win for ever.
    """

    item_id: str
    version: str
    number: int
    mention: EventMention
    source_id: str
    source_kind: str
    url: str | None
    published_at: datetime.datetime
    received_at: datetime.datetime
    origin: str
    fingerprint: str
    sketch: tuple[int, ...] = ()
    offices: tuple[str, ...] = ()
    spent: bool = False

    @functools.cached_property
    def id(self) -> str:
        return claim_id(self.item_id, self.version, self.number)

    @functools.cached_property
    def order(self) -> Order:
        """By publication; the rest only makes the order total, and rests on facts that every arrival shares."""
        return (self.published_at, self.received_at, self.item_id, self.version, self.number)

    @property
    def day(self) -> datetime.date:
        return self.published_at.date()

    @property
    def when(self) -> DateSpan | None:
        return self.mention.when

    @functools.cached_property
    def parties(self) -> frozenset[str]:
        return frozenset(self.mention.countries) | frozenset(self.mention.organisations)

    @property
    def denies(self) -> bool:
        return bool(self.mention.disputed_by)


def claim_id(item_id: str, version: str, number: int) -> str:
    return f"{item_id}@{version}#{number}"


def version_of(item: NewsItem) -> ItemVersion:
    return ItemVersion(
        item_id=item.id, version=item.version, received_at=item.received_at, published_at=_published(item), retracted=item.retracted
    )


def claims_of(enriched: EnrichedItem) -> tuple[Claim, ...]:
    """The item's claims, in the order of its mentions; none for an item that is withdrawn, none of a status that is not known here."""
    item = enriched.item
    if item.retracted:
        return ()
    officials = {official.name: official for official in enriched.officials}
    text = sketch(item.body)
    return tuple(
        Claim(
            item_id=item.id,
            version=item.version,
            number=number,
            mention=mention,
            source_id=item.source.id,
            source_kind=item.source.kind,
            url=item.url,
            published_at=_published(item),
            received_at=item.received_at,
            origin=item.origin,
            fingerprint=enriched.fingerprint,
            sketch=text,
            offices=_offices(mention, officials),
        )
        for number, mention in without_echoes(enriched.events)
        if mention.status in STATUSES
    )


def evidence_of(claim: Claim) -> Evidence:
    return Evidence(
        item_id=claim.item_id,
        version=claim.version,
        source=claim.source_id,
        url=claim.url,
        published_at=claim.published_at,
        sentence=claim.mention.evidence.text,
    )


def _published(item: NewsItem) -> datetime.datetime:
    return min(item.published_at, item.received_at)


def _offices(mention: EventMention, officials: Mapping[str, OfficialTag]) -> tuple[str, ...]:
    tags = (officials.get(name) for name in mention.officials)
    return tuple(sorted({tag.office for tag in tags if tag and tag.office}))
