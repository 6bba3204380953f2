"""Parties that the words leave to the reader: who the text has just been speaking of, or whose ministry writes."""

from collections.abc import Sequence

from services.enricher.events.back_references import Memory
from services.enricher.events.clauses import is_place
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.sameness import FAMILY
from services.enricher.events.scene import BODY, Scene

_BETWEEN_TWO = frozenset(("meeting", "call", "visit", "signing", "negotiation", "dialogue", "ceasefire"))


_JOINT = frozenset(("both", "two", "officials", "officers", "negotiators", "ministers", "delegations"))


def complete(scene: Scene, draft: Draft, earlier: Sequence[Draft], memory: Memory) -> None:
    if len(draft.codes) >= 2 or draft.weak or draft.hosted or draft.view.is_title:
        return
    draft.completed = True
    beside = draft.type in FAMILY | {"visit"} and len(draft.codes) == 1 and not draft.codes[0].startswith(BODY)
    if beside and (other := _beside(draft)):
        draft.codes.append(other)
        return
    if draft.type == "ceasefire" and draft.codes:
        return  # of one side: whom it stopped fighting with is nobody that the text merely speaks of
    near = [other for other in earlier if len(other.codes) >= 2 and draft.view.sentence.paragraph - other.view.sentence.paragraph <= 1]
    if draft.trilateral and memory.pair:
        draft.codes += [code for actor in memory.pair for code in actor.codes if code not in draft.codes]
    elif draft.type == "sanction" and not draft.definite:
        aimed = [code for other in earlier if other.type == "sanction" for code, role in other.roles.items() if role == "target"]
        draft.codes += [code for code in (aimed[-1:] or scene.pair) if code not in draft.codes][:1]
    elif draft.type == "expulsion" or (
        draft.type in FAMILY
        and (draft.definite or (not draft.codes and set(draft.view.keys) & _JOINT))
        and not any(other.type in FAMILY and len(other.codes) >= 2 for other in earlier)
    ):
        _add(draft, scene.pair)
    elif draft.type in _BETWEEN_TWO and not draft.codes:
        _add(draft, near[-1].codes if near and draft.type == "signing" else scene.pair if draft.type in ("signing", "dialogue") else ())
    elif draft.type == "visit":
        _complete_visit(scene, draft, near, memory)
    elif draft.type in _BETWEEN_TWO and not draft.definite:
        _add_other(scene, draft, near, memory)


def _beside(draft: Draft) -> str | None:
    """The one other state of the sentence, who speaks of it as a rule ("Nepal says that the talks with India"), else where it is held."""
    view = draft.view
    told = [actor for actor in view.actors if actor.kind != "body" and actor.codes and actor.codes[0] not in draft.codes]
    others = {actor.codes[0] for actor in told if not is_place(view, actor)}
    hosts = {actor.codes[0] for actor in told if is_place(view, actor) and actor.kind == "city"}
    for codes in (others, hosts if draft.type in FAMILY else set()):
        if codes:
            return next(iter(codes)) if len(codes) == 1 else None
    return None


def _complete_visit(scene: Scene, draft: Draft, near: Sequence[Draft], memory: Memory) -> None:
    """A traveller without a destination is where the text is, one without a name the person whom it is about."""
    if not draft.people and "guest" not in draft.roles.values():
        _add_other(scene, draft, near, memory)
        return
    dateline = scene.document.dateline_of(draft.view.sentence.paragraph)
    here = (dateline.country,) if dateline and dateline.country else ()
    there = memory.place.codes if memory.place else ()
    around = set(draft.view.keys[max(0, draft.first - 2) : draft.last])
    for codes in (here, there, scene.pair) if around & LISTS["formal"] or draft.definite else (here,):
        if added := [code for code in codes if code and code not in draft.codes]:
            draft.codes.append(added[0])
            draft.roles[added[0]] = "host"
            return


def _add(draft: Draft, codes: Sequence[str]) -> None:
    """The pair, where it does not contradict what is known of the parties."""
    if set(draft.codes) <= set(codes) or len(draft.codes) == 1:
        draft.codes += [code for code in codes if code not in draft.codes][: 2 - len(draft.codes)] if draft.codes else list(codes)


def _add_other(scene: Scene, draft: Draft, near: Sequence[Draft], memory: Memory) -> None:
    known = [other for other in reversed(near) if set(draft.codes) <= set(other.codes) and len(other.codes) <= 3]
    topic = list(memory.topic.codes) if memory.topic else []
    home = [scene.document.home] if scene.document.home else []
    order = (home, topic) if home and draft.type == "signing" and not draft.people else (topic, known[0].codes if known else [], home)
    for codes in order:
        if added := [code for code in codes if code not in draft.codes]:
            draft.codes += added
            if codes is topic and memory.topic and memory.topic.person:
                draft.people.append(memory.topic.person)
            return
