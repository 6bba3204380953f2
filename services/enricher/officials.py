"""People whom a text introduces by a public office, or who are known to hold one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag
from services.enricher.acting_for import Setting, acting_for
from services.enricher.gazetteer.officials.load import BODY, Person
from services.enricher.introductions import Introduction, introductions
from services.enricher.parts import Cut, cut
from services.enricher.people import Sighting, sightings
from services.enricher.text import Document
from services.enricher.titles import Title


@dataclass
class Official:
    """One person as the text builds him up: where he is named, how he is introduced, whom the gazetteer knows him as."""

    names: list[tuple[int, int, int]]
    keys: tuple[str, ...]
    introduced: list[tuple[int, Introduction]] = field(default_factory=list)
    known: Person | None = None
    full: bool = True


def tag(document: Document, countries: tuple[CountryTag, ...], organisations: tuple[OrganisationTag, ...]) -> tuple[OfficialTag, ...]:
    cuts = [cut(sentence) for sentence in document.sentences]
    officials: list[Official] = []
    for n, piece in enumerate(cuts):
        for introduction in introductions(piece):
            _meet(officials, cuts, n, introduction.first, introduction.last).introduced.append((n, introduction))
    for sighting in sightings(document):
        _know(officials, cuts, sighting)
    _name_again(officials, cuts)
    setting = Setting(document, cuts, countries, organisations)
    kept = [official for official in officials if _holds_office(official)]
    return tuple(_tag(document, cuts, setting, official) for official in sorted(kept, key=lambda official: min(official.names)))


def _keys(cuts: Sequence[Cut], n: int, first: int, last: int) -> tuple[str, ...]:
    return tuple(token.key for token in cuts[n].sentence.tokens[first:last] if token.key not in ("-", "."))


def _meet(officials: list[Official], cuts: Sequence[Cut], n: int, first: int, last: int) -> Official:
    """The official of that name, a new one if there is none."""
    keys = _keys(cuts, n, first, last)
    for official in officials:
        if _same(official.keys, keys):
            official.names.append((n, first, last))
            if len(keys) > len(official.keys):
                official.keys = keys
            return official
    officials.append(Official([(n, first, last)], keys))
    return officials[-1]


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the words of the shorter are among the longer's, a single one at an end of it."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return set(short) <= set(long)


def _know(officials: list[Official], cuts: Sequence[Cut], sighting: Sighting) -> None:
    official = _meet(officials, cuts, sighting.sentence, sighting.first, sighting.last)
    if official.known is None or (sighting.full and not official.full):
        official.known, official.full = sighting.person, sighting.full


def _name_again(officials: list[Official], cuts: Sequence[Cut]) -> None:
    """Adds the places where a person is named by surname, or in full without an introduction."""
    for n, piece in enumerate(cuts):
        for part in piece.parts:
            if part.kind != "name":
                continue
            keys = _keys(cuts, n, part.first, part.last)
            bearers = [official for official in officials if _same(official.keys, keys)]
            if len(bearers) == 1 and (n, part.first, part.last) not in bearers[0].names:
                bearers[0].names.append((n, part.first, part.last))
                if len(keys) > len(bearers[0].keys):
                    bearers[0].keys = keys


def _holds_office(official: Official) -> bool:
    if official.known is not None:
        return True
    for _, introduction in official.introduced:
        if introduction.title is not None and introduction.title.public:
            return True
        if introduction.by.startswith("joint") and introduction.codes and len(official.keys) > 1:
            return True
    return False


def _titled(official: Official) -> Iterator[tuple[int, Introduction]]:
    """Introductions with a title, those of the longest name first, then in the order of the text."""
    longest = max(last - first for _, first, last in official.names)
    titled = [(n, i) for n, i in official.introduced if i.title is not None]
    yield from sorted(titled, key=lambda entry: (entry[1].last - entry[1].first < longest, entry[0], entry[1].first))


def _tag(document: Document, cuts: Sequence[Cut], setting: Setting, official: Official) -> OfficialTag:
    n, introduction = next(_titled(official), (0, None))
    title = introduction.title if introduction else None
    code = acting_for(setting, official.introduced, official.known)
    term = official.known.term(document.day) if official.known else None
    return OfficialTag(
        id=official.known.id if official.known and (code is None or code == official.known.of) else None,
        name=_name(document, cuts, official),
        title=_words(document, cuts[n], title) if title else None,
        office=title.head.office if title else term.office if term else None,
        country=code if code and not code.startswith(BODY) else None,
        organisation=code.removeprefix(BODY) if code and code.startswith(BODY) else None,
        mentions=tuple(document.mention(*_span(cuts, name)) for name in sorted(set(official.names))),
    )


def _span(cuts: Sequence[Cut], name: tuple[int, int, int]) -> tuple[int, int]:
    n, first, last = name
    tokens = cuts[n].sentence.tokens
    return tokens[first].start, tokens[last - 1].end


def _name(document: Document, cuts: Sequence[Cut], official: Official) -> str:
    spans = [_span(cuts, name) for name in sorted(official.names)]
    texts = [" ".join(document.text[start:end].split()) for start, end in spans]
    return max(texts, key=lambda text: (len(text.split()), not text.isupper()))


def _words(document: Document, piece: Cut, title: Title) -> str:
    """The title as worded; of a plural, the singular."""
    tokens = piece.sentence.tokens
    start, end = tokens[title.first].start, tokens[title.last - 1].end
    text = document.text[start:end]
    if title.plural:
        head = tokens[title.head_at].start - start
        size = next(t for t in _head_ends(document, piece, title)) - start
        text = text[:head] + _cased(title.head.singular, text[head:size]) + text[size:]
    return " ".join(text.split())


def _head_ends(document: Document, piece: Cut, title: Title) -> Iterator[int]:
    words = len(title.head.singular.replace("-", " - ").split())
    yield piece.sentence.tokens[min(title.head_at + words, len(piece.sentence.tokens)) - 1].end


def _cased(singular: str, plural: str) -> str:
    if plural.isupper():
        return singular.upper()
    if plural[0].isupper():
        capitals = [word[:1].isupper() for word in plural.replace("-", " ").split()]
        return (
            " ".join(word.capitalize() if capital else word for word, capital in zip(singular.split(), capitals, strict=False)) or singular
        )
    return singular
