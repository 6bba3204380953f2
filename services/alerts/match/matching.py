"""Whether a subscription is about a change or an item; if not, the first thing in which they differ."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from schemas.enriched_item import DateSpan, EnrichedItem, EventMention
from schemas.event_change import EventChange
from schemas.event_state import EventState
from services.alerts.subscriptions import Filter, Subscription

Mismatch = Literal["inactive", "not_wanted", "country", "organisation", "official", "topic", "event_type", "status", "change", "date"]

# A country below this is only named in passing; `schemas.enriched_item.CountryTag` sets the line.
ABOUT = 0.5
OPEN_END = datetime.date.max


@dataclass(frozen=True)
class Subject:
    """A change or an item as a filter sees it. `occasions` are the (type, status, days) that it tells of; names are casefolded."""

    kind: Literal["changes", "items"]
    countries: frozenset[str]
    organisations: frozenset[str]
    officials: frozenset[str]
    topics: frozenset[str]
    occasions: tuple[tuple[str, str, DateSpan | None], ...]
    changes: frozenset[str] = frozenset()


def change_subject(change: EventChange, *, topics: Iterable[str], official_ids: Iterable[str] = ()) -> Subject:
    """`topics` are those of the event's items. The time and parties before the change count too: who waited for it is told that it moved."""
    states = [state for state in (change.after, change.before) if state]
    return Subject(
        kind="changes",
        countries=frozenset(country for state in states for country in state.countries),
        organisations=frozenset(code for state in states for code in state.organisations),
        officials=_names([name for state in states for name in state.officials], official_ids),
        topics=frozenset(topics),
        occasions=tuple((change.after.type, change.after.status, state.when) for state in states),
        changes=frozenset(change.changes),
    )


def item_subject(enriched: EnrichedItem) -> Subject:
    return Subject(
        kind="items",
        countries=frozenset(tag.code for tag in enriched.countries if tag.salience >= ABOUT),
        organisations=frozenset(tag.code for tag in enriched.organisations),
        officials=_names([tag.name for tag in enriched.officials], [tag.id for tag in enriched.officials if tag.id]),
        topics=frozenset(tag.id for tag in enriched.topics),
        occasions=tuple((mention.type, mention.status, mention.when) for mention in enriched.events),
    )


def official_ids(enriched: EnrichedItem, event: EventState | EventMention) -> list[str]:
    """Gazetteer ids of the event's officials, as far as the item knows them."""
    return [tag.id for tag in enriched.officials if tag.id and tag.name in event.officials]


def mismatch(subscription: Subscription, subject: Subject) -> Mismatch | None:
    """None if the subscription is about the subject."""
    wanted = subscription.filter
    if not subscription.active:
        return "inactive"
    if subject.kind not in subscription.wants:
        return "not_wanted"
    if not _any(wanted.countries, subject.countries) or not subject.countries.issuperset(wanted.all_countries):
        return "country"
    if not _any(wanted.organisations, subject.organisations):
        return "organisation"
    if not _any([name.casefold() for name in wanted.officials], subject.officials):
        return "official"
    if wanted.topics and not any(_within(topic, given) for topic in subject.topics for given in wanted.topics):
        return "topic"
    if wanted.changes and subject.kind == "changes" and not _any(wanted.changes, subject.changes):
        return "change"
    return _occasion_mismatch(wanted, subject)


def _occasion_mismatch(wanted: Filter, subject: Subject) -> Mismatch | None:
    """One occasion must fit in type, status and date at once."""
    fitting = [occasion for occasion in subject.occasions if _any(wanted.event_types, {occasion[0]})]
    if wanted.event_types and not fitting:
        return "event_type"
    fitting = [occasion for occasion in fitting if _any(wanted.statuses, {occasion[1]})]
    if wanted.statuses and not fitting:
        return "status"
    dated = wanted.from_date is not None or wanted.until is not None
    if dated and not any(_overlaps(occasion[2], wanted) for occasion in fitting):
        return "date"
    return None


def _overlaps(when: DateSpan | None, wanted: Filter) -> bool:
    if when is None:
        return False
    return when.start <= (wanted.until or OPEN_END) and (when.end or OPEN_END) >= (wanted.from_date or datetime.date.min)


def _any(wanted: Iterable[str], found: Iterable[str]) -> bool:
    values = set(wanted)
    return not values or not values.isdisjoint(found)


def _within(topic: str, given: str) -> bool:
    """`trade` takes in `trade.tariffs`."""
    return topic == given or topic.startswith(f"{given}.")


def _names(names: Iterable[str], ids: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in (*names, *ids))
