"""Which claims are about one event.

Items are taken in order of publication; each mention goes to the event so far that it fits best, or begins one. Two mentions of an item are
two events, since an item's mentions are one an event. What an item decides depends on earlier ones only, which is what makes a late
arrival's effect computable: `regroup` takes up again only the items whose candidates have changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from services.alerts.calendar.claims import Claim
from services.alerts.calendar.likeness import THRESHOLD, likeness
from services.alerts.calendar.neighbourhood import filed_under, is_item, looks_under
from services.alerts.calendar.profile import Profile


def identify(claims: Iterable[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Groups claims into events, whatever their order."""
    calendar = Calendar()
    for item in by_item(claims):
        for claim, profile in calendar.choose(item):
            calendar.add(claim, profile)
    return tuple(tuple(profile.claims) for profile in calendar.profiles)


def by_item(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """The claims of each version of an item together, in order of publication."""
    item: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: claim.order):
        if item and (item[0].item_id, item[0].version) != (claim.item_id, claim.version):
            yield item
            item = []
        item.append(claim)
    if item:
        yield item


class Calendar:
    """The events so far, found by the keys of their claims."""

    def __init__(self) -> None:
        self.profiles: list[Profile] = []
        self._filed: dict[str, dict[int, Profile]] = {}

    def choose(self, item: Sequence[Claim]) -> Iterator[tuple[Claim, Profile | None]]:
        return choose(item, self._candidates)

    def add(self, claim: Claim, profile: Profile | None) -> Profile:
        if profile is None:
            profile = Profile()
            self.profiles.append(profile)
        profile.add(claim)
        for key in filed_under(claim):
            self._filed.setdefault(key, {})[id(profile)] = profile
        return profile

    def _candidates(self, claim: Claim) -> Iterable[Profile]:
        found: dict[int, Profile] = {}
        for key in looks_under(claim):
            if not is_item(key):
                found |= self._filed.get(key, {})
        return found.values()


def choose(item: Sequence[Claim], candidates: Callable[[Claim], Iterable[Profile]]) -> Iterator[tuple[Claim, Profile | None]]:
    """The event that each claim of an item is about; None where it begins one. The best matches first, each claim and each event once."""
    matches = ((likeness(claim, profile), claim, profile) for claim in item for profile in candidates(claim))
    good = (match for match in matches if match[0].score >= THRESHOLD)
    paired: dict[int, Profile] = {}
    for _, claim, profile in sorted(good, key=lambda match: (-match[0].score, match[0].days, match[1].number, match[2].first)):
        if claim.number not in paired and all(profile is not other for other in paired.values()):
            paired[claim.number] = profile
    return ((claim, paired.get(claim.number)) for claim in item)
