"""Who takes part: the actors that the grammar of a verb or a noun binds to it."""

from services.enricher.events.clauses import Clause, is_place
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import Actor, View


def of_verb(clause: Clause) -> list[Actor]:
    return [actor for actor in (*clause.subjects, *clause.objects) if actor.kind != "possessive"]


def of_noun(view: View, clause: Clause, first: int, last: int) -> list[Actor]:
    """ "talks between A and B" and "the A-B talks" name all parties; else the subject, and whom "with" brings in."""
    objects = [actor for actor in clause.objects if actor.kind != "possessive"]
    between = _between(view, last, clause.right, objects)
    if len(_codes(between)) >= 2:
        return between
    if view.keys[last : last + 1] in (("that",), ("which",)) and (held := _relative_subjects(view, last + 1)):
        return held
    before = premodifiers(view, first)
    if len(_codes(before)) >= 2:
        return [*before, *_with(view, last, objects)]
    if first <= 5 and set(view.keys[:first]) & {"at", "during", "in", "after"} and not before and not objects:
        return [actor for actor in view.actors if actor.first > last and actor.person and not is_place(view, actor)][:3]
    subjects = [actor for actor in clause.subjects if actor.kind != "possessive" or first - actor.last <= 3]
    return [*before, *subjects, *_with(view, last, objects)]


def phrase_start(view: View, first: int, noun: bool) -> int:
    """Where the phrase of a noun begins, its premodifiers included: what stands before it is its subject."""
    before = premodifiers(view, first) if noun else []
    return before[0].first if before and before[0].last < first + 1 else first


def premodifiers(view: View, first: int) -> list[Actor]:
    """Actors joined to the noun from the left: "US-Iran nuclear talks", "the EU-Chile summit", "Misri's visit"."""
    found: list[Actor] = []
    place, plain = first - 1, 0
    while place >= 0 and plain <= 3:
        ending = [actor for actor in view.actors if actor.last - 1 == place]
        key = view.keys[place]
        if ending:
            found.extend(ending)
            place, plain = ending[0].first - 1, 0
        elif key in ("-", "/", "'s", "'") or (key == "and" and found):
            place -= 1
        elif key.isalpha() and key not in _ENDS_PHRASE and view.told[place] == 0:
            place, plain = place - 1, plain + 1
        else:
            break
    return sorted(found, key=lambda actor: actor.first)


def _relative_subjects(view: View, start: int) -> list[Actor]:
    """ "the consultations that Ireland and Vietnam held"."""
    verb = next((place for place in range(start, min(len(view.keys), start + 14)) if view.told[place]), start)
    found = [actor for actor in view.actors if start <= actor.first and actor.last <= verb and not is_place(view, actor)]
    return found if len(_codes(found)) >= 2 else []


_ENDS_PHRASE = (
    LISTS["locative"] | LISTS["topical"] | LISTS["joining"] | frozenset(("the", "a", "an", "of", "that", "which", "on", "for", "as", "but"))
)


def _between(view: View, last: int, right: int, objects: list[Actor]) -> list[Actor]:
    for place in range(last, min(right, last + 14)):
        if view.keys[place] in ("between", "among"):
            return [actor for actor in objects if actor.first > place]
        if view.told[place] and view.keys[place] not in ("to",):
            return []
    return []


def _with(view: View, last: int, objects: list[Actor]) -> list[Actor]:
    """After a noun only a preposition of company, or "of" and "by", brings in parties."""
    found: list[Actor] = []
    for actor in objects:
        joined = any(key in _COMPANY for key in view.keys[max(last, actor.first - 9) : actor.first])
        if joined or actor.first - last <= 2:
            found.append(actor)
    return found


_COMPANY = frozenset(("with", "between", "of", "by", "alongside", "including", "among", "from"))


def named_after(view: View, places: tuple[Actor, ...], last: int) -> list[Actor]:
    """The places behind a verb of motion, in order."""
    return sorted((actor for actor in places if actor.first >= last), key=lambda actor: actor.first)


def _codes(actors: list[Actor]) -> set[str]:
    return {code for actor in actors for code in actor.codes}


def has_delegates(view: View, left: int, right: int) -> bool:
    return any(key in LISTS["delegates"] for key in view.keys[left:right])


def place_within(view: View, last: int, reach: int) -> list[Actor]:
    return [
        actor for actor in view.actors if last <= actor.first <= last + reach and (is_place(view, actor) or actor.kind in ("city", "state"))
    ]
