"""Titles that stand without a name, lent to the people whose office they speak of."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from services.enricher.gazetteer.officials.load import BODY, Person
from services.enricher.introductions import Introduction
from services.enricher.offices import office_of
from services.enricher.parts import Cut
from services.enricher.roll import Official
from services.enricher.text import Document
from services.enricher.titles import Title

# Before a title, these speak of no one in particular.
_ANY = frozenset({"no", "any", "a", "an", "every", "another", "former", "next", "previous", "his", "her", "its", "their", "first"})
_NEAR = 2


class Free(Struct, frozen=True):
    """A title without a name: where it stands, the office that it names, and of which states or bodies."""

    sentence: int
    title: Title
    office: str
    codes: tuple[str, ...]


def share_titles(officials: Sequence[Official], pieces: Sequence[Cut]) -> None:
    """ "The presidents of Chile and Peru ... X of Chile and Y of Peru": each takes the title of his state."""
    shared = {
        code: (n, part.title)
        for n, piece in enumerate(pieces)
        for part in piece.parts
        if part.title is not None and part.title.plural and part.title.public and len(part.codes) > 1
        for code in part.codes
    }
    for official in officials if shared else ():
        if official.has_title():
            continue
        for _, introduction in list(official.introduced):
            if introduction.by == "state after" and introduction.codes and (lent := shared.get(introduction.codes[0])):
                official.introduced.append((lent[0], structs.replace(introduction, title=lent[1], by="shared")))


def lend_titles(document: Document, pieces: Sequence[Cut], officials: Sequence[Official]) -> None:
    """Gives a known person named without a title the words by which the text speaks of his office elsewhere ("Turkey's president").

    One without an owner ("the foreign minister arrived") counts close to where the person is named, for an office that no other
    known person of the text holds.
    """
    untitled = [(official, person) for official in officials if (person := official.known) and not official.has_title()]
    if not untitled:
        return
    used = {id(i.title) for official in officials for _, i in official.introduced if i.title}
    owned: dict[str, list[Free]] = {}
    unowned: dict[int, list[Free]] = {}
    for free in _free_titles(pieces, used):
        for code in free.codes:
            owned.setdefault(code, []).append(free)
        if not free.codes:
            unowned.setdefault(free.sentence, []).append(free)
    holders = _holders(document, officials)
    for official, person in untitled:
        offices = _offices(document, person)
        near = sorted({n + step for n, _, _ in official.names for step in range(-_NEAR, _NEAR + 1)})
        choice = [free for free in owned.get(person.of, ()) if free.office in offices]
        choice += [f for n in near for f in unowned.get(n, ()) if f.office in offices and _may_be_short(person, f, holders)]
        choice = [free for free in choice if id(free.title) not in used]
        if choice:
            named = {n for n, _, _ in official.names}
            free = min(choice, key=lambda free: (min(abs(free.sentence - n) for n in named), free.sentence))
            used.add(id(free.title))
            _, first, last = min(official.names)
            official.introduced.append((free.sentence, Introduction(first, last, "lent", (person.of,), free.title)))


def _free_titles(pieces: Sequence[Cut], used: set[int]) -> Iterator[Free]:
    for n, piece in enumerate(pieces):
        for k, part in enumerate(piece.parts):
            if part.title is None or part.title.plural or id(part.title) in used:
                continue
            begin, codes = _owned(piece, k)
            if not (begin and piece.parts[begin - 1].key in _ANY):
                yield Free(n, part.title, office_of(piece.sentence.tokens, part.title), codes)


def _owned(piece: Cut, k: int) -> tuple[int, tuple[str, ...]]:
    """The first part that belongs to a title, and the codes that stand before or in it; ("",) for somebody's, unknown whose."""
    parts = piece.parts
    if parts[k].codes:
        return k, parts[k].codes
    if k and parts[k - 1].codes:
        return k - 1, parts[k - 1].codes
    if k > 1 and parts[k - 1].key == "'s":
        return k - 2, parts[k - 2].codes or ("",)
    return k, ()


def _offices(document: Document, person: Person) -> set[str]:
    return {term.office for term in person.terms if term.start <= document.day <= term.end}


def _holders(document: Document, officials: Sequence[Official]) -> dict[str, int]:
    """How many known people of the text hold each office."""
    found: dict[str, int] = {}
    for official in officials:
        for office in _offices(document, official.known) if official.known else ():
            found[office] = found.get(office, 0) + 1
    return found


def _may_be_short(person: Person, free: Free, holders: dict[str, int]) -> bool:
    """Whether the office may be named without its state: not a body's, and a secretary of state only if American."""
    head = free.title.head.singular
    if person.of.startswith(BODY) or ("secretary of state" in head and person.of != "US"):
        return False
    return holders.get(free.office, 0) < 2 or "secretary" in head
