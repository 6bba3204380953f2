"""A sentence cut into the parts that introduce people: states, bodies, titles, names, and the words between them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from services.enricher.gazetteer.officials.lexicon import phrases
from services.enricher.gazetteer.officials.load import BODY
from services.enricher.gazetteer.organisations.load import forms
from services.enricher.names import names_in
from services.enricher.people import sightings
from services.enricher.referents import referents
from services.enricher.text import Document, Sentence
from services.enricher.titles import Owner, Title, titles_in


class Part(Struct, frozen=True, gc=False):
    """`tokens[first:last]`. `kind` is country, organisation, title, name, joint or word; `codes` what it refers to.

    `key` is a word folded, or how a state is worded (demonym, seat, name).
    """

    kind: str
    first: int
    last: int
    codes: tuple[str, ...] = ()
    title: Title | None = None
    key: str = ""


class Cut(Struct, frozen=True):
    sentence: Sentence
    parts: tuple[Part, ...]


def cuts(document: Document) -> list[Cut]:
    """One for each sentence."""
    states: list[dict[int, Owner]] = [{} for _ in document.sentences]
    for r in referents(document):
        if r.kind not in ("leader", "publisher"):
            owner = Owner("country", r.code, r.kind, r.first, r.last)
            states[r.sentence].update((index, owner) for index in range(r.first, r.last))
    known: list[list[tuple[int, int]]] = [[] for _ in document.sentences]
    for sighting in sightings(document):
        known[sighting.sentence].append((sighting.first, sighting.last))
    return [_cut(sentence, states[n], known[n]) for n, sentence in enumerate(document.sentences)]


def _cut(sentence: Sentence, states: dict[int, Owner], known: Sequence[tuple[int, int]]) -> Cut:
    tokens = sentence.tokens
    people = {index for first, last in known for index in range(first, last)}
    owners = _with_bodies(sentence, states)
    owners = {index: owner for index, owner in owners.items() if index not in people}
    titles = [title for title in titles_in(tokens, owners) if not people & set(range(title.first, title.last))]
    taken = {index for title in titles for index in range(title.first, title.end)}
    parts = [Part("title", title.first, title.end, title.codes, title) for title in titles]
    parts.extend(Part(o.kind, o.first, o.last, (o.code,), key=o.form) for o in set(owners.values()) if o.first not in taken)
    taken |= owners.keys()
    for match in phrases("joint").search(tokens):
        if taken.isdisjoint(range(match.first, match.last)):
            parts.append(Part("joint", match.first, match.last, key=tokens[match.last - 1].key))
            taken |= set(range(match.first, match.last))
    spans = _names(sentence, taken, known)
    parts.extend(Part("name", first, last) for first, last in spans)
    taken |= {index for first, last in spans for index in range(first, last)}
    at = {part.first: part for part in parts}
    words = (at.get(i) or (None if i in taken else Part("word", i, i + 1, key=token.key)) for i, token in enumerate(tokens))
    return Cut(sentence, tuple(part for part in words if part is not None))


def _names(sentence: Sentence, taken: set[int], known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names by their form; where one overlaps with a known person's name, the longer of the two."""
    found = list(names_in(sentence.tokens, taken))
    for first, last in known:
        overlapping = [span for span in found if span[0] < last and first < span[1]]
        if not any(span[0] <= first and last <= span[1] for span in overlapping):
            found = [span for span in found if span not in overlapping]
            found.append((min([first, *(span[0] for span in overlapping)]), max([last, *(span[1] for span in overlapping)])))
    return found


def _with_bodies(sentence: Sentence, states: Mapping[int, Owner]) -> dict[int, Owner]:
    """The states and bodies of a sentence, by each token that they take; a longer body takes the place of a state in its name."""
    found = dict(states)
    for body in forms().search(sentence.tokens):
        inside = {found[index] for index in range(body.first, body.last) if index in found}
        if not body.value.code or body.value.leans or any(owner.last - owner.first > body.last - body.first for owner in inside):
            continue
        for owner in inside:
            for index in range(owner.first, owner.last):
                del found[index]
        owner = Owner("organisation", BODY + body.value.code, "organ" if body.value.organ else "body", body.first, body.last)
        found.update((index, owner) for index in range(body.first, body.last))
    return found
