"""People whom a text introduces by a public office, or who are known to hold one."""

from collections.abc import Iterator, Mapping, Sequence

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag
from services.enricher.acting_for import Setting, acting_for
from services.enricher.gazetteer.officials.load import BODY
from services.enricher.introductions import Introduction, introductions
from services.enricher.lending import lend_titles, share_titles
from services.enricher.offices import office_of
from services.enricher.parts import Cut, cuts
from services.enricher.people import by_ends, by_title, sightings
from services.enricher.roll import Official, Roll
from services.enricher.text import Document
from services.enricher.titles import Title


def tag(document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...]) -> tuple[OfficialTag, ...]:
    pieces = cuts(document)
    roll = Roll(pieces)
    for sighting in sightings(document):
        roll.know((sighting.sentence, sighting.first, sighting.last), sighting.person)
    for n, piece in enumerate(pieces):
        for introduction in introductions(piece):
            roll.meet((n, introduction.first, introduction.last), introduction)
    for n, piece in enumerate(pieces):
        for part in piece.parts:
            if part.kind == "name":
                roll.name_again((n, part.first, part.last))
    officials = roll.officials
    _recognise(document, pieces, officials, {country.code for country in countries})
    share_titles(officials, pieces)
    known = {(n, first): official.known.of for official in officials if official.known for n, first, _ in official.names}
    kept = sorted((official for official in officials if _holds_office(document, official, known)), key=lambda o: min(o.names))
    lend_titles(document, pieces, kept)
    setting = Setting(document, pieces, countries, organisations, known)
    return tuple(_tag(document, pieces, setting, official) for official in kept)


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


def _holds_office(document: Document, official: Official, known: Mapping[tuple[int, int], str]) -> bool:
    """`known` holds where people of the gazetteer are named: (sentence, first token)."""
    return official.known is not None or any(_is_of_office(document, n, i, official, known) for n, i in official.introduced)


def _is_of_office(document: Document, n: int, introduction: Introduction, official: Official, known: Mapping[tuple[int, int], str]) -> bool:
    title = introduction.title
    if title is not None:
        served = introduction.patron is not None and (n, introduction.patron.first) in known
        own = document.item.source.kind in ("ministry", "mission") or introduction.body
        return title.public or (not title.private and (bool(introduction.codes) or served or own))
    if len(official.keys) < 2:
        return False
    if introduction.by.startswith("joint"):
        return bool(introduction.codes) or introduction.possessive
    beside = introduction.by.startswith("state") and any((n, i) in known for i in range(len(document.sentences[n].tokens)))
    return introduction.by == "charge" or beside


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
