"""How well a claim fits an event, with the reasons.

Each rule answers with points, or with APART, which settles it. Four points are enough: the same two parties and the same kind of doing, with nothing
against it. The points were set on running stories written for the purpose, by general rules; `tests/alerts/calendar` has a case for each.
"""

from collections.abc import Callable

from msgspec import Struct

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.names import alike, levels_in, same_person
from services.alerts.calendar.places import same_place
from services.alerts.calendar.profile import Profile, round_of
from services.alerts.calendar.spans import gap_days
from services.alerts.calendar.stage import APART, Reason, phase, time

THRESHOLD = 4.0
# Things of which the same parties have few, so that two mentions are likely one. Calls, meetings and visits they have every week.
_FEW = frozenset({"dialogue", "negotiation", "signing", "ceasefire", "mediation", "summit"})
# One person meets, calls or travels once at a time: other people, another event.
_OF_PEOPLE = frozenset({"meeting", "call", "visit", "summit"})


class Likeness(Struct, frozen=True):
    """`days` is how far apart the times are, to choose between two events that fit equally."""

    score: float
    reasons: tuple[Reason, ...]
    days: int


def likeness(claim: Claim, event: Profile) -> Likeness:
    reasons: list[Reason] = []
    for rule in RULES:
        reason = rule(claim, event)
        reasons.append(reason)
        if reason[1] <= APART:
            break
    return Likeness(sum(points for _, points in reasons), tuple(reasons), _days(claim, event))


def kind(claim: Claim, event: Profile) -> Reason:
    told = claim.mention.type
    kinds = {told} | event.types
    if told in event.types:
        return "the same kind", 2 if told in _FEW else 1
    if kinds <= {"meeting", "summit", "dialogue"} or kinds <= {"negotiation", "dialogue"}:
        return "kindred kinds", 0.5
    if kinds <= {"mediation", "negotiation", "meeting", "dialogue", "summit"}:
        return "kinds that can be one", -2
    return "another kind", APART


def parties(claim: Claim, event: Profile) -> Reason:
    told, known = claim.parties, event.parties
    both = told & known
    if told == known:
        return "the same parties", 3
    if claim.mention.type == "visit" and max(len(told), len(known)) > 2:
        return "a stop and the tour", APART
    if both and (told <= known or known <= told):
        return ("parties of which one report leaves out some", 2.5) if len(both) > 1 else ("one party of them", 1)
    if both and _gathering(claim, event):
        return "some of many", 1 + min(len(both), 3) / 2
    if len(both) / len(told | known) > 0.5:
        return "most of the parties", 1
    return "other parties", APART


def _gathering(claim: Claim, event: Profile) -> bool:
    """A body's meeting, or a summit of many, of which each report names those that it cares for."""
    bodies = {code for code in claim.parties | event.parties if len(code) != 2}
    own, known = bodies & claim.parties, bodies & event.parties
    if own and known:
        return bool(own & known)
    sizes = len(claim.parties), len(event.parties)
    return bool(bodies) and (min(sizes) > 2 or (max(sizes) > 2 and "summit" in {claim.mention.type} | event.types))


def session(claim: Claim, event: Profile) -> Reason:
    told, known = round_of(claim), event.round
    if told is None or known is None:
        return "no number", 0
    return ("the same session", 4) if told == known else ("another session", APART)


def name(claim: Claim, event: Profile) -> Reason:
    mechanism = claim.mention.mechanism
    if mechanism and event.mechanisms:
        return ("the same mechanism", 4) if mechanism in event.mechanisms else ("another mechanism", -4)
    if not claim.mention.name or not event.names:
        return "no name", 0
    shared = max((alike(claim.mention.name, known) for known in event.names), key=lambda one: -1.0 if one is None else one)
    if shared is None:
        return "no name of its own", 0
    if shared >= 0.6:
        return "much the same name", 3
    return ("a name with words in common", 1) if shared > 0.3 else ("another name", -1.5)


def people(claim: Claim, event: Profile) -> Reason:
    told, known = claim.mention.officials, event.officials
    if not told or not known:
        return "nobody named", 0
    if any(same_person(a, b) for a in told for b in known):
        return "people in common", 2
    if _gathering(claim, event) or len(event.parties | claim.parties) > 3:
        return "others of many", 0
    if claim.mention.type not in _OF_PEOPLE and not event.types & _OF_PEOPLE:
        return "other people", -1
    if claim.mention.type == "visit" or (len(told) > 1 and len(known) > 1 and not _numbered(claim, event)):
        return "other people", APART
    return "perhaps other people", -1.5


def _numbered(claim: Claim, event: Profile) -> bool:
    return round_of(claim) is not None and round_of(claim) == event.round


def level(claim: Claim, event: Profile) -> Reason:
    told = levels_in(claim)
    if claim.mention.type == "visit" or not told or not event.levels or told & event.levels or _numbered(claim, event):
        return "no other level", 0
    return "another level", -2


def place(claim: Claim, event: Profile) -> Reason:
    told = claim.mention.place
    if not told or not event.places:
        return "no place", 0
    if any(same_place(told, known) for known in event.places):
        return "the same place", 1
    if claim.mention.type == "visit":
        return "another place", -4
    known = event.course.status if event.course else None
    if known in ("postponed", "cancelled"):
        return "a new place", -0.25
    return "another place", (-3 if known == claim.mention.status == "held" else -1)


def _days(claim: Claim, event: Profile) -> int:
    """Between the times told and known; of a claim without a time, from its day on."""
    known = event.course.when if event.course else None
    if known is None:
        return abs((claim.day - event.last_day).days)
    return gap_days(claim.when or DateSpan(start=claim.day, end=claim.day, precision="day"), known)


RULES: tuple[Callable[[Claim, Profile], Reason], ...] = (kind, parties, session, phase, time, name, people, level, place)
