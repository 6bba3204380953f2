"""Which event keeps which id when claims are grouped anew."""

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from services.alerts.calendar.record import EventRecord
from services.alerts.calendar.regroup import Group


class Heirs(Struct, frozen=True):
    """Each group with the record that it carries on; `merged` maps ids that end to those in which they go on."""

    carried: tuple[tuple[EventRecord, Group], ...]
    merged: dict[str, str]


def heirs(records: Sequence[EventRecord], groups: Sequence[Group], mint: Callable[[], str]) -> Heirs:
    """The larger part of an event that is split keeps its id, of equals the earlier published; of events that are merged the oldest goes on."""
    owner = {claim.id: record.event_id for record in records for claim in record.claims}
    shares = [Counter(owner[claim.id] for claim in group if claim.id in owner) for group in groups]
    heir = {record.event_id: number for record in records if (number := _largest(record.event_id, shares, groups)) is not None}
    claimed = {number: sorted(id_ for id_, heir_number in heir.items() if heir_number == number) for number in range(len(groups))}
    known = {record.event_id: record for record in records}
    carried = (known[claimed[n][0]] if claimed[n] else _begun(mint(), shares[n]) for n in range(len(groups)))
    return Heirs(tuple(zip(carried, groups, strict=True)), {id_: ids[0] for ids in claimed.values() for id_ in ids[1:]})


def _begun(event_id: str, share: Counter[str]) -> EventRecord:
    return EventRecord(event_id=event_id, split_from=min(share, key=lambda id_: (-share[id_], id_)) if share else None)


def _largest(event_id: str, shares: Sequence[Counter[str]], groups: Sequence[Group]) -> int | None:
    parts = [(-share[event_id], groups[number][0].order, number) for number, share in enumerate(shares) if event_id in share]
    return min(parts)[2] if parts else None
