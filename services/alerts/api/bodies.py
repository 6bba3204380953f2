"""What callers may send about a subscription, each rule with its field."""

import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schemas.vocabulary import CHANGE_KINDS, EVENT_TYPES, STATUSES, TOPICS
from services.alerts.subscriptions import Filter

# `trade` stands for every topic that begins with `trade.`.
TOPIC_NAMES = frozenset(TOPICS) | {topic.partition(".")[0] for topic in TOPICS}

COUNTRIES = frozenset(
    code
    for line in Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for code in line.split()
)
# Reserved in ISO 3166 for what another code stands for.
MEANT = {"UK": "GB", "EL": "GR"}


def _country(value: str) -> str:
    if value in MEANT:
        raise ValueError(f"is no country's code in ISO 3166-1: {MEANT[value]} is meant")
    if value not in COUNTRIES:
        raise ValueError("must be a country's two capital letters in ISO 3166-1, as in GB, or XK")
    return value


def _one_of(known: frozenset[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"must be one of {', '.join(sorted(known))}")
        return value

    return AfterValidator(check)


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("must not hold U+0000")
    return value


Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_nul)]
Country = Annotated[str, AfterValidator(_country)]
Topic = Annotated[str, _one_of(TOPIC_NAMES)]
EventType = Annotated[str, _one_of(frozenset(EVENT_TYPES))]
Status = Annotated[str, _one_of(frozenset(STATUSES))]
ChangeKind = Annotated[str, _one_of(frozenset(CHANGE_KINDS))]
Most = Field(default=(), max_length=100)


class FilterBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    countries: Annotated[tuple[Country, ...], Most] = ()
    all_countries: Annotated[tuple[Country, ...], Most] = ()
    organisations: Annotated[tuple[Text, ...], Most] = ()
    officials: Annotated[tuple[Text, ...], Most] = ()
    topics: Annotated[tuple[Topic, ...], Most] = ()
    event_types: Annotated[tuple[EventType, ...], Most] = ()
    statuses: Annotated[tuple[Status, ...], Most] = ()
    changes: Annotated[tuple[ChangeKind, ...], Most] = ()
    from_date: datetime.date | None = None
    until: datetime.date | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.from_date and self.until and self.until < self.from_date:
            raise ValueError("until must not be before from_date")
        return self

    def filter(self) -> Filter:
        return Filter(**self.model_dump())


class SubscriptionBody(BaseModel):
    """A new subscription. `wants` says whether changes of events, items, or both are told."""

    model_config = ConfigDict(extra="forbid")

    name: Text
    wants: Annotated[tuple[Literal["changes", "items"], ...], Field(min_length=1, max_length=2)] = ("changes",)
    filter: FilterBody = FilterBody()
    channel: Literal["webhook", "stream"]
    url: Annotated[str, StringConstraints(max_length=2000), AfterValidator(_no_nul)] | None = None

    @model_validator(mode="after")
    def fitting(self) -> Self:
        if (self.channel == "webhook") != (self.url is not None):
            raise ValueError("url is required for a webhook, and for nothing else")
        if self.filter.changes and "changes" not in self.wants:
            raise ValueError("filter.changes needs `changes` among wants")
        return self


class SubscriptionEdit(BaseModel):
    """What is given replaces what was there. The channel stays; a new url enables a webhook that was disabled."""

    model_config = ConfigDict(extra="forbid")

    name: Text | None = None
    wants: Annotated[tuple[Literal["changes", "items"], ...], Field(min_length=1, max_length=2)] | None = None
    filter: FilterBody | None = None
    url: Annotated[str, StringConstraints(max_length=2000), AfterValidator(_no_nul)] | None = None
