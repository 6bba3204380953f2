"""For which state or body an official acts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.enriched_item import CountryTag, OrganisationTag
from services.enricher.gazetteer.countries.load import states
from services.enricher.gazetteer.officials.load import BODY, Person, states_having
from services.enricher.introductions import Introduction
from services.enricher.organisations import publisher
from services.enricher.parts import Cut, Part
from services.enricher.text import Document

# Sentences to look back over for the body that a title leaves out.
_BACK = 60
_OF_BODIES = frozenset(
    [
        "secretary-general",
        "secretary general",
        "under-secretary-general",
        "deputy secretary-general",
        "deputy secretary general",
        "assistant secretary-general",
        "managing director",
        "executive director",
        "director-general",
        "director general",
        "executive secretary",
        "high representative",
        "foreign policy chief",
    ]
)
# The states whose offices are usually so called, the likelier first.
_USUAL = {
    "joint secretary": ("IN", "BD", "PK", "NP"),
    "additional secretary": ("IN", "BD", "PK", "NP"),
    "special secretary": ("IN",),
    "taoiseach": ("IE",),
    "tanaiste": ("IE",),
    **dict.fromkeys(
        ("under secretary", "undersecretary", "deputy secretary", "assistant secretary", "senator", "congressman", "congresswoman"), ("US",)
    ),
}
_MISSIONS = frozenset({"embassy", "consulate", "mission", "diplomat", "diplomats", "ambassador", "envoy"})
_OF_STATES = frozenset({"head_of_state", "head_of_government", "deputy_head_of_government", "other_minister", "foreign_minister"})


@dataclass
class Setting:
    """What surrounds an introduction. `settled` holds, for each sentence, what has been decided so far: (first token, code)."""

    document: Document
    cuts: Sequence[Cut]
    countries: tuple[CountryTag, ...]
    organisations: tuple[OrganisationTag, ...]
    by_name: Mapping[tuple[int, int], str] = field(default_factory=dict)
    settled: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def acting_for(setting: Setting, introduced: Sequence[tuple[int, Introduction]], known: Person | None) -> str | None:
    """A code; the text's own words come first, then the gazetteer, then the setting of the introduction."""
    code = _told(introduced, known) or (known.of if known else None) or _guessed(setting, introduced)
    if code is not None:
        for n, introduction in introduced:
            setting.settled.setdefault(n, []).append((introduction.first, code))
    return code


def _told(introduced: Sequence[tuple[int, Introduction]], known: Person | None) -> str | None:
    for _, introduction in introduced:
        if introduction.title is not None and introduction.title.head.singular in ("pope", "pontiff"):
            return "VA"
        if len(introduction.codes) == 1 and not (known and introduction.title is None and introduction.codes[0] != known.of):
            return introduction.codes[0]
    return None


def _guessed(setting: Setting, introduced: Sequence[tuple[int, Introduction]]) -> str | None:
    for n, introduction in introduced:
        if introduction.patron is not None and (served := setting.by_name.get((n, introduction.patron.first))):
            return served
        head = introduction.title.head if introduction.title else None
        bodies = publisher(setting.document)
        if bodies and not (head and head.office in _OF_STATES):
            return BODY + min(bodies)
        long = introduction.title is not None and introduction.title.last - introduction.title.first > 4
        of_body = introduction.body or (head is not None and head.singular in _OF_BODIES and not long)
        code = (_nearest_body(setting, n, introduction.first) if of_body else None) or _likeliest_state(setting, n, introduction)
        if code is not None:
            return code
    return None


def _nearest_body(setting: Setting, n: int, before: int) -> str | None:
    for m in range(n, max(n - _BACK, -1), -1):
        named = [part for part in setting.cuts[m].parts if part.kind == "organisation" and part.codes and (m < n or part.first < before)]
        if named:
            return named[-1].codes[0]
    return BODY + setting.organisations[0].code if setting.organisations else None


