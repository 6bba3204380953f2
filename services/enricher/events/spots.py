"""The places of a sentence where an event is told: trigger phrases, and names of gatherings."""

from dataclasses import dataclass

from services.enricher.events import naming
from services.enricher.events.lexicon import LISTS, Trigger, triggers
from services.enricher.events.naming import Name
from services.enricher.events.scene import View


@dataclass(frozen=True, slots=True)
class Spot:
    first: int
    last: int
    trigger: Trigger
    noun: bool
    name: Name | None = None


def spots(view: View, text: str) -> list[Spot]:
    """In order. A name stands for the trigger words inside it."""
    named = [name for name in naming.names(view, text) if not _is_title_of_person(view, name)]
    covered = {place for name in named for place in range(name.first, name.last)}
    found = [Spot(name.first, name.last, Trigger(name.type or "", "noun", "-"), True, name) for name in named]
    for match in triggers().search(view.tokens):
        if covered.isdisjoint(range(match.first, match.last)):
            found.append(Spot(match.first, match.last, match.value, _is_noun(view, match.first, match.last, match.value)))
    return sorted(found, key=lambda spot: spot.first)


def _is_title_of_person(view: View, name: Name) -> bool:
    """ "Envoy for the Nile Dialogue" names an office, which no gathering is."""
    before = view.keys[max(0, name.first - 4) : name.first]
    return "for" in before[-2:] and bool(set(before) & LISTS["office_words"])


def _is_noun(view: View, first: int, last: int, trigger: Trigger) -> bool:
    """ "to visit", "who visit", "will visit" are verbs; "a visit", "his visit", "the Moscow visit" nouns."""
    if last - first > 1 or view.keys[first] not in LISTS["noun_or_verb"]:
        return trigger.position == "noun"
    before = view.keys[first - 1] if first else ""
    if before in LISTS["before_verb"] or (before == "who"):
        return False
    following = view.keys[last] if last < len(view.keys) else ""
    subject = any(actor.last == first and (actor.person or actor.kind in ("state", "city")) for actor in view.actors)
    return not (subject and (following in LISTS["determiners"] or any(actor.first == last for actor in view.actors)))
