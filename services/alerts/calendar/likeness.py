"""How well a claim fits an event, with the reasons. Each rule answers with points or with `APART`, which settles it."""

from collections.abc import Callable

from msgspec import Struct

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.course import COMING
from services.alerts.calendar.names import distinctive, same_person
from services.alerts.calendar.places import same_place
from services.alerts.calendar.profile import Profile, round_of
from services.alerts.calendar.spans import DAY, coarseness, edge_of, gap_days, last_day, overlap, same, within

THRESHOLD = 4.0
APART = -100.0
Reason = tuple[str, float]


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


def parties(claim: Claim, event: Profile) -> Reason:
    told, known = claim.parties, event.parties
    both = told & known
    if told == known:
        return "the same parties", 3
    if len(both) >= 2 and (told <= known or known <= told):
        return "parties of which one report leaves out some", 2.5
    if both and (told <= known or known <= told):
        return "one party of them", 1
    if len(told) > 2 and len(known) > 2 and both:
        return "some of many", 1 + min(len(both), 3) / 2
    return "other parties", APART


def kind(claim: Claim, event: Profile) -> Reason:
    told = claim.mention.type
    if told in event.types:
        return "the same kind", 1
    if {told} | event.types <= {"meeting", "summit", "dialogue"} or {told} | event.types <= {"negotiation", "dialogue"}:
        return "kindred kinds", 0.5
    if {told} | event.types <= {"mediation", "negotiation", "meeting", "dialogue"}:
        return "kinds that can be one", -1
    return "another kind", APART


def session(claim: Claim, event: Profile) -> Reason:
    told, known = round_of(claim), event.round
    if told is None or known is None:
        return "no number", 0
    return ("the same session", 4) if told == known else ("another session", APART)


def name(claim: Claim, event: Profile) -> Reason:
    mechanism = claim.mention.mechanism
    if mechanism and event.mechanisms:
        return ("the same mechanism", 4) if mechanism in event.mechanisms else ("another mechanism", -4)
    told = distinctive(claim.mention.name) if claim.mention.name else frozenset()
    if not told or not event.words:
        return "no name", 0
    shared = max(len(told & words) / min(len(told), len(words)) for words in event.words)
    if shared >= 0.6:
        return "much the same name", 3
    return ("a name with words in common", 1) if shared > 0 else ("another name", -1.5)


def people(claim: Claim, event: Profile) -> Reason:
    told = claim.mention.officials
    if not told or not event.officials:
        return "nobody named", 0
    if any(same_person(a, b) for a in told for b in event.officials):
        return "people in common", 2
    strict = claim.mention.type in ("visit", "call", "meeting")
    return "other people", (-4 if strict else -1)


def place(claim: Claim, event: Profile) -> Reason:
    told = claim.mention.place
    if not told or not event.places:
        return "no place", 0
    if any(same_place(told, known) for known in event.places):
        return "the same place", 1
    return "another place", (-4 if claim.mention.type == "visit" else -1)


def phase(claim: Claim, event: Profile) -> Reason:
    """What is over is not what is to come."""
    told, course = claim.mention.status, event.course
    if course is None:
        return "denied only", 0
    if course.status == "held" and told != "held":
        return ("told as it was before", 0) if _fits(claim.when, course.when) else ("the next one", APART)
    if told == "held" and course.status != "held" and course.when and course.when.start > claim.day + DAY:
        return "still to come", (-1 if claim.mention.previous else -5)
    if told == "held" and claim.when is None and course.status != "held":
        return "over, at no told time", 0
    return "at the same stage", 0


def time(claim: Claim, event: Profile) -> Reason:
    told, known = claim.when, event.course.when if event.course else (event.times[-1] if event.times else None)
    previous = claim.mention.previous
    if told is None or known is None:
        return _without_time(claim, known)
    if previous and any(_fits(previous, span) for span in (known, *event.times)):
        return "the time that it had before", 4
    if same(told, known):
        return "the same time", 4
    if _fits(told, known):
        return "a time that can be the same", 3
    if overlap(told, known):
        return "times that overlap", 1.5
    return _other_time(claim, event, gap_days(told, known))


def _without_time(claim: Claim, known: DateSpan | None) -> Reason:
    if known and claim.mention.status in COMING and last_day(known) < claim.day:
        return "known for a day that is past", -2
    return "no time", 0


def _other_time(claim: Claim, event: Profile, days: int) -> Reason:
    if any(same(claim.when, span) for span in event.times if claim.when):
        return "a time that it once had", 1
    if claim.mention.type in ("call", "signing", "sanction", "expulsion"):
        return "another day", -6
    return "another time", -2 - min(days, 120) / 60


def _fits(told: DateSpan | None, known: DateSpan | None) -> bool:
    if told is None or known is None:
        return False
    return (
        same(told, known)
        or edge_of(told, known)
        or edge_of(known, told)
        or (coarseness(told) != coarseness(known) and _nested(told, known))
    )


def _nested(a: DateSpan, b: DateSpan) -> bool:
    return within(a, b) or within(b, a)


def _days(claim: Claim, event: Profile) -> int:
    known = event.course.when if event.course else None
    return gap_days(claim.when, known) if claim.when and known else abs((claim.day - event.last_day).days)


RULES: tuple[Callable[[Claim, Profile], Reason], ...] = (kind, parties, session, phase, time, name, people, place)
