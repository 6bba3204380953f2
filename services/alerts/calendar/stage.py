"""Whether a claim can be about an event's time and stage: what is over is not what is to come."""

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.course import COMING
from services.alerts.calendar.profile import Profile
from services.alerts.calendar.spans import DAY, coarseness, edge_of, gap_days, last_day, overlap, same, within

Reason = tuple[str, float]
APART = -100.0
# Each of these is its own, unless it is told with the time that is known.
_ONCE = frozenset({"sanction", "expulsion"})


def phase(claim: Claim, event: Profile) -> Reason:
    told, course = claim.mention.status, event.course
    if course is None or claim.denies:
        return "no stage", 0
    fits = _fits(claim.when, course.when)
    if course.status == "held" and told != "held":
        return ("told as it was before", 0) if fits else ("the next one", APART)
    if course.status == "ongoing" and told in COMING and claim.when and not _can_overlap(claim.when, course.when):
        return "the next one", APART
    if told in COMING and course.status in COMING and course.when and not fits and not claim.mention.previous:
        return ("the one before was never heard of again", -3) if last_day(course.when) + 7 * DAY < claim.day else ("to come", 0)
    if told == "held" and course.status != "held" and course.when and course.when.start > claim.day + DAY:
        return "still to come", (-1 if claim.mention.previous else -5)
    return "a stage that can be", 0


def _can_overlap(told: DateSpan | None, known: DateSpan | None) -> bool:
    return told is None or known is None or overlap(told, known)


def time(claim: Claim, event: Profile) -> Reason:
    told, known = claim.when, event.course.when if event.course else (event.times[-1] if event.times else None)
    if claim.mention.previous and any(_fits(claim.mention.previous, span) for span in event.times):
        return "the time that it had before", 4
    if told is None or known is None:
        return _without_time(claim, known)
    if same(told, known):
        return "the same time", 4
    if _fits(told, known):
        return "a time that can be the same", 3
    if overlap(told, known):
        return "times that overlap", 1.5
    if any(same(told, span) for span in event.times):
        return "a time that it once had", 1
    return _other_time(claim, event, gap_days(told, known))


def _without_time(claim: Claim, known: DateSpan | None) -> Reason:
    if known is None or claim.when is not None:
        return "no time", 0
    since = (claim.day - last_day(known)).days
    if claim.mention.status in COMING and since > 0:
        return "known for a day that is past", -2
    if claim.mention.status == "held" and known.precision == "day" and -1 <= since <= 3:
        return "known for these days", 1.5
    return "no time", 0


def _other_time(claim: Claim, event: Profile, days: int) -> Reason:
    """Two times that cannot be one: moved, or misreported, or of two events."""
    told, known = claim.mention.status, event.course.status if event.course else "held"
    if claim.mention.type in _ONCE:
        return "another day", -6
    if "held" in (told, known) and known in ("held", "ongoing"):
        return ("a day beside it", -1) if days <= 1 else ("another day", -3) if days <= 3 else ("another time", -8)
    if told in ("held", "ongoing"):
        return ("a day or two beside what was set", -1) if days <= 3 else ("another time", -3 - min(days, 90) / 30)
    if known in ("postponed", "cancelled") or told == "postponed":
        return "a new time", -0.25 - min(days, 180) / 180
    return "moved, or another", -0.75 - min(days, 90) / 30


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
