"""How sure an event is, from the verb that governs it: wished for, set, going on, done."""

from services.enricher.dates.reading import FUTURE, NUMBERS, PAST, PLANNED
from services.enricher.events.clauses import Clause
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import View


def of_verb(view: View, first: int) -> str | None:
    """The status that the verb at `first` gives to what it tells."""
    key = view.keys[first]
    start = _group_start(view, first)
    before = view.keys[start:first]
    around = frozenset(key for place, key in enumerate(before, start) if view.tokens[place].text != "May")
    if around & {"accepted", "accepts"}:
        return "agreed"
    if start > 1 and view.keys[start - 1] == "that" and view.keys[start - 2] in LISTS["wishing"]:
        return "proposed"
    if around & LISTS["wishing"] or key in LISTS["wishing"]:
        return "proposed"
    if around & LISTS["agreeing"] or key in LISTS["agreeing"]:
        return "agreed"
    if key in LISTS["being"] and set(view.keys[first + 1 : first + 4]) & LISTS["setting"]:
        return "proposed" if "being" in view.keys[first : first + 3] else "scheduled"
    if key in ("is", "are"):
        return "scheduled" if view.keys[first + 1 : first + 2] == ("to",) else "ongoing"
    if key.endswith("ing"):
        return _progressive(view, first, around)
    if view.told[first] == 0 and "to" in before:
        return _infinitive(view, start, first)
    if view.told[first] == 0 and around & LISTS["future_auxiliaries"]:
        return "scheduled"
    if view.told[first] in (FUTURE, PLANNED):
        return "scheduled"
    if view.told[first] == PAST:
        return "scheduled" if around & LISTS["setting"] or ("to" in before and around & LISTS["being"]) else "held"
    if around & LISTS["setting"]:
        return "scheduled"
    return "held" if view.is_title else None


def _group_start(view: View, first: int) -> int:
    """The verb group: back to a comma, an actor or eight words, whichever is nearest; objects of asking stay inside."""
    place = first
    while place > 0 and first - place < 12:
        key = view.keys[place - 1]
        if key in (",", ";", ":", '"', "“", "”", "that", "who", "which", "where", "when", "after", "before", "and") and not (
            key == "and" and first - place < 1
        ):
            break
        place -= 1
    return place


def _progressive(view: View, first: int, around: frozenset[str]) -> str | None:
    if around & {"is", "are", "'s", "'re"} and not around & {"to"}:
        return "ongoing"
    if "been" in around and around & {"has", "have"}:
        return "ongoing"
    if around & LISTS["future_auxiliaries"]:
        return "scheduled"
    return _main(view, first)


def _infinitive(view: View, start: int, first: int) -> str | None:
    """ "is to meet" is set; "flew to Jeddah to meet" is as done as the flight."""
    around = frozenset(view.keys[start:first])
    if around & (LISTS["being"] | LISTS["setting"]):
        return "scheduled"
    if view.is_title:
        return "scheduled"
    return _main(view, first)


def _main(view: View, before: int) -> str | None:
    """What the nearest finite verb to the left says."""
    for place in range(before - 1, -1, -1):
        if view.told[place] == PAST:
            return "held"
        if view.told[place] in (FUTURE, PLANNED):
            return "scheduled"
    return None


def of_noun(view: View, clause: Clause, first: int, last: int) -> str | None:
    """The verb that has the noun for its object, else the one that has it for its subject, else the verb of the sentence."""
    near = frozenset(view.keys[max(clause.left, first - 9) : first])
    if near & LISTS["broaching"]:
        return "broached"
    if frozenset(view.keys[max(0, first - 4) : first]) & LISTS["coming"]:
        return "scheduled"
    if _is_invited_to(view, first):
        return "proposed"
    if _preposition(view, first) in ("in", "during", "after", "at", "following", "since", "on"):
        return _of_sentence(view, first)
    for place in range(first - 1, max(clause.left, first - 12) - 1, -1):
        if _is_verb(view, place):
            return of_verb(view, place)
    for place in range(last, min(clause.right, last + 25)):
        if _is_verb(view, place):
            return of_verb(view, place)
    for place in range(last, len(view.keys)):
        if view.told[place]:
            return of_verb(view, place)
    return _main(view, first)


def _is_invited_to(view: View, first: int) -> bool:
    """ "has invited A and B to a new round of the dialogue"; "to the summit" is to one that is set."""
    places = range(first - 1, max(-1, first - 16), -1)
    asked = next((place for place in places if view.keys[place] in LISTS["inviting"]), None)
    if asked is None or not view.told[asked]:
        return False
    between = view.keys[asked:first]
    return "to" in between[-6:] and bool({"a", "an"} & set(between[-5:])) and not set(between) & {",", ";", "that", "who", "which"}


def _preposition(view: View, first: int) -> str:
    """What stands before the noun's phrase: "in a telephone call", "after their talks", "on a three-day visit"."""
    place = first - 1
    while place >= 0 and first - place <= 8 and _is_in_phrase(view, place):
        place -= 1
    return view.keys[place] if place >= 0 else ""


def _is_in_phrase(view: View, place: int) -> bool:
    key = view.keys[place]
    if key in LISTS["determiners"] or key in LISTS["qualifying"] or key in NUMBERS or key in ("-", "'s"):
        return True
    return any(time.first <= place < time.last for time in view.times)


def _of_sentence(view: View, first: int) -> str | None:
    """Without the wish in it: what was agreed in a meeting was agreed in one that took place."""
    for place in (*range(first - 1, -1, -1), *range(first, len(view.keys))):
        if view.told[place] == PAST:
            return "held"
        if view.told[place] in (FUTURE, PLANNED):
            return "ongoing" if view.keys[place] in ("is", "are") else "scheduled"
    return None


def _is_verb(view: View, place: int) -> bool:
    return view.keys[place] in LISTS["holding"] or (
        view.told[place] != 0
        and view.keys[place] not in LISTS["reporting"]
        and view.keys[place] != "to"
        and view.keys[place] not in LISTS["being"]
    )
