"""What belongs to a word of a sentence: how far its clause runs, and the actors to its left and right."""

import bisect
from dataclasses import dataclass

from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import Actor, View

_HARD = frozenset((";", ":"))
_QUOTES = frozenset(('"', "“", "”", "«", "»"))


@dataclass(frozen=True, slots=True)
class Clause:
    """tokens[left:right] around a trigger. `subjects` stand before it, `objects` after it; places are neither."""

    left: int
    right: int
    subjects: tuple[Actor, ...]
    objects: tuple[Actor, ...]
    places: tuple[Actor, ...]


def clause_of(view: View, first: int, last: int) -> Clause:
    left, subjects, places_before = _leftward(view, first)
    right, objects, places_after = _rightward(view, last)
    return Clause(left, right, tuple(subjects), tuple(objects), (*places_after, *places_before))


def _leftward(view: View, first: int) -> tuple[int, list[Actor], list[Actor]]:
    """Subjects: the nearest group of actors. Behind a finite verb stands another clause, once there is a subject."""
    by_last = {actor.last - 1: actor for actor in view.actors if actor.last <= first}
    subjects: list[Actor] = []
    places: list[Actor] = []
    index, skipping = first - 1, False
    while index >= 0:
        key = view.keys[index]
        if skipping:  # "spoke with B and is to fly": the subject stands before the verb that "and" joins
            skipping = not _is_finite(view, index)
            index -= 1
            continue
        if key == "and" and not subjects and index + 1 < first and _has_finite(view, index):
            skipping = True
            continue
        if actors := _ending_at(view, index):
            for actor in actors:
                (places if is_place(view, actor) else subjects).append(actor)
            index = by_last[index].first - 1
            continue
        if is_hard(view, index):
            break
        if key in LISTS["relative"] and index:
            antecedent = _antecedent(view, index)
            subjects.extend(antecedent)
            break
        if key in LISTS["subordinate"] and subjects:
            break
        if key == "that" and index and view.keys[index - 1] in LISTS["reporting"]:
            break
        if subjects and (_is_finite(view, index) or (key == "," and _closes_phrase(view, index))):
            break
        if key == "as" and index and view.keys[index - 1] == "such":  # "landlocked states such as Bolivia"
            subjects.clear()
        index -= 1
    return index + 1, _ordered(subjects), places


def _closes_phrase(view: View, index: int) -> bool:
    """ "After a meeting in Berlin on Monday, X flew": before the comma stands a time or a place, and no subject."""
    if view.keys[0] not in LISTS["fronting"] or "," in view.keys[:index]:
        return False
    return any(time.last == index for time in view.times) or any(actor.last == index and is_place(view, actor) for actor in view.actors)


def _has_finite(view: View, before: int) -> bool:
    """Whether the clause has a verb before the place."""
    for place in range(before - 1, -1, -1):
        if is_hard(view, place) or view.keys[place] in LISTS["relative"]:
            return False
        if _is_finite(view, place):
            return True
    return False


def _rightward(view: View, last: int) -> tuple[int, list[Actor], list[Actor]]:
    objects: list[Actor] = []
    places: list[Actor] = []
    index, blocked, purpose = last, False, False
    count = len(view.keys)
    starts = {actor.first: actor for actor in view.actors}
    while index < count:
        key = view.keys[index]
        if actors := [actor for actor in view.actors if actor.first == index]:
            for actor in actors:
                if is_place(view, actor):
                    places.append(actor)
                elif not (blocked or purpose):
                    objects.append(actor)
            index = max(starts[index].last, index + 1)
            continue
        if is_hard(view, index) or key in LISTS["relative"] or key in LISTS["subordinate"]:
            break
        if key in LISTS["temporal"] and index > last:
            break
        if key == "and" and index + 1 < count and view.keys[index + 1] in ("he", "she", "they", "it"):
            break
        if (key in LISTS["topical"] and view.tokens[index].text[0].islower()) or (
            key == "on" and (index + 1 in starts or not _time_near(view, index + 1))
        ):
            blocked = True
        elif key in LISTS["joining"] and key != "and":
            blocked = False
        if objects and _is_finite(view, index) and view.keys[index + 1 : index + 2] != ("by",):
            break
        if (
            key == "to"
            and index + 1 < count
            and view.told[index] == 0
            and view.tokens[index + 1].text.islower()
            and view.keys[index + 1] not in ("the", "his", "her", "their", "its", "a")
        ):
            purpose = True
        index += 1
    return index, objects, places


def _ending_at(view: View, index: int) -> list[Actor]:
    return [actor for actor in view.actors if actor.last - 1 == index]