def _likeliest_state(setting: Setting, n: int, introduction: Introduction) -> str | None:
    """The state for which most speaks: the publisher's, the dateline's, the nearest and the first of the sentence, the one before."""
    worth: Counter[str] = Counter()
    document, sentence = setting.document, setting.cuts[n].sentence
    head = introduction.title.head if introduction.title else None
    dateline = document.dateline_of(sentence.paragraph)
    local = [code for code in (document.home, dateline.country if dateline else None) if code]
    for code in local:
        away = head is not None and head.office == "ambassador" and code != document.home
        worth[code] += -25 if away else 35 if code == document.home else 25
    if head and (usual := _usual_state(head.singular, {country.code for country in setting.countries})):
        worth[usual] += 60
    for near, code in _coordinated(setting, n, introduction):
        worth[code] += 50 if near else 10
    worth.update(_in_sentence(setting.cuts[n], introduction))
    if n and setting.cuts[n - 1].sentence.paragraph == sentence.paragraph:
        worth.update(_in_sentence_before(setting.cuts[n - 1], introduction))
    for rank, country in enumerate(setting.countries[:4]):
        worth[country.code] += 8 - 2 * rank
    if introduction.possessive and introduction.title is None:
        for code in (*local[:1], *(code for _, code in setting.settled.get(n, ()))):
            worth[code] -= 100  # "his counterpart" is another's minister
    if head and (having := states_having(head.singular)):
        worth.update({code: -60 for code in worth if code not in having})
    return max((code for code in worth if code in states()), key=lambda code: worth[code], default=None)


def _usual_state(head: str, named: set[str]) -> str | None:
    usual = ("US",) if "secretary of state" in head else _USUAL.get(head, ())
    return next((code for code in usual if code in named), None)


def _in_sentence(cut: Cut, introduction: Introduction) -> Counter[str]:
    worth: Counter[str] = Counter()
    before = [part for part in cut.parts if part.kind == "country" and part.codes and part.first < introduction.first]
    if before:
        last, first = before[-1], before[0]
        near = introduction.first - last.last <= 6 or (introduction.title is not None and introduction.title.first - last.last <= 6)
        worth[last.codes[0]] += 40 if last.key == "seat" else 12 if _is_venue(cut, last) else 40 if near else 25
        worth[first.codes[0]] += 20 if not _is_venue(cut, first) or first.first <= 1 else 0
    for part in before:
        if part.key == "demonym" and part.last < len(cut.sentence.tokens) and cut.sentence.tokens[part.last].key in _MISSIONS:
            worth[part.codes[0]] += 60 if introduction.title and introduction.title.head.office == "ambassador" else 0
    return worth


def _in_sentence_before(cut: Cut, introduction: Introduction) -> Counter[str]:
    worth: Counter[str] = Counter()
    earlier = [part for part in cut.parts if part.kind == "country" and part.codes]
    if earlier:
        worth[earlier[0].codes[0]] += 50 if introduction.possessive and introduction.title else 10
        worth[earlier[-1].codes[0]] += 5
    return worth


def _coordinated(setting: Setting, n: int, introduction: Introduction) -> list[tuple[bool, str]]:
    """Officials named before in the sentence, and whether the introduction is joined to the last of them by "and"."""
    begin = introduction.title.first if introduction.title else introduction.first
    tokens = setting.cuts[n].sentence.tokens
    joined = begin > 0 and tokens[begin - 1].key == "and"
    earlier = sorted(entry for entry in setting.settled.get(n, ()) if entry[0] < introduction.first)
    return [(joined and k == len(earlier) - 1, code) for k, (_, code) in enumerate(earlier) if not code.startswith(BODY)]


def _is_venue(cut: Cut, part: Part) -> bool:
    return (
        part.first > 0
        and part.key in ("city", "capital", "name", "region")
        and cut.sentence.tokens[part.first - 1].key in ("in", "at", "to", "near")
    )
