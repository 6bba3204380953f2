"""The states that a text refers to, and how much it is about each."""

import math
from collections.abc import Mapping, Sequence

from schemas.enriched_item import CountryTag
from services.enricher.referents import Referent, referents
from services.enricher.text import Document

# Which of an item's states comes before which: weights of what is said of each. Fitted on marked passages by logistic regression
# over pairs of states of one item, and rounded; each feature is between 0 and 1, but for `often`, the logarithm of the count.
WEIGHTS = {
    "in_title": 0.3,
    "in_lead": 1.1,
    "opens_lead": 0.3,
    "often": 2.1,
    "share": 1.1,
    "early_share": 0.9,
    "only_a_place": -0.6,
    "publisher": 0.3,
    "has_leader": 0.5,
    "in_title_and_lead": 0.25,
    "only_cities": -0.3,
    "sentences": 0.65,
    "in_lead_untitled": -0.35,
    "only_a_dateline": 0.6,
    "in_first_paragraph": 0.6,
    "only_a_demonym": -0.3,
    "subject": 0.55,
}
# How likely the item is about a state of that rank: a second logistic regression, fitted in the same way on the first four.
CHANCES = {
    "bias": -0.3,
    "behind_first": 0.125,
    "behind_previous": 0.075,
    "second": 0.5,
    "third": -0.4,
    "fourth": -1.0,
    "in_title": 0.5,
    "in_lead": 0.4,
    "several_titled": -0.3,
    "untitled": -0.5,
    "lead_count": -0.025,
    "early_share": 0.4,
    "share": 0.3,
    "worth": 0.25,
    "only_a_place": -0.4,
    "only_cities": -0.4,
    "titled_among_several": 0.5,
}
_RANKS = ("first", "second", "third", "fourth")
_PLACES = frozenset({"city", "capital", "region", "name"})
_INTO = frozenset({"in", "at", "from", "to", "near", "into"})


def tag(document: Document) -> tuple[CountryTag, ...]:
    """In the order of salience; from 0.5 up an item is about the state, and always about the first."""
    found: dict[str, list[Referent]] = {}
    for referent in referents(document):
        found.setdefault(referent.code, []).append(referent)
    features = _features(document, found)
    worth = {code: sum(WEIGHTS[name] * value for name, value in values.items()) for code, values in features.items()}
    ranked = sorted(worth, key=lambda code: -worth[code])
    salience = _saliences(ranked, worth, features)
    return tuple(
        CountryTag(
            code=code,
            salience=salience[rank],
            mentions=tuple(document.mention(*_span(document, referent)) for referent in found[code]),
        )
        for rank, code in enumerate(ranked)
    )


def _saliences(ranked: Sequence[str], worth: Mapping[str, float], features: Mapping[str, Mapping[str, float]]) -> list[float]:
    """At least 0.5 for the first, less than 0.5 from the fifth on, and never more than the one before."""
    found: list[float] = []
    least = 1.0
    for rank in range(len(ranked)):
        if rank < len(_RANKS):
            least = min(least, _chance(ranked, rank, worth, features))
        salience = max(least, 0.5) if rank == 0 else least if rank < len(_RANKS) else min(least, 0.49) * 3 / rank
        found.append(round(salience, 2))
    return found


def _chance(ranked: Sequence[str], rank: int, worth: Mapping[str, float], features: Mapping[str, Mapping[str, float]]) -> float:
    code = ranked[rank]
    values = features[code]
    titled = sum(other["in_title"] for other in features.values())
    evidence = {
        "bias": 1.0,
        "behind_first": worth[code] - worth[ranked[0]],
        "behind_previous": worth[code] - worth[ranked[max(rank - 1, 0)]],
        _RANKS[rank]: 1.0,
        "several_titled": float(titled > 1),
        "untitled": float(not titled),
        "lead_count": min(sum(other["in_lead"] for other in features.values()), 6.0),
        "worth": worth[code],
        "titled_among_several": values["in_title"] * (titled > 1),
        **{name: values[name] for name in ("in_title", "in_lead", "early_share", "share", "only_a_place", "only_cities")},
    }
    return 1 / (1 + math.exp(-sum(CHANCES.get(name, 0.0) * value for name, value in evidence.items())))


def _features(document: Document, found: Mapping[str, Sequence[Referent]]) -> dict[str, dict[str, float]]:
    scene = _Scene(document, found)
    return {code: scene.features(code, group) for code, group in found.items()}


class _Scene:
    """What an item's states are weighed against: its title, its lead, and the state named most."""

    def __init__(self, document: Document, found: Mapping[str, Sequence[Referent]]) -> None:
        self.document = document
        body = [n for n, sentence in enumerate(document.sentences) if sentence.paragraph and not sentence.is_dateline]
        self.place_of = {n: place for place, n in enumerate(body)}
        self.lead = body[0] if body else -1
        self.first_paragraph = document.sentences[self.lead].paragraph if body else -1
        every = sorted((r for group in found.values() for r in group), key=lambda r: (r.sentence, r.first))
        self.titled = {r.code for r in every if self._paragraph(r) == 0}
        self.opening = next((r.code for r in every if r.sentence == self.lead), None)
        self.most = max((len(group) for group in found.values()), default=1)
        self.early = {code: sum(map(self._earliness, group)) for code, group in found.items()}
        self.earliest = max(self.early.values(), default=1.0)

    def features(self, code: str, group: Sequence[Referent]) -> dict[str, float]:
        in_lead = any(r.sentence == self.lead for r in group)
        active = [r for r in group if not self._is_place(r) and r.first <= 3 and not self._dateline(r)]
        return {
            "in_title": float(code in self.titled),
            "in_lead": float(in_lead),
            "opens_lead": float(code == self.opening),
            "often": math.log(1 + len(group)),
            "share": len(group) / self.most,
            "early_share": self.early[code] / self.earliest,
            "only_a_place": float(all(map(self._is_place, group))),
            "publisher": float(code == self.document.home),
            "has_leader": float(any(r.kind == "leader" for r in group)),
            "in_title_and_lead": float(code in self.titled and in_lead),
            "only_cities": float(all(r.kind in ("city", "region", "capital") for r in group)),
            "sentences": len({r.sentence for r in group}) / max(1, len(self.document.sentences)),
            "in_lead_untitled": float(not self.titled and in_lead),
            "only_a_dateline": float(all(map(self._dateline, group))),
            "in_first_paragraph": float(any(self._paragraph(r) == self.first_paragraph for r in group)),
            "only_a_demonym": float(all(r.kind == "demonym" for r in group)),
            "subject": min(len(active), 3) / 3,
        }

    def _paragraph(self, referent: Referent) -> int:
        return self.document.sentences[referent.sentence].paragraph

    def _dateline(self, referent: Referent) -> bool:
        return self.document.sentences[referent.sentence].is_dateline

    def _earliness(self, referent: Referent) -> float:
        if self._paragraph(referent) == 0:
            return 2.0
        return 0.3 if self._dateline(referent) else 1 / (1 + 0.25 * self.place_of[referent.sentence])

    def _is_place(self, referent: Referent) -> bool:
        tokens = self.document.sentences[referent.sentence].tokens
        return self._dateline(referent) or (referent.kind in _PLACES and referent.first > 0 and tokens[referent.first - 1].key in _INTO)


def _span(document: Document, referent: Referent) -> tuple[int, int]:
    tokens = document.sentences[referent.sentence].tokens
    return tokens[referent.first].start, tokens[referent.last - 1].end
