"""People in office: `terms.tsv` (who held which office when) and `aliases.tsv` (other spellings)."""

import datetime
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.vocabulary import OFFICES
from services.enricher.gazetteer.countries.load import states
from services.enricher.gazetteer.organisations.load import names as bodies
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import fold

HERE = Path(__file__).parent
# Before the code of a body, since some bodies and states have the same letters (AU).
BODY = "body:"
FOREVER = datetime.date.max
# A leader is news for some weeks before the first day and after the last.
MARGIN = datetime.timedelta(days=90)
# Where the name by which one is called comes first.
FAMILY_NAME_FIRST = frozenset({"CN", "KR", "KP", "TW", "KH", "SG"})
CALLED_BY_GIVEN_NAME = frozenset({"ET", "ER", "TH", "ID", "MY", "IS", "MM", "LA", "MN", "VN", "TL", "BT", "LK"})
_LEADERS = frozenset({"head_of_state", "head_of_government", "foreign_minister", "organisation_head"})


@dataclass(frozen=True, slots=True)
class Term:
    office: str
    title: str
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True, slots=True)
class Person:
    """`of` is the state, or BODY and the body, by code, for which the person held the terms."""

    id: str
    name: str
    of: str
    terms: tuple[Term, ...]

    def term(self, day: datetime.date, margin: datetime.timedelta = MARGIN) -> Term | None:
        """The term that holds the day, else the nearest within the margin; the first listed office where several do."""
        near = [(max(term.start - day, day - term.end, datetime.timedelta()), n, term) for n, term in enumerate(self.terms)]
        distance, _, term = min(near, key=lambda entry: entry[:2])
        return term if distance <= margin else None


@functools.cache
def people() -> dict[str, Person]:
    path = HERE / "terms.tsv"
    found: dict[str, list[tuple[str, str, Term]]] = {}
    for line, (key, name, of, office, title, start, end, _) in read_rows(path, 8):
        if office not in OFFICES:
            raise GazetteerError(path, line, f"{office!r} is not one of {', '.join(OFFICES)}")
        if of not in states() and of.removeprefix(BODY) not in bodies():
            raise GazetteerError(path, line, f"{of!r} is neither a state nor an organisation")
        term = Term(office, title, _first_day(path, line, start), _last_day(path, line, end))
        if term.end < term.start:
            raise GazetteerError(path, line, "ends before it begins")
        found.setdefault(key, []).append((name, of, term))
    return {key: Person(key, rows[0][0], rows[0][1], tuple(term for _, _, term in _ranked(rows))) for key, rows in found.items()}


def _ranked(rows: list[tuple[str, str, Term]]) -> list[tuple[str, str, Term]]:
    return sorted(rows, key=lambda row: OFFICES.index(row[2].office))


@functools.cache
def full_names() -> Phrases[tuple[Person, ...]]:
    """Names of two words or more, in the orders in which they are written, and the people who bear them."""
    phrases: Phrases[tuple[Person, ...]] = Phrases(())
    for keys, bearers in _by_name().items():
        phrases.add(keys, tuple(bearers))
    return phrases


def bearers_of(keys: tuple[str, ...]) -> tuple[Person, ...]:
    """The people of exactly that name, folded."""
    return tuple(_by_name().get(keys, ()))


@functools.cache
def _by_name() -> dict[tuple[str, ...], list[Person]]:
    found: dict[tuple[str, ...], list[Person]] = {}
    for person, name in _named():
        for keys in _orders(fold(name), person):
            if len(keys) > 1 and person not in found.setdefault(keys, []):
                found[keys].append(person)
    return found


@functools.cache
def leaders_by_surname() -> dict[str, tuple[Person, ...]]:
    """Heads of state, government, foreign ministries and bodies by the one word by which the news calls them."""
    found: dict[str, list[Person]] = {}
    for person in people().values():
        if any(term.office in _LEADERS for term in person.terms):
            for key in called(person):
                found.setdefault(key, []).append(person)
    return {key: tuple(bearers) for key, bearers in found.items()}


@functools.cache
def states_having(head: str) -> frozenset[str]:
    """The states that have had a head of state or government so called ("king", "prime minister"); none for other titles."""
    wanted = set(fold(head))
    return frozenset(
        person.of
        for person in people().values()
        for term in person.terms
        if term.office in ("head_of_state", "head_of_government") and wanted <= set(fold(term.title)) and person.of in states()
    )


def called(person: Person) -> set[str]:
    """The single words, folded, that may stand for the person."""
    words = [key for key in fold(person.name) if key.isalpha() and len(key) > 1]
    if not words:
        return set()
    if person.of in FAMILY_NAME_FIRST:
        return {words[0]}
    return {words[0], words[-1]} if person.of in CALLED_BY_GIVEN_NAME else {words[-1]}


def _orders(keys: tuple[str, ...], person: Person) -> Iterator[tuple[str, ...]]:
    yield keys
    if person.of in ("JP", "HU") and len(keys) == 2:
        yield keys[::-1]
    if "-" in keys:
        yield tuple(key for key in keys if key != "-")


def _named() -> Iterator[tuple[Person, str]]:
    for person in people().values():
        yield person, person.name
    path = HERE / "aliases.tsv"
    for line, (key, aliases) in read_rows(path, 2):
        if key not in people():
            raise GazetteerError(path, line, f"{key!r} has no row in terms.tsv")
        for alias in aliases.split(";"):
            yield people()[key], alias.strip()


def _first_day(path: Path, line: int, date: str) -> datetime.date:
    return _day(path, line, (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])


def _last_day(path: Path, line: int, date: str) -> datetime.date:
    if not date:
        return FOREVER
    return _day(path, line, date + "-12-31" if len(date) == 4 else date + "-28" if len(date) == 7 else date)


def _day(path: Path, line: int, date: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(date)
    except ValueError as error:
        raise GazetteerError(path, line, f"{date!r} is no date") from error
