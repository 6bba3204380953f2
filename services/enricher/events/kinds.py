"""What each type of event asks of the words around its trigger, and whom it takes for its parties."""

from collections.abc import Callable

from services.enricher.events import expulsions, parties, sanctions, visits
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.scene import BODY, Actor, Scene, View

Drafting = Callable[[Scene, View, Draft, Trigger], bool]


def drafted(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    """Fills in the parties; False where the words around the trigger tell of no such event."""
    if (
        view.keys[draft.clause.left : draft.clause.left + 1] in (("whether",), ("if",))
        or "whether" in view.keys[max(0, draft.first - 6) : draft.first]
        or "if" in view.keys[max(0, draft.first - 3) : draft.first]
    ):
        return False
    if draft.noun and _is_denied_or_general(view, draft):
        return False
    if not draft.noun and set(view.keys[draft.last : draft.last + 2]) & LISTS["habitually"]:
        return False
    if draft.noun and view.keys[draft.last : draft.last + 1] and view.keys[draft.last] in LISTS["halls"]:  # "a conference hall"
        return False
    if view.keys[draft.first - 1 : draft.first] == ("-",) and not draft.noun:  # "a US-brokered accord"
        return False
    if view.keys[-1] == "?" and set(view.keys[:4]) & {"will", "is", "are", "could", "would", "might", "should", "can", "may", "had"}:
        return False
    return DRAFTINGS[trigger.type](scene, view, draft, trigger)


def _is_denied_or_general(view: View, draft: Draft) -> bool:
    """ "no trip is planned", "resolved by negotiation"."""
    before = view.keys[max(0, draft.first - 2) : draft.first]
    if "no" in before:
        return True
    return draft.type == "negotiation" and before[-1:] in (("by",), ("through",)) and draft.name is None


def _talks(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    actors = parties.of_noun(view, clause, draft.first, draft.last) if draft.noun else parties.of_verb(clause)
    draft.type = _kind(view, draft)
    if draft.noun:
        draft.definite = is_definite(view, draft.first)
        draft.weak = _is_weak(view, draft)
        draft.hosted = (
            draft.type == "meeting"
            and not draft.definite
            and bool(set(view.keys[max(0, draft.first - 5) : draft.first]) & LISTS["hosting"])
        )
        if (
            view.keys[draft.first - 1 : draft.first] == ("for",)
            and set(view.keys[max(0, draft.first - 8) : draft.first]) & LISTS["recalled"]
        ):
            return False
    elif not _can_meet(view, draft, trigger, actors):
        return False
    if set(view.keys[max(0, draft.first - 3) : draft.first]) & {"trilateral", "three-way"}:
        draft.trilateral = True
    draft.add(*actors)
    if (draft.type == "dialogue" or _is_session(actors)) and not draft.noun and len(draft.codes) == 1 and draft.codes[0].startswith(BODY):
        draft.type, draft.hosted = "meeting", True  # an organ of a body in session
    if draft.type == "summit":
        _add_host(view, draft)
    return bool(draft.codes) or draft.definite or draft.weak


def _kind(view: View, draft: Draft) -> str:
    """A committee that meets, and a session of it, are a dialogue; talks on an accord a negotiation; talks by telephone a call."""
    before = view.keys[draft.clause.left : draft.first]
    behind = view.keys[draft.last : draft.last + 12]
    if not draft.noun:
        if _is_by_phone(view, draft) or (draft.first and "call" in view.keys[max(0, draft.first - 8) : draft.first]):
            return "call"
        if draft.type == "meeting" and set(before) & LISTS["committees"] and not set(before) & {"security", "european"}:
            return "dialogue"
        return draft.type
    if draft.type in ("meeting", "dialogue") and not draft.name and {"heads", "state"} <= set(view.keys):
        return "summit"
    if draft.type == "meeting" and _is_about_accord(view, draft.first, draft.last):
        return "negotiation"
    if (
        draft.type == "meeting"
        and "of" in behind[:2]
        and set(behind) & LISTS["committees"]
        and not set(behind) & {"security", "european", "ministers"}
    ):
        return "dialogue"
    return draft.type


def _is_by_phone(view: View, draft: Draft) -> bool:
    """Told in the same breath: "telephoned B and will travel to C" is a call and a trip."""
    for place in range(draft.clause.left, draft.clause.right):
        if view.keys[place] in ("phone", "telephone", "videoconference"):
            between = view.keys[min(place, draft.last) : max(place, draft.first)]
            return "and" not in between or any(actor.first <= place + 8 and actor.first > draft.first for actor in draft.clause.objects)
    return False


def _is_weak(view: View, draft: Draft) -> bool:
    """A bare "commission" or "final session" tells of an event only where the text has told of one."""
    if draft.name:
        return False
    words = view.keys[draft.first : draft.last]
    if words in (("commission",), ("committee",), ("council",)):
        return True
    return words == ("session",) and bool(
        set(view.keys[max(0, draft.first - 2) : draft.first]) & {"final", "closing", "opening", "morning", "first", "last", "concluding"}
    )


def _is_about_accord(view: View, first: int, last: int) -> bool:
    """ "talks on an extradition treaty"."""
    behind = view.keys[last : last + 9]
    return (
        view.keys[last - 1] in ("talks", "round", "session")
        and behind[:1] in (("on",), ("over",), ("about",))
        and bool(set(behind) & LISTS["accords"])
    )


def _can_meet(view: View, draft: Draft, trigger: Trigger, actors: list[Actor]) -> bool:
    clause = draft.clause
    if trigger.needs == "person":
        behind = view.keys[draft.last : draft.last + 9]
        if not any(actor.person for actor in clause.objects):
            return False
        return not (view.keys[draft.last - 1] == "on" and "to" in behind) and not set(behind[:6]) & {"call", "letter", "message", "phone"}
    if trigger.needs == "envoy":
        return bool(set(view.keys[clause.left : clause.right]) & LISTS["envoys"])
    if trigger.needs == "party":
        return (
            draft.type == "dialogue"
            or _is_session(actors)
            or any(actor.person for actor in actors)
            or parties.has_delegates(view, clause.left, clause.right)
            or len({code for actor in actors for code in actor.codes}) > 1
        )
    return True


def _is_session(actors: list[Actor]) -> bool:
    """ "The Security Council will meet": the body itself."""
    return [actor.codes for actor in actors] == [(f"{BODY}UNSC",)]


def _add_host(view: View, draft: Draft) -> None:
    """A summit's host is a party, where the place shows him; the seat of a body does not."""
    for actor in view.actors:
        near = draft.last <= actor.first <= draft.last + 5 or draft.first - 5 <= actor.last <= draft.first
        if (
            actor.kind == "city"
            and near
            and actor in draft.clause.places
            and not set(view.keys[actor.first : actor.last]) & LISTS["seats_of_bodies"]
        ):
            draft.codes += [code for code in actor.codes if code not in draft.codes]
            draft.roles.update(dict.fromkeys(actor.codes, "host"))


def is_definite(view: View, first: int) -> bool:
    return bool(set(view.keys[max(0, first - 2) : first]) & {"the", "that", "this", "their", "its", "his", "her", "'s"}) and not set(
        view.keys[max(0, first - 2) : first]
    ) & {"a", "an", "of"}


def _call(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    actors = parties.of_noun(view, clause, draft.first, draft.last) if draft.noun else parties.of_verb(clause)
    draft.definite = draft.noun and is_definite(view, draft.first)
    if trigger.needs == "phone" and not set(view.keys[clause.left : clause.right]) & LISTS["phones"]:
        return False
    if view.keys[draft.first] in ("rang", "rings", "ringing") and not any(
        actor.first - draft.last <= 6 and actor.person for actor in clause.objects
    ):
        return False
    if not (any(actor.person for actor in actors) or parties.has_delegates(view, clause.left, clause.right) or draft.definite):
        return False
    draft.add(*actors)
    return bool(draft.codes)


def _signing(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    if view.keys[draft.first - 1 : draft.first] == ("from",):  # "barred the government from signing"
        return False
    actors = [actor for actor in (*clause.subjects, *clause.objects) if actor.kind != "possessive"]
    near = view.keys[max(0, draft.first - 25) : draft.last + 25]
    if not set(near) & LISTS["documents"]:
        return False
    draft.add(*actors)
    return True


def _ceasefire(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    actors = parties.of_noun(view, draft.clause, draft.first, draft.last)
    draft.definite = is_definite(view, draft.first)
    draft.add(*(actor for actor in actors if actor.kind != "body"))
    return bool(draft.codes) or draft.definite


def _mediation(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    """The mediator stands before the verb or owns the noun; the two are named behind it, whatever the preposition."""
    clause = draft.clause
    before = parties.premodifiers(view, draft.first) if draft.noun else []
    mediators = [actor for actor in (*before, *clause.subjects) if actor.kind != "possessive" or draft.first - actor.last <= 3]
    sides = [
        actor
        for actor in view.actors
        if draft.last <= actor.first < clause.right and actor.kind != "possessive" and actor not in clause.places
    ]
    draft.add(*mediators, *sides)
    for code in [code for actor in mediators for code in actor.codes]:
        draft.roles[code] = "mediator"
    return len(draft.codes) >= 2


DRAFTINGS: dict[str, Drafting] = {
    "meeting": _talks,
    "summit": _talks,
    "dialogue": _talks,
    "negotiation": _talks,
    "visit": visits.drafted,
    "call": _call,
    "signing": _signing,
    "ceasefire": _ceasefire,
    "sanction": sanctions.drafted,
    "expulsion": expulsions.drafted,
    "mediation": _mediation,
}
