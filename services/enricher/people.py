"""People whom the gazetteer knows, where a text names them."""

import functools
from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct

from services.enricher.gazetteer.countries.load import names as country_names
from services.enricher.gazetteer.officials.lexicon import words
from services.enricher.gazetteer.officials.load import Person, bearers_of, full_names, leaders_by_surname
from services.enricher.text import Document, Sentence
from services.enricher.tokens import Token


class Sighting(Struct, frozen=True, gc=False):
    """A person's name at `tokens[first:last]` of the sentence; `full` is False for a surname alone."""

    sentence: int
    first: int
    last: int
    person: Person
    full: bool


# Leaders whose surname alone is enough, whatever else the text names.
HOUSEHOLD = frozenset(["US", "RU", "CN", "GB", "FR", "DE", "IN", "JP", "UA", "TR", "IL", "BR", "CA", "EU", "UN", "NATO"])
# Words that open sentences or name other things more often than a leader.
NOT_SURNAMES = frozenset(
    [
        "may",
        "brown",
        "king",
        "wade",
        "hill",
        "long",
        "young",
        "major",
        "white",
        "black",
        "green",
        "bush",
        "day",
        "park",
        "hope",
        "law",
        "price",
        "low",
        "rich",
        "silva",
        "santos",
    ]
)


@functools.lru_cache(maxsize=1)
def sightings(document: Document) -> tuple[Sighting, ...]:
    """Full names of people in office near the item's day; surnames of household leaders, and of those of a state that is named.

    Kept for the last document, since several taggers ask.
    """
    found = [sighting for n, sentence in enumerate(document.sentences) for sighting in _full(document, n, sentence)]
    named = functools.cache(lambda: _states_named(document))
    taken = {(s.sentence, i) for s in found for i in range(s.first, s.last)}
    for n, sentence in enumerate(document.sentences):
        found.extend(_surnames(document, n, sentence, taken, named))
    return tuple(sorted(found, key=lambda s: (s.sentence, s.first)))


def _full(document: Document, n: int, sentence: Sentence) -> Iterator[Sighting]:
    for match in full_names().search(sentence.tokens):
        if not sentence.tokens[match.first].text[:1].isupper() and not sentence.tokens[match.last - 1].text[:1].isupper():
            continue
        in_office = [person for person in match.value if person.term(document.day)]
        if len(in_office) == 1:
            yield Sighting(n, match.first, match.last, in_office[0], True)


def _surnames(
    document: Document, n: int, sentence: Sentence, taken: set[tuple[int, int]], named: Callable[[], set[str]]
) -> Iterator[Sighting]:
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if (n, i) in taken or not token.text[:1].isupper() or token.key in NOT_SURNAMES:
            continue
        bearers = leaders_by_surname().get(token.key)
        if bearers is None or _inside_a_name(sentence, i):
            continue
        in_office = [person for person in bearers if _leads(person, document)]
        if len(token.key) < 5 or len(in_office) > 1:
            in_office = [person for person in in_office if person.of in HOUSEHOLD]
        elif in_office and in_office[0].of not in HOUSEHOLD and in_office[0].of not in named():
            continue
        if len(in_office) == 1:
            yield Sighting(n, i, i + 1, in_office[0], False)


def by_title(document: Document, key: str, office: str, states: Collection[str]) -> Person | None:
    """The leader whom a title and a surname name, of one of the states or the only one in office anywhere."""
    vague = office in ("other_minister", "other")  # "Minister Prado", "Secretary Rubio"
    bearers = [p for p in leaders_by_surname().get(key, ()) if p.term(document.day) and (vague or any(t.office == office for t in p.terms))]
    near = [person for person in bearers if person.of in states]
    chosen = near if near else bearers
    return chosen[0] if len(chosen) == 1 else None


def by_ends(document: Document, keys: Sequence[str]) -> Person | None:
    """The person in office whose given and family names are the first and the last of a longer name."""
    bearers = [person for person in bearers_of((keys[0], keys[-1])) if person.term(document.day)]
    return bearers[0] if len(bearers) == 1 else None


def _states_named(document: Document) -> set[str]:
    """The states that the text names whatever the sense."""
    return {match.value.code for sentence in document.sentences for match in country_names().search(sentence.tokens)}


def _inside_a_name(sentence: Sentence, i: int) -> bool:
    """Whether the word is part of a longer name: "Trump Tower", "Melania Trump"."""
    tokens = sentence.tokens
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before is not None and before.text[0].isupper() and i > 1 and before.text.isalpha() and not _is_common(before):
        return True
    joined = (before is not None and before.text == "-") or (after is not None and after.text == "-" and after.start == tokens[i].end)
    return joined or (after is not None and after.text[:1].isupper() and after.text.isalpha())


def _is_common(token: Token) -> bool:
    return any(token.key in words(kind) for kind in ("nameless", "rank", "portfolio", "honorific"))


def _leads(person: Person, document: Document) -> bool:
    term = person.term(document.day)
    return term is not None and not term.title.startswith("Governor")