def _ordered(actors: list[Actor]) -> list[Actor]:
    return sorted(actors, key=lambda actor: actor.first)


def is_place(view: View, actor: Actor) -> bool:
    """Where something happens and not who takes part: "in Muscat", "to Moscow", and what a list joins to it."""
    if actor.kind == "demonym":
        return view.keys[actor.last : actor.last + 1] in (("capital",), ("city",), ("resort",), ("port",), ("town",), ("village",))
    if actor.kind not in ("city", "state"):
        return False
    if actor.back and actor.kind == "city":
        return True
    if actor.kind == "city" and _names_event(view, actor):
        return True
    before = _before(view, actor.first)
    if actor.kind == "city":
        return before in (
            "in",
            "at",
            "near",
            "outside",
            "inside",
            "from",
            "to",
            "into",
            "via",
            "for",
            "through",
            "around",
            "of",
            "visited",
            "visit",
            "reach",
            "reaches",
            "leaving",
            "left",
        )
    if before in ("in", "inside", "outside", "near", "to", "into", "via", "around", "across"):
        return True
    if before in ("and", ",", "or"):
        at = bisect.bisect_left(view.actors, actor.first, key=lambda other: other.first)
        neighbours = [
            other for other in view.actors[max(0, at - 6) : at] if 0 < actor.first - other.last <= 3 and other.kind in ("city", "state")
        ]
        return bool(neighbours) and is_place(view, neighbours[-1])
    return False


_EVENT_NOUNS = frozenset(["talks", "meeting", "summit", "round", "conference", "session", "gathering", "trip", "visit", "encounter"])


def _names_event(view: View, actor: Actor) -> bool:
    """ "the Geneva talks", "the Oslo summit": where, not who; "Belgrade-Pristina talks" names two parties."""
    if view.keys[actor.first - 1 : actor.first] in (("-",), ("and",)) or view.keys[actor.last : actor.last + 1] in (
        ("-",),
        ("and",),
        ("'s",),
    ):
        return False
    return bool(set(view.keys[actor.last : actor.last + 2]) & _EVENT_NOUNS)


def _before(view: View, index: int) -> str:
    """The word before an actor, an article aside; in "the capital of Mali" and "Paris, the French capital" nothing changes."""
    place = index - 1
    while place >= 0 and view.keys[place] in ("the", "neighbouring", "neighboring"):
        place -= 1
    return view.keys[place] if place >= 0 else ""


def _antecedent(view: View, index: int) -> list[Actor]:
    """The actors right before a relative pronoun: "Fidan, who", "Egypt and Sudan, whose"."""
    place = index - 1
    if place >= 0 and view.keys[place] in ("with", "to", "for", "by", "of", "whom", "from"):
        place -= 1
    if place >= 0 and view.keys[place] == ",":
        place -= 1
    found = [actor for actor in view.actors if actor.last - 1 == place]
    if not found:  # "Jean Noir, Minister of Foreign Affairs, who": over the apposition to the person
        nearest = max((actor.last for actor in view.actors if actor.last <= place and actor.person), default=0)
        if place - nearest < 14 and not any(_is_finite(view, between) for between in range(nearest, place)):
            found = [actor for actor in view.actors if actor.last == nearest]
    return [actor for actor in found if not is_place(view, actor)]


def _is_finite(view: View, index: int) -> bool:
    if view.told[index] == 0:
        return False
    key = view.keys[index]
    return key != "to" and not (
        key.endswith("ed") and index and view.keys[index - 1] in ("the", "a", "an", "its", "their", "his", "her", "and")
    )


def is_hard(view: View, index: int) -> bool:
    """Semicolons, dashes, and quotes that hold more than a word or two."""
    key = view.keys[index]
    if key in _QUOTES:
        return not any(
            view.keys[place] in _QUOTES for place in (*range(index - 5, index), *range(index + 1, index + 6)) if 0 <= place < len(view.keys)
        )
    if not _is_dash(view, index):
        return key in _HARD
    return not any(
        _is_dash(view, place) for place in (*range(index - 8, index), *range(index + 1, index + 9)) if 0 <= place < len(view.keys)
    )


def _is_dash(view: View, index: int) -> bool:
    if view.keys[index] != "-":
        return False
    tokens = view.tokens
    return (index == 0 or tokens[index - 1].end < tokens[index].start) and (
        index + 1 == len(tokens) or tokens[index + 1].start > tokens[index].end
    )


def _time_near(view: View, index: int) -> bool:
    """ "on Friday", "on the morning of Saturday"."""
    return any(index <= time.first <= index + 3 or time.first <= index < time.last for time in view.times)
