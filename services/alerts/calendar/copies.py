"""Copies: another outlet's print of a story that is there already. They count as published when it was, and are no source of their own."""

from collections.abc import Iterable

from msgspec import Struct

from services.alerts.calendar.claims import Claim
from services.alerts.calendar.sketch import resemblance
from services.alerts.calendar.spans import same, within

# Measured on stories of ours: light edits leave a resemblance of 0.3 to 0.8, two reports of one event in words of their own 0.1 at most.
RESEMBLANCE = 0.25
# As many runs are looked up: of two texts with this resemblance 99 in 100 share one of them.
PROBES = 16


class Standing(Struct, frozen=True):
    """A claim that counts; `independent` unless it is a copy."""

    claim: Claim
    independent: bool


def standing(claims: Iterable[Claim]) -> list[Standing]:
    """The claims that count, in the order in which they do. A copy goes with its original: to its time, and away with what is withdrawn."""
    ordered = sorted(claims, key=lambda claim: claim.order)
    items = {claim.item_id for claim in ordered if not claim.spent}
    originals = _Originals()
    placed = []
    for number, claim in enumerate(ordered):
        original = originals.of(claim)
        if original is None:
            originals.add(claim)
        if not claim.spent and (original is None or original.item_id in items):
            placed.append(((original or claim).order, number, Standing(claim, original is None)))
    return [stands for _, _, stands in sorted(placed, key=lambda entry: entry[:2])]


class _Originals:
    """The claims so far that are no copies, found by the runs of words in their sketches."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []
        self._by_run: dict[int, list[int]] = {}

    def add(self, claim: Claim) -> None:
        for run in claim.sketch[:PROBES]:
            self._by_run.setdefault(run, []).append(len(self._claims))
        self._claims.append(claim)

    def of(self, claim: Claim) -> Claim | None:
        """The first of them that this claim copies: much the same text, and no fact that it has not."""
        likely = sorted({number for run in claim.sketch[:PROBES] for number in self._by_run.get(run, ())})
        return next((self._claims[number] for number in likely if _copies(claim, self._claims[number])), None)


def _copies(claim: Claim, other: Claim) -> bool:
    return claim.item_id != other.item_id and _adds_nothing(claim, other) and resemblance(claim.sketch, other.sketch) >= RESEMBLANCE


def _adds_nothing(claim: Claim, other: Claim) -> bool:
    told, known = claim.mention, other.mention
    if (told.status, set(told.disputed_by)) != (known.status, set(known.disputed_by)):
        return False
    if told.place is not None and told.place != known.place:
        return False
    return told.when is None or (known.when is not None and (same(told.when, known.when) or within(known.when, told.when)))
