"""What an arrival does to the events of its neighbourhood: the answer of `identify`, by taking up again only what can have changed.

An item's decision rests on the events so far that share a key with one of its claims. So, from the first claim that came or
went on, an item is taken up again where an event in its reach has gained or lost a claim, and keeps its place otherwise. What would have to
be loaded for that, and is not, is wanted.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from services.alerts.calendar.claims import Claim
from services.alerts.calendar.identify import Calendar, by_item, choose
from services.alerts.calendar.neighbourhood import filed_under, item_key, looks_under, still_open
from services.alerts.calendar.profile import Profile
from services.alerts.calendar.record import EventRecord

Group = tuple[Claim, ...]


class Regrouped(Struct, frozen=True):
    """All events of the neighbourhood, and new ones; they hold for sure where `wants` is empty."""

    groups: tuple[Group, ...]
    wants: frozenset[str]


def regroup(events: Sequence[EventRecord], come: Sequence[Claim], loaded: frozenset[str]) -> Regrouped:
    """`come` are new claims, or stand in the stead of those with the same ids; `loaded` are the keys all of whose claims are in `events`."""
    groups = tuple(event.claims for event in events)
    gone = frozenset(claim.id for claim in come)
    went = [claim for group in groups for claim in group if claim.id in gone]
    if not come:
        return Regrouped(groups, frozenset())
    since = min((*went, *come), key=lambda claim: claim.order)
    if all(not group or group[-1].order < since.order for group in groups):
        return _append(events, come, since, loaded)
    again = _Again(groups, gone, come, since)
    for item in by_item([*(claim for group in groups for claim in group), *come]):
        again.take(item)
    return Regrouped(tuple(tuple(profile.claims) for profile in again.calendar.profiles), again.wants - loaded)


def _append(events: Sequence[EventRecord], come: Sequence[Claim], since: Claim, loaded: frozenset[str]) -> Regrouped:
    """The short way for news published later than all that is known around it: nothing else is to be taken up again."""
    groups = [event.claims for event in events]
    numbers = {event.event_id: number for number, event in enumerate(events)}
    near = {id(event.profile): numbers[event.event_id] for claim in come for event in _near(events, claim)}
    wants = frozenset[str]().union(*map(looks_under, come))
    for claim, chosen in choose(come, lambda claim: (event.profile for event in _near(events, claim))):
        if chosen is None:
            groups.append((claim,))
        else:
            number = near[id(chosen)]
            wants |= still_open(frozenset[str]().union(*map(looks_under, groups[number])), since)
            groups[number] = (*groups[number], claim)
    return Regrouped(tuple(groups), wants - loaded)


def _near(events: Sequence[EventRecord], claim: Claim) -> Iterator[EventRecord]:
    keys = looks_under(claim) - {item_key(claim.item_id)}
    return (event for event in events if not keys.isdisjoint(event.filed))


class _Again:
    """`_homes` are the profiles that stand for stored events, by their numbers; `_shaken` are events that are other than they were."""

    def __init__(self, groups: Sequence[Group], gone: frozenset[str], come: Sequence[Claim], since: Claim) -> None:
        self.calendar = Calendar()
        self.wants: frozenset[str] = frozenset()
        self._gone = gone
        self._come = {id(claim) for claim in come}
        self._since = since
        self._stored = {claim.id: number for number, group in enumerate(groups) for claim in group}
        self._homes: dict[int, Profile] = {}
        self._shaken: set[int] = set()
        self._shaken_homes: set[int] = set()
        self._reach: set[str] = set()

    def take(self, item: Sequence[Claim]) -> None:
        here = [claim for claim in item if not self._goes(claim)]
        for claim in item:
            if self._goes(claim):
                self._lose(claim)
        if any(self._is_open(claim) for claim in here):
            self._choose(here)
        else:
            for claim in here:
                self._keep(claim)

    def _goes(self, claim: Claim) -> bool:
        return claim.id in self._gone and id(claim) not in self._come

    def _is_open(self, claim: Claim) -> bool:
        if id(claim) in self._come:
            return True
        return claim.order >= self._since.order and not self._reach.isdisjoint(looks_under(claim))

    def _lose(self, claim: Claim) -> None:
        self._shake_home(self._stored[claim.id])
        self._spread(claim)

    def _keep(self, claim: Claim) -> None:
        number = self._stored[claim.id]
        self._homes[number] = self._enter(claim, self._homes.get(number))
        if number in self._shaken_homes:
            self._shake(self._homes[number])

    def _choose(self, item: Sequence[Claim]) -> None:
        for claim in item:
            self.wants |= looks_under(claim)
        for claim, chosen in self.calendar.choose(item):
            self._settle(claim, chosen)

    def _settle(self, claim: Claim, chosen: Profile | None) -> None:
        number = None if id(claim) in self._come else self._stored.get(claim.id)
        home = self._homes.get(number) if number is not None else None
        entered = self._enter(claim, chosen)
        if number is not None and home is None and chosen is None:
            self._homes[number] = entered
            if number in self._shaken_homes:
                self._shake(entered)
        elif number is None or entered is not home:
            self._shake(entered)
            if number is not None:
                self._shake_home(number)

    def _enter(self, claim: Claim, profile: Profile | None) -> Profile:
        entered = self.calendar.add(claim, profile)
        if id(entered) in self._shaken:
            self._spread(claim)
        return entered

    def _shake_home(self, number: int) -> None:
        self._shaken_homes.add(number)
        if number in self._homes:
            self._shake(self._homes[number])

    def _shake(self, profile: Profile) -> None:
        if id(profile) not in self._shaken:
            self._shaken.add(id(profile))
            for claim in profile.claims:
                self._spread(claim)

    def _spread(self, claim: Claim) -> None:
        """Later claims that look where this one is filed have to be taken up again, and so have to be there."""
        self._reach |= filed_under(claim)
        self.wants |= still_open(looks_under(claim), self._since)
