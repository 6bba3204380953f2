"""How an event's status, time, place and disputes run on, claim by claim, in order of publication."""

from msgspec import Struct
from msgspec.structs import replace

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.places import same_place
from services.alerts.calendar.spans import coarseness, edge_of, last_day, overlap, same

COMING = ("proposed", "scheduled")


class Course(Struct, frozen=True, kw_only=True):
    """`put_off` is true where a postponed event has a new, vague time; `denied_by` are all who ever denied it, `disputed_by` who still do."""

    status: str
    when: DateSpan | None = None
    place: str | None = None
    put_off: bool = False
    disputed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()


def begin(claim: Claim) -> Course:
    mention = claim.mention
    return Course(status=mention.status, when=mention.when, place=mention.place, put_off=_puts_off(None, claim))


def advance(course: Course, claim: Claim) -> Course:
    """The course after a claim that was published later than all that it rests on."""
    if claim.denies:
        return _denied(course, claim)
    status = _status(course, claim)
    when = _when(course, claim, status)
    return replace(
        course,
        status=status,
        when=when,
        place=_place(course, claim),
        put_off=status == "postponed" and (course.put_off or _puts_off(course.when, claim)),
        disputed_by=() if _settles(course, claim, status) else course.disputed_by,
    )


def _denied(course: Course, claim: Claim) -> Course:
    by = claim.mention.disputed_by
    return replace(course, disputed_by=_with(course.disputed_by, by), denied_by=_with(course.denied_by, by))


def _with(known: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *(party for party in told if party not in known))


def _settles(course: Course, claim: Claim, status: str) -> bool:
    """Whether a claim ends a dispute: it takes place, it is set at last, or those who denied it say so themselves."""
    if status in ("ongoing", "held") or (course.status, status) == ("proposed", "scheduled"):
        return True
    return set(course.disputed_by) <= set(claim.mention.asserted_by)


def _status(course: Course, claim: Claim) -> str:
    known, told = course.status, claim.mention.status
    if known == "held":
        return known
    if known == "ongoing" and told in COMING:
        return known
    if known == "scheduled" and told == "proposed":
        return told if _replaces(course.when, claim) else known
    if known == "postponed" and told == "proposed" and claim.when is None:
        return known
    return told


def _when(course: Course, claim: Claim, status: str) -> DateSpan | None:
    known, told = course.when, claim.when
    if told is None:
        again = course.status in ("cancelled", "postponed") and status in COMING
        return None if again and known and last_day(known) < claim.day else known
    if known is None:
        return told
    if course.status == "held" and claim.mention.status != "held":
        return known
    if course.status == "ongoing" and claim.mention.status in COMING:
        return known
    return told if _replaces(known, claim) or _betters(known, told) else known


def _replaces(known: DateSpan | None, claim: Claim) -> bool:
    """The text says that the known time was another before."""
    told, previous = claim.when, claim.mention.previous
    if known is None or told is None or previous is None:
        return False
    return overlap(previous, known) and not same(previous, told) and not same(known, told)


def _betters(known: DateSpan, told: DateSpan) -> bool:
    if same(known, told) or edge_of(told, known):
        return False
    if told.end is None and known.start <= told.start <= last_day(known):
        return False
    if coarseness(told) > coarseness(known):
        return not overlap(known, told)
    return True


def _puts_off(known: DateSpan | None, claim: Claim) -> bool:
    """A postponed event's time is a new one: another than was known, or than the text says it was."""
    told, previous = claim.when, claim.mention.previous
    if claim.mention.status != "postponed" or told is None:
        return False
    if previous is not None:
        return not same(previous, told)
    return known is not None and not overlap(known, told)


def _place(course: Course, claim: Claim) -> str | None:
    told = claim.mention.place
    if told is None or (course.place is not None and same_place(course.place, told)):
        return course.place
    return told
