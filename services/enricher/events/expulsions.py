"""Diplomats expelled or recalled, missions closed, relations cut."""

from services.enricher.events.clauses import clause_of
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.sanctions import aimed_at
from services.enricher.events.scene import Scene, View


def drafted(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    near = set(view.keys[max(0, draft.first - 14) : draft.last + 14])
    if not near & LISTS["envoys"]:
        return False
    verb = _ordering_verb(view, draft)
    clause = clause_of(view, verb, verb + 1) if verb < draft.first else draft.clause
    senders = [actor for actor in clause.subjects if actor.kind != "possessive"]
    between = [actor for actor in view.actors if verb <= actor.first < draft.last]
    targets = [actor for actor in (*between, *aimed_at(view, draft)) if not actor.back]
    if "persona" in view.keys[draft.first : draft.last] and not targets and senders:
        targets = [actor for actor in view.actors if actor.last <= draft.first]
    draft.add(*senders, *targets)
    if len(draft.codes) == 1:
        draft.add(
            *(actor for actor in view.actors if actor.codes and actor.codes[0] not in draft.codes and abs(actor.first - draft.first) < 16)
        )
    for code in draft.codes[:1]:
        draft.roles[code] = "imposer"
    return bool(draft.codes)


def _ordering_verb(view: View, draft: Draft) -> int:
    """ "gave two attachés five days to go": the verb that has the sender for its subject."""
    if not set(view.keys[draft.first : draft.last]) & {"hours", "days", "leave", "out", "gone", "pack", "persona", "departure"}:
        return draft.first
    for place in range(draft.first - 1, max(-1, draft.first - 24), -1):
        if view.keys[place] in LISTS["ordering"] and view.told[place]:
            return place
    return draft.first
