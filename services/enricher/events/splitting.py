"""One sentence that tells of several events of a kind: "separate calls with A and B", "telephoned A and B"."""

from dataclasses import replace

from services.enricher.events.draft import Draft
from services.enricher.events.scene import View


def parts(view: View, draft: Draft) -> list[Draft]:
    """Calls to people of two states are two, unless they are told as one."""
    if draft.type != "call" or draft.name or set(view.keys) & {"video", "videoconference", "joint", "conference", "line"}:
        return [draft]
    own = [code for actor in draft.clause.subjects if actor.person for code in actor.codes]
    others = [actor for actor in draft.clause.objects if actor.person and actor.codes and actor.codes[0] not in own]
    codes = list(dict.fromkeys(actor.codes[0] for actor in others))
    if len(codes) < 2 or not own or (draft.noun and set(view.keys[draft.last : draft.last + 8]) & {"between"}):
        return [draft]
    found: list[Draft] = []
    for code in codes:
        people = [
            actor.person
            for actor in (*draft.clause.subjects, *others)
            if actor.person and (actor.codes[0] in own or actor.codes[0] == code)
        ]
        found.append(replace(draft, codes=[*dict.fromkeys(own), code], people=list(dict.fromkeys(people)), roles={}))
    return found
