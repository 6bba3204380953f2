"""An item laid out for the event taggers: each sentence with its words, the tense of each, its actors and its times."""

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.enriched_item import CountryTag, DateSpan, OfficialTag, OrganisationTag
from services.enricher.dates import tense
from services.enricher.gazetteer.countries.load import names
from services.enricher.text import Document, Sentence
from services.enricher.tokens import Token

BODY = "@"
CITIES = frozenset(("capital", "city", "region", "seat"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may take part, at tokens[first:last]. `codes` are states, or bodies with BODY before the code (AU is a state and a body);
    `person` is the name of an official.

    `kind` is person, state, city (a capital, a city, a seat of power), demonym or body; `back` marks a pronoun or an office
    that stands for somebody named before.
    """

    first: int
    last: int
    codes: tuple[str, ...]
    kind: str
    person: str | None = None
    back: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A time that the sentence names, at tokens[first:last]."""

    first: int
    last: int
    span: DateSpan


@dataclass(slots=True)
class View:
    """One sentence. `told` has for each word which way it points in time (dates.tense)."""

    index: int
    sentence: Sentence
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    actors: list[Actor]
    times: list[Time]
    _told: list[int] | None = None

    @property
    def told(self) -> list[int]:
        if self._told is None:
            self._told = tense.hints(self.tokens, headline=self.is_title)
        return self._told

    @property
    def is_title(self) -> bool:
        return self.sentence.paragraph == 0


@dataclass(slots=True)
class Scene:
    document: Document
    views: list[View]
    main: tuple[str, ...]
    titles: dict[str, str]
    pair: tuple[str, ...] = ()  # empty in texts that speak of no office, body or mission


def lay_out(
    document: Document,
    countries: Sequence[CountryTag],
    organisations: Sequence[OrganisationTag],
    officials: Sequence[OfficialTag],
    dates: Sequence[DateSpan],
) -> Scene:
    spans = _actor_spans(countries, organisations, officials)
    starts = [span[0] for span in spans]
    times = [span for span in dates if span.mention]
    time_starts = [span.mention.start for span in times if span.mention]
    union = any(tag.code == "EU" for tag in organisations)
    views = []
    for index, sentence in enumerate(document.sentences):
        tokens = sentence.tokens
        at = {token.start: place for place, token in enumerate(tokens)}
        ends = [token.end for token in tokens]
        found = spans[bisect.bisect_left(starts, sentence.start) : bisect.bisect_left(starts, sentence.end)]
        actors = [_actor(tokens, at, ends, span, union) for span in found]
        within = times[bisect.bisect_left(time_starts, sentence.start) : bisect.bisect_left(time_starts, sentence.end)]
        views.append(
            View(
                index,
                sentence,
                tokens,
                tuple(token.key for token in tokens),
                [actor for actor in actors if actor],
                [
                    Time(at[span.mention.start], bisect.bisect_left(ends, span.mention.end) + 1, span)
                    for span in within
                    if span.mention and span.mention.start in at
                ],
            )
        )
    people = {official.name: official for official in officials}
    return Scene(
        document,
        views,
        tuple(tag.code for tag in sorted(countries, key=lambda tag: -tag.salience) if tag.salience >= 0.5),
        {name: (official.title or "").lower() for name, official in people.items()},
        _pair(views) if officials or organisations or any(_PUBLIC & set(view.keys) for view in views) else (),
    )


_Span = tuple[int, int, str, str | None]


_PUBLIC = frozenset(
    (
        "ministry",
        "embassy",
        "governments",
        "delegations",
        "ministries",
        "ambassador",
        "ministers",
        "commission",
        "negotiators",
        "envoys",
        "bilateral",
    )
)


def _pair(views: Sequence[View]) -> tuple[str, ...]:
    """The two parties that the text names most, if they stand out: whom it means by "the talks"."""
    counts = Counter(
        code for view in views for actor in view.actors for code in actor.codes if actor.kind != "city" or not view.sentence.is_dateline
    )
    ranked = counts.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < 2 or (len(ranked) == 3 and ranked[2][1] >= ranked[1][1]):
        return ()
    return ranked[0][0], ranked[1][0]


def _actor_spans(
    countries: Sequence[CountryTag], organisations: Sequence[OrganisationTag], officials: Sequence[OfficialTag]
) -> list[_Span]:
    """(start, end, code, person), in order; where spans overlap the longer one stands, and a person before the state that he counts for."""
    spans: list[_Span] = [(m.start, m.end, tag.code, None) for tag in countries for m in tag.mentions]
    spans += [(m.start, m.end, BODY + tag.code, "") for tag in organisations for m in tag.mentions]
    spans += [
        (m.start, m.end, tag.country or (BODY + tag.organisation if tag.organisation else ""), tag.name)
        for tag in officials
        for m in tag.mentions
    ]
    spans.sort(key=lambda span: (span[0], -span[1], not span[3]))
    kept: list[_Span] = []
    for span in spans:
        if kept and span[0] < kept[-1][1]:
            if span[1] - span[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = span
            continue
        kept.append(span)
    return kept


def _actor(tokens: Sequence[Token], at: dict[int, int], ends: list[int], span: _Span, union: bool) -> Actor | None:
    start, end, code, person = span
    if start not in at:
        return None
    first, last = at[start], bisect.bisect_left(ends, end) + 1
    codes = (code,) if code else ()
    if person and last < len(tokens) and tokens[last].key in ("administration", "government", "era", "cabinet", "team"):
        return Actor(first, last, codes, "state")
    if person:
        return Actor(first, last, codes, "person", person)
    if person == "":
        return Actor(first, last, codes, "body")
    match = names().longest_at(tokens, first)
    kind = match.value.kind if match else "name"
    if tokens[first].key == "brussels" and union:
        codes = (BODY + "EU",)  # talks there are with the Union, not with Belgium
    return Actor(first, last, codes, "city" if kind in CITIES else "demonym" if kind == "demonym" else "state")
