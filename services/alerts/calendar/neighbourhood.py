"""Keys by which an index finds the claims that might be about the same event, so that nobody ever scans.

Two claims can be of one event only where a key under which one looks is a key under which the other is filed. The relation is
symmetric. A key names a family of types, the parties, and a stretch of 400 days of publication; a claim looks into
its own stretch and the two beside it.
"""

import functools
from collections.abc import Iterable
from itertools import combinations

from msgspec import Struct

from services.alerts.calendar.claims import Claim

STRETCH_DAYS = 400
# `meeting`, `summit` and `dialogue` are three words for one gathering, `negotiation` and `dialogue` two for one round, and the sides that
# sit down in a mediation are said to meet. Every other type is a family by itself.
TALKS = frozenset({"dialogue", "summit", "meeting", "negotiation", "mediation"})
# Pairs beyond these many parties add nothing that the wide keys do not find.
MOST_PAIRED = 8


def filed_under(claim: Claim) -> frozenset[str]:
    """The keys under which a claim is to be found. They do not change when it is spent."""
    return _keys(family(claim.mention.type), tuple(sorted(claim.parties)), is_wide(claim), _stretch(claim)).filed | {
        item_key(claim.item_id)
    }


def looks_under(claim: Claim) -> frozenset[str]:
    """The keys that a claim's possible companions are filed under, its own item's among them."""
    return _keys(family(claim.mention.type), tuple(sorted(claim.parties)), is_wide(claim), _stretch(claim)).looked | {
        item_key(claim.item_id)
    }


def neighbourhood(claims: Iterable[Claim], item_id: str) -> frozenset[str]:
    """What to load before an item with these claims is taken in; its own earlier version's claims are among it."""
    return frozenset({item_key(item_id)}.union(*map(looks_under, claims)))


def still_open(keys: Iterable[str], since: Claim) -> frozenset[str]:
    """Those of the keys under which claims may be filed that were published later than one; without the keys of items."""
    return frozenset(key for key in keys if not is_item(key) and int(key.rpartition("/")[2]) >= _stretch(since))


def is_item(key: str) -> bool:
    return key.startswith("item:")


def family(kind: str) -> str:
    return "talks" if kind in TALKS else kind


def is_wide(claim: Claim) -> bool:
    """Reports of a gathering of many name some of them each, and perhaps share one party only."""
    return len(claim.parties) > 2 or bool(claim.mention.organisations) or claim.mention.type == "summit"


class _Keys(Struct, frozen=True):
    filed: frozenset[str]
    looked: frozenset[str]


@functools.lru_cache(maxsize=16384)
def _keys(kind: str, parties: tuple[str, ...], wide: bool, stretch: int) -> _Keys:
    near = (stretch - 1, stretch, stretch + 1)
    return _Keys(
        frozenset(f"{kind}:{name}/{stretch}" for name in _filed(parties, wide)),
        frozenset(f"{kind}:{name}/{number}" for name in _looked(parties, wide) for number in near),
    )


def _filed(parties: tuple[str, ...], wide: bool) -> Iterable[str]:
    yield from _pairs(parties)
    yield from (f"with:{party}" for party in parties)
    if len(parties) < 2:
        yield f"alone:{''.join(parties)}"
    if wide:
        yield from (f"wide:{party}" for party in parties)


def _looked(parties: tuple[str, ...], wide: bool) -> Iterable[str]:
    yield from _pairs(parties)
    yield from (f"alone:{party}" for party in parties)
    if len(parties) < 2:
        yield from (f"with:{party}" for party in parties) if parties else ("alone:",)
    if wide:
        yield from (f"wide:{party}" for party in parties)


def _pairs(parties: tuple[str, ...]) -> Iterable[str]:
    return (f"{a}+{b}" for a, b in combinations(parties[:MOST_PAIRED], 2))


def _stretch(claim: Claim) -> int:
    return claim.day.toordinal() // STRETCH_DAYS


def item_key(item_id: str) -> str:
    return f"item:{item_id}"
