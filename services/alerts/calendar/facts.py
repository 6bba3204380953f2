"""All that is known of one event, from all of its claims."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct

from schemas.enriched_item import DateSpan
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.copies import standing
from services.alerts.calendar.course import Course, advance, begin
from services.alerts.calendar.names import same_person

Told = TypeVar("Told", str, int)


class Facts(Struct, frozen=True, kw_only=True):
    """An EventState without its id, revision and history; `retracted` where no report of it stands."""

    type: str
    name: str | None
    mechanism: str | None
    round: int | None
    countries: tuple[str, ...]
    organisations: tuple[str, ...]
    officials: tuple[str, ...]
    roles: dict[str, str]
    course: Course
    sources: int
    retracted: bool = False

    @property
    def status(self) -> str:
        return self.course.status

    @property
    def when(self) -> DateSpan | None:
        return self.course.when

    @property
    def place(self) -> str | None:
        return self.course.place


def resolve(claims: Iterable[Claim]) -> Facts | None:
    """Folds one event's claims, whatever their order. None where none of them asserts it: a denial is no report, nor is what is spent."""
    counted = standing(claims)
    ordered = [stands.claim for stands in counted]
    asserting = [claim for claim in ordered if not claim.denies]
    mentions = [claim.mention for claim in asserting]
    if not mentions:
        return None
    return Facts(
        type=_most(mention.type for mention in mentions) or mentions[0].type,
        name=_fullest(mention.name for mention in mentions),
        mechanism=_most(mention.mechanism for mention in mentions),
        round=_most(mention.round for mention in mentions),
        countries=_each_once(code for mention in mentions for code in mention.countries),
        organisations=_each_once(code for mention in mentions for code in mention.organisations),
        officials=_people(name for mention in mentions for name in mention.officials),
        roles={code: role for mention in mentions for code, role in mention.roles.items()},
        course=_course(ordered),
        sources=len({stands.claim.source_id for stands in counted if stands.independent and not stands.claim.denies}),
    )


def _course(ordered: Sequence[Claim]) -> Course:
    first = next(n for n, claim in enumerate(ordered) if not claim.denies)
    course = begin(ordered[first])
    for claim in (*ordered[:first], *ordered[first + 1 :]):
        course = advance(course, claim)
    return course


def _most(values: Iterable[Told | None]) -> Told | None:
    """The commonest; of several the one told first."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _fullest(names: Iterable[str | None]) -> str | None:
    return max((name for name in names if name), key=len, default=None)


def _each_once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _people(names: Iterable[str]) -> tuple[str, ...]:
    people: list[str] = []
    for name in names:
        known = next((n for n, person in enumerate(people) if same_person(person, name)), None)
        if known is None:
            people.append(name)
        elif len(name) > len(people[known]):
            people[known] = name
    return tuple(people)
