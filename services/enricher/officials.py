"""People whom a text introduces by a public office, or who are known to hold one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag
from services.enricher.acting_for import Setting, acting_for
from services.enricher.gazetteer.officials.load import BODY, Person
from services.enricher.introductions import Introduction, introductions
from services.enricher.offices import office_of
from services.enricher.parts import Cut, cuts
from services.enricher.people import Sighting, by_ends, by_title, sightings
from services.enricher.text import Document
from services.enricher.titles import Title

# Royal names are given names: "King Salman" is not Mohammed bin Salman.
_ROYAL = frozenset({"king", "queen", "pope", "emir", "sultan", "emperor"})


# Before a title, these speak of no one in particular.
_ANY = frozenset({"no", "any", "a", "an", "every", "another", "former", "next", "previous", "his", "her", "its", "their", "first"})


@dataclass
class Official:
    """One person as the text builds him up: where he is named, how he is introduced, whom the gazetteer knows him as."""

    names: list[tuple[int, int, int]]
    keys: tuple[str, ...]
    introduced: list[tuple[int, Introduction]] = field(default_factory=list)
    known: Person | None = None
    full: bool = False


def tag(document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...]) -> tuple[OfficialTag, ...]:
    pieces = cuts(document)
    officials: list[Official] = []
    for sighting in sightings(document):
        _know(officials, pieces, sighting)
    for n, piece in enumerate(pieces):
        for introduction in introductions(piece):
            _meet(officials, pieces, n, introduction).introduced.append((n, introduction))
    _name_again(officials, pieces)
    _recognise(document, pieces, officials, {country.code for country in countries})
    _share_titles(officials, pieces)
    kept = sorted(
        (official for official in officials if _holds_office(document, pieces, official, officials)),
        key=lambda official: min(official.names),
    )
    _lend_titles(document, pieces, kept)
    patrons = {(n, first): official.known.of for official in officials if official.known for n, first, _ in official.names}
    setting = Setting(document, pieces, countries, organisations, patrons)
    return tuple(_tag(document, pieces, setting, official) for official in kept)


def _keys(pieces: Sequence[Cut], n: int, first: int, last: int) -> tuple[str, ...]:
    return tuple(token.key for token in pieces[n].sentence.tokens[first:last] if token.key not in ("-", "."))


def _know(officials: list[Official], pieces: Sequence[Cut], sighting: Sighting) -> None:
    where = (sighting.sentence, sighting.first, sighting.last)
    keys = _keys(pieces, *where)
    for official in officials:
        if official.known is sighting.person:
            official.names.append(where)
            official.keys = max(official.keys, keys, key=len)
            official.full = official.full or sighting.full
            return
    officials.append(Official([where], keys, known=sighting.person, full=sighting.full))


def _meet(officials: list[Official], pieces: Sequence[Cut], n: int, introduction: Introduction) -> Official:
    """The official of that name, a new one if there is none."""
    where = (n, introduction.first, introduction.last)
    keys = _keys(pieces, *where)
    royal = introduction.title is not None and introduction.title.head.singular in _ROYAL
    for official in officials:
        if where in official.names or (_same(official.keys, keys) and not (royal and len(keys) == 1 and official.keys[0] != keys[0])):
            if where not in official.names:
                official.names.append(where)
            official.keys = max(official.keys, keys, key=len)
            return official
    officials.append(Official([where], keys))
    return officials[-1]


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the words of the shorter are among the longer's, a single one at an end of it."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return set(short) <= set(long)


def _name_again(officials: list[Official], pieces: Sequence[Cut]) -> None:
    """Adds the places where a person is named by surname, or in full without an introduction."""
    taken = {(n, first) for official in officials for n, first, _ in official.names}
    for n, piece in enumerate(pieces):
        for part in piece.parts:
            if part.kind != "name" or (n, part.first) in taken:
                continue
            keys = _keys(pieces, n, part.first, part.last)
            bearers = [official for official in officials if _same(official.keys, keys)]
            if len(bearers) == 1:
                bearers[0].names.append((n, part.first, part.last))
                bearers[0].keys = max(bearers[0].keys, keys, key=len)


def _recognise(document: Document, pieces: Sequence[Cut], officials: Sequence[Official], states: set[str]) -> None:
    """Knows leaders named by title and surname alone: "President Abbas", "Foreign Minister Lavrov"."""
    for official in officials:
        if official.known is None and len(official.keys) > 2:
            official.known = by_ends(document, official.keys)
        if official.known is not None or len(official.keys) > 1:
            continue
        for n, introduction in official.introduced:
            if introduction.title is not None and official.known is None:
                office = office_of(pieces[n].sentence.tokens, introduction.title)
                person = by_title(document, official.keys[0], office, set(introduction.codes) or states)
                official.known = person if person and (not introduction.codes or person.of in introduction.codes) else None


def _share_titles(officials: list[Official], pieces: Sequence[Cut]) -> None:
    """ "The foreign ministers of Mali and Niger ... X of Mali and Y of Niger": each takes the title of his state."""
    shared = {
        code: part.title
        for piece in pieces
        for part in piece.parts
        if part.title is not None and part.title.plural and part.title.public and len(part.codes) > 1
        for code in part.codes
    }
    at = {id(part.title): n for n, piece in enumerate(pieces) for part in piece.parts if part.title is not None}
    for official in officials:
        if any(introduction.title for _, introduction in official.introduced):
            continue
        for _, introduction in list(official.introduced):
            title = shared.get(introduction.codes[0]) if introduction.by == "state after" and introduction.codes else None
            if title is not None:
                official.introduced.append((at[id(title)], structs.replace(introduction, title=title, by="shared")))


def _holds_office(document: Document, pieces: Sequence[Cut], official: Official, officials: Sequence[Official]) -> bool:
    return official.known is not None or any(_is_of_office(document, pieces, n, i, official, officials) for n, i in official.introduced)


def _is_of_office(
    document: Document, pieces: Sequence[Cut], n: int, introduction: Introduction, official: Official, officials: Sequence[Official]
) -> bool:
    title = introduction.title
    if title is not None:
        served = introduction.patron is not None and any(
            (n, introduction.patron.first) == name[:2] for o in officials if o.known for name in o.names
        )
        own = document.item.source.kind in ("ministry", "mission") or introduction.body
        return title.public or (not title.private and (bool(introduction.codes) or served or own))
    if len(official.keys) < 2:
        return False
    if introduction.by.startswith("joint"):
        return bool(introduction.codes) or introduction.possessive
    if introduction.by == "charge":
        return True
    beside = any(o.known and name[0] == n and o is not official for o in officials for name in o.names)
    return introduction.by.startswith("state") and beside


def _lend_titles(document: Document, pieces: Sequence[Cut], officials: Sequence[Official]) -> None:
    """Gives a known person named without a title the words by which the text speaks of his office elsewhere ("Turkey's president")."""
    used = {id(i.title) for official in officials for _, i in official.introduced if i.title}
    for official in officials:
        if official.known is None or any(i.title for _, i in official.introduced):
            continue
        others = {o.known for o in officials if o.known is not None and o.known is not official.known}
        offices = {term.office for term in official.known.terms if term.start <= document.day <= term.end}
        shared = {term.office for other in others for term in other.terms if term.start <= document.day <= term.end}
        if found := _speaking_of(pieces, official, official.known.of, (offices, offices - shared), used):
            n, title = found
            used.add(id(title))
            where = min(official.names)
            official.introduced.append((n, Introduction(where[1], where[2], "lent", (official.known.of,), title)))


def _speaking_of(
    pieces: Sequence[Cut], official: Official, of: str, offices: tuple[set[str], set[str]], used: set[int]
) -> tuple[int, Title] | None:
    """The nearest title of one of the offices that stands without a name and speaks of the same state or body.

    One without an owner ("the secretary of state landed") counts close to where the person is named, for an office that no
    other known person of the text holds: the second of `offices`.
    """
    found: list[tuple[int, int, Title]] = []
    named = {n for n, _, _ in official.names}
    for n, piece in enumerate(pieces):
        distance = min(abs(n - m) for m in named)
        for k, part in enumerate(piece.parts):
            title = part.title
            if title is None or title.plural or id(title) in used:
                continue
            office = office_of(piece.sentence.tokens, title)
            begin, codes = _owned(piece, k)
            alone = office in offices[1] or "secretary" in title.head.singular
            near = not codes and distance <= 2 and alone and _may_be_short(of, title)
            if office in offices[0] and (of in codes or near) and not (begin and piece.parts[begin - 1].key in _ANY):
                found.append((distance, n, title))
    return min(found, key=lambda entry: entry[:2])[1:] if found else None


def _may_be_short(of: str, title: Title) -> bool:
    """Whether the office may be named without its state: not a body's, and a secretary of state only if American."""
    return not of.startswith(BODY) and (of == "US" or "secretary of state" not in title.head.singular)


