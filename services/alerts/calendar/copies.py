"""Copies: another outlet's print of a story that is there already. They count as published when it was, and are no source of their own."""

from collections.abc import Iterable, Sequence

from services.alerts.calendar.claims import Claim
from services.alerts.calendar.sketch import resemblance
from services.alerts.calendar.spans import same, within

# Measured on stories of ours: light edits leave a resemblance of 0.3 to 0.8, two reports of one event in words of their own 0.1 at most.
RESEMBLANCE = 0.25


def standing(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that count, in the order in which they do. A copy goes with its original: to its time, and away with what is withdrawn."""
    ordered = sorted(claims, key=lambda claim: claim.order)
    items = {claim.item_id for claim in ordered if not claim.spent}
    placed = []
    for number, claim in enumerate(ordered):
        original = None if claim.spent else original_of(claim, ordered[:number])
        if not claim.spent and (original is None or original.item_id in items):
            placed.append(((original or claim).order, number, claim))
    return [claim for _, _, claim in sorted(placed, key=lambda entry: entry[:2])]


def original_of(claim: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """The first of these claims, published earlier, that this one copies: much the same text, and no fact that it has not."""
    return next((other for other in earlier if _copies(claim, other)), None)


def _copies(claim: Claim, other: Claim) -> bool:
    if claim.item_id == other.item_id or claim.order < other.order:
        return False
    return resemblance(claim.sketch, other.sketch) >= RESEMBLANCE and _adds_nothing(claim, other)


def _adds_nothing(claim: Claim, other: Claim) -> bool:
    told, known = claim.mention, other.mention
    if (told.status, set(told.disputed_by)) != (known.status, set(known.disputed_by)):
        return False
    if told.place is not None and told.place != known.place:
        return False
    return told.when is None or (known.when is not None and (same(told.when, known.when) or within(known.when, told.when)))
