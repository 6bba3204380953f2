"""Sanctions: who imposes or lifts them, and whom they aim at."""

from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.scene import Actor, Scene, View


def drafted(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    around = set(view.keys[max(0, draft.first - 12) : draft.last + 12])
    if trigger.needs == "act" and not around & LISTS["sanctioning"]:
        return False
    if (
        draft.noun
        and view.keys[draft.first - 1 : draft.first] in (("the",), ("these",), ("those",))
        and not set(view.keys[draft.last : draft.last + 2]) & {"on", "against"}
    ):
        draft.definite = True
        return True
    imposers = [actor for actor in draft.clause.subjects if actor.kind != "possessive"]
    targets = aimed_at(view, draft)
    home = {code for actor in imposers for code in actor.codes}
    draft.add(*imposers[:4], *targets)
    draft.roles.update(dict.fromkeys(home, "imposer"))
    for actor in targets:
        draft.roles.update({code: "target" for code in actor.codes if code not in home})
    return bool(draft.codes)


def aimed_at(view: View, draft: Draft) -> list[Actor]:
    """Everybody named behind the verb, whatever the preposition, up to the end of the clause."""
    end = draft.clause.right
    return [actor for actor in view.actors if draft.last <= actor.first < end and actor.kind != "possessive"]