def _owned(piece: Cut, k: int) -> tuple[int, tuple[str, ...]]:
    """The first part that belongs to a title, and the codes that stand before or in it."""
    parts = piece.parts
    if parts[k].codes:
        return k, parts[k].codes
    if k and parts[k - 1].codes:
        return k - 1, parts[k - 1].codes
    if k > 1 and parts[k - 1].key == "'s":
        return k - 2, parts[k - 2].codes or ("",)
    return k, ()


def _titled(official: Official, pieces: Sequence[Cut]) -> Iterator[tuple[int, Introduction]]:
    """Introductions with a title: those of the longest name first, the body's before the headline's, then in order."""
    longest = max(last - first for _, first, last in official.names)
    titled = [(n, i) for n, i in official.introduced if i.title is not None]
    yield from sorted(titled, key=lambda e: (e[1].last - e[1].first < longest, pieces[e[0]].sentence.paragraph == 0, e[0], e[1].first))


def _tag(document: Document, pieces: Sequence[Cut], setting: Setting, official: Official) -> OfficialTag:
    n, introduction = next(_titled(official, pieces), (0, None))
    title = introduction.title if introduction else None
    code = acting_for(setting, official.introduced, official.known)
    term = official.known.term(document.day) if official.known else None
    return OfficialTag(
        id=official.known.id if official.known and code == official.known.of else None,
        name=_name(document, pieces, official),
        title=_words(document, pieces[n], title) if title else None,
        office=office_of(pieces[n].sentence.tokens, title, code) if title else term.office if term else None,
        country=code if code and not code.startswith(BODY) else None,
        organisation=code.removeprefix(BODY) if code and code.startswith(BODY) else None,
        mentions=tuple(document.mention(*_span(pieces, name)) for name in sorted(set(official.names))),
    )


