"""A sentence cut into the parts that introduce people: states, bodies, titles, names, and the words between them."""

from dataclasses import dataclass

from services.enricher.gazetteer.countries.load import names as country_names
from services.enricher.gazetteer.officials.lexicon import phrases
from services.enricher.gazetteer.officials.load import BODY
from services.enricher.gazetteer.organisations.load import forms
from services.enricher.names import names_in
from services.enricher.text import Sentence
from services.enricher.titles import Owner, Title, titles_in


@dataclass(frozen=True, slots=True)
class Part:
    """`tokens[first:last]`. `kind` is country, organisation, title, name, joint or word; `codes` what it refers to."""

    kind: str
    first: int
    last: int
    codes: tuple[str, ...] = ()
    title: Title | None = None
    key: str = ""


@dataclass(frozen=True)
class Cut:
    sentence: Sentence
    parts: tuple[Part, ...]


def cut(sentence: Sentence) -> Cut:
    tokens = sentence.tokens
    owners = owners_of(sentence)
    titles = titles_in(tokens, owners)
    taken = {index for title in titles for index in range(title.first, title.end)} | owners.keys()
    parts = [Part("title", title.first, title.end, title.codes, title) for title in titles]
    inside = {index for title in titles for index in range(title.first, title.end)}
    for owner in set(owners.values()):
        if owner.first not in inside:
            parts.append(Part(owner.kind, owner.first, owner.last, (owner.code,) if owner.code else (), key=owner.form))
    for match in phrases("joint").search(tokens):
        if not taken & set(range(match.first, match.last)):
            parts.append(Part("joint", match.first, match.last, key=tokens[match.last - 1].key))
            taken |= set(range(match.first, match.last))
    for first, last in names_in(tokens, taken):
        parts.append(Part("name", first, last))
        taken |= set(range(first, last))
    parts.extend(Part("word", index, index + 1, key=token.key) for index, token in enumerate(tokens) if index not in taken)
    return Cut(sentence, tuple(sorted(parts, key=lambda part: part.first)))


def owners_of(sentence: Sentence) -> dict[int, Owner]:
    """The states and bodies of a sentence, by each token that they take."""
    tokens = sentence.tokens
    found: dict[int, Owner] = {}
    for country in country_names().search(tokens):
        owner = Owner("country", country.value.code, country.value.kind, country.first, country.last)
        found.update((index, owner) for index in range(country.first, country.last))
    for body in forms().search(tokens):
        owner = Owner(
            "organisation",
            BODY + body.value.code if body.value.code else "",
            "organ" if body.value.organ else "body",
            body.first,
            body.last,
        )
        if body.value.code and body.last - body.first >= max(
            (o.last - o.first for i in range(body.first, body.last) if (o := found.get(i))), default=0
        ):
            for index in range(body.first, body.last):
                if old := found.get(index):
                    for i in range(old.first, old.last):
                        found.pop(i, None)
            found.update((index, owner) for index in range(body.first, body.last))
    return found
