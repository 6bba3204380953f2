"""What an event looks like so far, to a claim that might be about it."""

import datetime
from collections.abc import Iterable

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim, Order
from services.alerts.calendar.course import Course, advance, begin
from services.alerts.calendar.names import levels_in, round_in, same_person


class Profile:
    """Grows claim by claim, in order of publication. Spent claims count only as long as there are no others."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.stands = False
        self._clear()

    def _clear(self) -> None:
        self.course: Course | None = None
        self.types: set[str] = set()
        self.parties: frozenset[str] = frozenset()
        self.names: list[str] = []
        self.mechanisms: set[str] = set()
        self.round: int | None = None
        self.officials: list[str] = []
        self.levels: set[str] = set()
        self.times: list[DateSpan] = []
        self.places: list[str] = []

    @property
    def first(self) -> Order:
        return self.claims[0].order

    @property
    def last_day(self) -> datetime.date:
        return self.claims[-1].day

    def add(self, claim: Claim) -> None:
        self.claims.append(claim)
        if claim.spent and self.stands:
            return
        if not claim.spent and not self.stands:
            self.stands = True
            self._clear()
        self._learn(claim)

    def _learn(self, claim: Claim) -> None:
        if not claim.denies:
            self.course = advance(self.course, claim) if self.course else begin(claim)
        self.types.add(claim.mention.type)
        self.parties |= claim.parties
        self._add_names(claim)
        self.times += [span for span in (claim.when, claim.mention.previous) if span and span not in self.times]
        if claim.mention.place and claim.mention.place not in self.places:
            self.places.append(claim.mention.place)

    def _add_names(self, claim: Claim) -> None:
        name = claim.mention.name
        if name and name not in self.names:
            self.names.append(name)
        if claim.mention.mechanism:
            self.mechanisms.add(claim.mention.mechanism)
        self.round = self.round or round_of(claim)
        self.officials += [name for name in claim.mention.officials if not any(same_person(name, known) for known in self.officials)]
        self.levels |= levels_in(claim)


def round_of(claim: Claim) -> int | None:
    return claim.mention.round or (round_in(claim.mention.name) if claim.mention.name else None)


def profile_of(claims: Iterable[Claim]) -> Profile:
    profile = Profile()
    for claim in claims:
        profile.add(claim)
    return profile