def _span(pieces: Sequence[Cut], name: tuple[int, int, int]) -> tuple[int, int]:
    n, first, last = name
    tokens = pieces[n].sentence.tokens
    return tokens[first].start, tokens[last - 1].end


def _name(document: Document, pieces: Sequence[Cut], official: Official) -> str:
    spans = [_span(pieces, name) for name in sorted(official.names)]
    texts = [" ".join(document.text[start:end].split()) for start, end in spans]
    return max(texts, key=lambda text: (len(text.split()), not text.isupper()))


def _words(document: Document, piece: Cut, title: Title) -> str:
    """The title as worded; of a plural, the singular."""
    tokens = piece.sentence.tokens
    start, end = tokens[title.first].start, tokens[title.last - 1].end
    text = document.text[start:end]
    if title.plural:
        size = len(title.head.singular.replace("-", " - ").split())
        head, tail = tokens[title.head_at].start - start, tokens[min(title.head_at + size, title.last) - 1].end - start
        text = text[:head] + _cased(title.head.singular, text[head:tail]) + text[tail:]
    return " ".join(text.split())


def _cased(singular: str, plural: str) -> str:
    if plural.isupper():
        return singular.upper()
    capitals = [word[:1].isupper() for word in plural.split()]
    return " ".join(word.capitalize() if capital else word for word, capital in zip(singular.split(), capitals, strict=False))
