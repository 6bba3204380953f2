"""Trips: who travels, and where to."""

from services.enricher.events import parties
from services.enricher.events.clauses import is_place
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.scene import Actor, Scene, View


def drafted(scene: Scene, view: View, draft: Draft, trigger: Trigger) -> bool:
    if not draft.noun and view.keys[draft.last - 1] == "to" and any(time.first == draft.last for time in view.times):
        return False  # "put off to 10 March"
    if trigger.needs == "invitee":
        return _invited(view, draft)
    travellers, there = _by_noun(view, draft) if draft.noun else _by_verb(view, draft)
    hosts = {code for actor in there for code in actor.codes}
    if foreign := [actor for actor in travellers if not set(actor.codes) & hosts]:
        travellers = foreign  # "at the invitation of X, Y paid a visit": X stays at home
    if draft.noun and not travellers and view.keys[draft.last - 1] in ("visits", "trips"):
        return False  # "a timetable for visits to the sites"
    home = {code for actor in travellers for code in actor.codes}
    abroad = [actor for actor in there if not set(actor.codes) & home]
    if there and not abroad:
        return False
    draft.definite = draft.noun and view.keys[draft.first - 1 : draft.first] in (
        ("the",),
        ("this",),
        ("that",),
        ("his",),
        ("her",),
        ("their",),
        ("'s",),
    )
    return _filled(draft, travellers, abroad)


def _filled(draft: Draft, travellers: list[Actor], there: list[Actor]) -> bool:
    draft.add(*travellers)
    for code in draft.codes:
        draft.roles[code] = "guest"
    for actor in there:
        draft.codes += [code for code in actor.codes if code not in draft.codes]
        draft.roles.update({code: "host" for code in actor.codes if code not in draft.roles})
    return bool(travellers or there) if draft.noun else bool(travellers and there)


def _by_verb(view: View, draft: Draft) -> tuple[list[Actor], list[Actor]]:
    clause = draft.clause
    near = parties.place_within(view, draft.last, 6 if view.keys[draft.first].startswith("spen") else 3)
    near += [
        actor
        for actor in view.actors
        if actor.back and draft.first <= actor.first <= draft.last + 2 and actor.kind in ("state", "demonym", "city")
    ]
    if not near:
        return [], []
    there = [actor for actor in view.actors if draft.first <= actor.first < clause.right and (actor in near or is_place(view, actor))]
    return _travellers(view, clause.left, draft.first, [actor for actor in clause.subjects if actor.kind != "possessive"]), there


def _by_noun(view: View, draft: Draft) -> tuple[list[Actor], list[Actor]]:
    """ "X's visit to Y", "a visit by X to Y", "paid a visit to Y"."""
    clause = draft.clause
    end = clause.right
    if view.keys[draft.last : draft.last + 1] in (("that",), ("which",)):  # "the visit that the minister paid to Cairo"
        end = min(len(view.keys), draft.last + 14)
    after = [actor for actor in view.actors if draft.last <= actor.first < end]
    if end > clause.right:
        return _travellers(view, draft.last, end, [actor for actor in after if not is_place(view, actor)]), [
            actor for actor in after if is_place(view, actor)
        ]
    by = [
        actor
        for actor in after
        if set(view.keys[draft.last : draft.last + 2]) & {"by", "of"}
        and actor.first - draft.last < 12
        and actor.kind in ("person", "demonym", "body")
    ]
    before = [
        actor
        for actor in (*parties.premodifiers(view, draft.first), *clause.subjects)
        if actor.kind != "possessive" or draft.first - actor.last <= 4
    ]
    travellers = _travellers(view, clause.left, draft.last, by or before)
    there = [
        actor for actor in after if is_place(view, actor) and actor not in travellers and not _verb_between(view, draft.last, actor.first)
    ]
    return travellers, there or [actor for actor in clause.places if actor.last <= draft.first]


def _verb_between(view: View, last: int, first: int) -> bool:
    """ "the visit follows a meeting in Kyiv" is no visit to Kyiv; "the visit planned to Kyiv" is one."""
    return any(view.told[place] and not view.keys[place].endswith("ed") and view.keys[place] != "to" for place in range(last, first))


def _travellers(view: View, left: int, right: int, actors: list[Actor]) -> list[Actor]:
    people = [actor for actor in actors if actor.person or actor.kind == "office"]
    if people:
        return people
    if not set(view.keys[left:right]) & LISTS["delegates"]:
        return []
    return [actor for actor in actors if actor.kind in ("demonym", "body", "state")]


def _invited(view: View, draft: Draft) -> bool:
    """ "invited B to Kazan": B travels; "A and B are invited to Lima": A and B do."""
    passive = bool(set(view.keys[max(0, draft.first - 3) : draft.first]) & LISTS["being"])
    earlier = set(view.keys[max(0, draft.first - 12) : draft.first])
    if passive and "among" in earlier and earlier & {"first", "earliest", "last"}:
        return False  # "was among the first to be invited": history
    inviters = [] if passive else [actor for actor in draft.clause.subjects if actor.kind != "possessive"]
    asked = [actor for actor in (draft.clause.subjects if passive else draft.clause.objects) if actor.person or actor.kind == "office"]
    after = [
        actor for actor in view.actors if actor.first >= draft.last and actor.first < draft.clause.right + 10 and is_place(view, actor)
    ]
    home = {code for actor in asked for code in actor.codes}
    there = [actor for actor in after if not set(actor.codes) & home][:1] or [actor for actor in inviters if not set(actor.codes) & home][
        :1
    ]
    return bool(asked) and _filled(draft, asked, there) and len(draft.codes) >= 2
