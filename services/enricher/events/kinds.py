"""What each type of event asks of the words around its trigger, and whom it takes for its parties."""

from collections.abc import Callable

from services.enricher.events import expulsions, parties, sanctions, visits
from services.enricher.events.clauses import Clause
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.scene import Actor, Scene, View

Drafting = Callable[[Scene, View, Draft, Trigger], bool]


def drafted(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    """Fills in the parties; False where the words around the trigger tell of no such event."""
    return DRAFTINGS[trigger.type](scene, view, draft, trigger)


def _talks(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    if draft.noun:
        actors = parties.of_noun(view, clause, draft.first, draft.last)
        draft.definite = _is_definite(view, draft.first)
    else:
        actors = parties.of_verb(clause)
        if trigger.needs == "person" and not any(actor.person for actor in clause.objects):
            return False
        if trigger.needs == "person" and view.keys[draft.last - 1] == "on" and "to" in view.keys[draft.last : draft.last + 8]:
            return False
        if trigger.needs == "envoy" and not set(view.keys[clause.left : clause.right]) & LISTS["envoys"]:
            return False
        if trigger.needs == "party" and not _can_meet(view, clause, actors):
            return False
    draft.add(*actors)
    return bool(draft.codes) or draft.definite


def _can_meet(view: View, clause: Clause, actors: list[Actor]) -> bool:
    return (
        any(actor.person for actor in actors)
        or parties.has_delegates(view, clause.left, clause.right)
        or len({c for a in actors for c in a.codes}) > 1
    )


def _is_definite(view: View, first: int) -> bool:
    return (
        view.keys[first - 1 : first] in (("the",), ("that",), ("this",), ("their",), ("its",), ("his",), ("her",), ("'s",))
        if first
        else False
    )


def _call(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    actors = parties.of_noun(view, clause, draft.first, draft.last) if draft.noun else parties.of_verb(clause)
    draft.definite = draft.noun and _is_definite(view, draft.first)
    draft.add(*actors)
    return bool(draft.codes) and (
        any(actor.person for actor in actors) or parties.has_delegates(view, clause.left, clause.right) or draft.definite
    )


def _signing(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    clause = draft.clause
    if not set(view.keys[max(0, clause.left) : min(len(view.keys), clause.right + 12)]) & LISTS["documents"]:
        return False
    draft.add(*(actor for actor in (*clause.subjects, *clause.objects) if actor.kind != "possessive"))
    return bool(draft.codes)


def _ceasefire(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    actors = parties.of_noun(view, draft.clause, draft.first, draft.last)
    draft.definite = _is_definite(view, draft.first)
    draft.add(*(actor for actor in actors if actor.kind != "body"))
    return bool(draft.codes) or draft.definite


def _mediation(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    actors = parties.of_noun(view, draft.clause, draft.first, draft.last) if draft.noun else parties.of_verb(draft.clause)
    draft.add(*actors)
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
