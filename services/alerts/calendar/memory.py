"""The calendar in memory: the stores and the index that PostgreSQL keeps otherwise."""

import datetime
import heapq
from collections import Counter
from collections.abc import Callable, Iterator

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from services.alerts.calendar.arrive import Neighbourhood, Outcome, arrive, keys_for, tick
from services.alerts.calendar.claims import ItemVersion
from services.alerts.calendar.neighbourhood import filed_under
from services.alerts.calendar.record import EventRecord


class MemoryCalendar:
    """Not for threads. Time is told to it and must not run backwards."""

    def __init__(self, mint: Callable[[], str]) -> None:
        self._mint = mint
        self._events: dict[str, EventRecord] = {}
        self._versions: dict[str, ItemVersion] = {}
        self._filed: dict[str, Counter[str]] = {}
        self._homes: dict[str, str] = {}
        self._due: list[tuple[datetime.datetime, str]] = []

    @property
    def events(self) -> tuple[EventRecord, ...]:
        return tuple(self._events.values())

    def take(self, enriched: EnrichedItem, now: datetime.datetime) -> tuple[EventChange, ...]:
        """What the item changes. Lapses that are due before it are `pass_time`'s."""
        keys = keys_for(enriched)
        outcome = arrive(self._load(keys, enriched.item.id), enriched, now, self._mint)
        while outcome.wants:
            keys |= outcome.wants
            outcome = arrive(self._load(keys, enriched.item.id), enriched, now, self._mint)
        if outcome.version is not None:
            self._versions[enriched.item.id] = outcome.version
        return self._store(outcome)

    def pass_time(self, now: datetime.datetime) -> Iterator[EventChange]:
        """The lapses up to an instant, each at its own."""
        while self._due and self._due[0][0] <= now:
            at, event_id = heapq.heappop(self._due)
            if self._events[event_id].lapses_at == at:
                yield from self._store(tick(self._events[event_id], at))

    def _load(self, keys: frozenset[str], item_id: str) -> Neighbourhood:
        ids = {id_: None for key in sorted(keys) for id_ in self._filed.get(key, ())}
        events = tuple(self._events[id_] for id_ in ids)
        return Neighbourhood(keys=keys, version=self._versions.get(item_id), events=events)

    def _store(self, outcome: Outcome) -> tuple[EventChange, ...]:
        for record in outcome.events:
            self._unfile(record)
        for record in outcome.events:
            self._file(record)
            self._events[record.event_id] = record
            if record.lapses_at is not None:
                heapq.heappush(self._due, (record.lapses_at, record.event_id))
        return outcome.changes

    def _file(self, record: EventRecord) -> None:
        for claim in record.claims:
            if self._homes.get(claim.id) != record.event_id:
                self._homes[claim.id] = record.event_id
                for key in filed_under(claim):
                    self._filed.setdefault(key, Counter())[record.event_id] += 1

    def _unfile(self, record: EventRecord) -> None:
        """Takes from the index those claims that stood in the event and do no longer."""
        stays = {claim.id for claim in record.claims}
        was = self._events.get(record.event_id)
        for claim in was.claims if was else ():
            if claim.id not in stays:
                for key in filed_under(claim):
                    self._filed[key][record.event_id] -= 1
                    if not self._filed[key][record.event_id]:
                        del self._filed[key][record.event_id]
