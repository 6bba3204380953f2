"""Parties that the words leave to the reader: who the text has just been speaking of, or whose ministry writes."""

from collections.abc import Sequence

from services.enricher.events.back_references import Memory
from services.enricher.events.draft import Draft
from services.enricher.events.scene import Scene

_BETWEEN_TWO = frozenset(("meeting", "call", "visit", "signing", "negotiation", "dialogue", "ceasefire"))


def complete(scene: Scene, draft: Draft, earlier: Sequence[Draft], memory: Memory) -> None:
    if len(draft.codes) >= 2 or draft.type not in _BETWEEN_TWO or draft.view.is_title:
        return
    near = [other for other in earlier if len(other.codes) >= 2 and draft.view.sentence.paragraph - other.view.sentence.paragraph <= 1]
    if not draft.codes:
        if draft.type == "signing" and near:
            draft.codes += near[-1].codes
        return
    if draft.definite and draft.type != "visit":
        return
    known = [other for other in reversed(near) if set(draft.codes) <= set(other.codes) and len(other.codes) <= 3]
    topic = list(memory.topic.codes) if memory.topic else []
    home = [scene.document.home] if scene.document.home else []
    for codes in (topic, known[0].codes if known else [], home):
        if added := [code for code in codes if code not in draft.codes]:
            draft.codes += added
            if codes is topic and memory.topic and memory.topic.person:
                draft.people.append(memory.topic.person)
            return
