"""Where: the city nearest the event, in its own clause; where nothing is nearer, the city of the dateline."""

import itertools

from services.enricher.events.clauses import is_hard, is_place
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import Actor, Scene, View
from services.enricher.gazetteer.countries.load import capital_of

_NOWHERE = frozenset(("call", "sanction", "expulsion", "ceasefire"))


def place_of(scene: Scene, view: View, draft: Draft) -> str | None:
    if draft.type in _NOWHERE:
        return None
    cities = [actor for actor in view.actors if _is_city(view, actor) and draft.clause.left <= actor.first < _end(view, draft)]
    if draft.type == "visit":
        cities = [actor for actor in cities if set(actor.codes) & set(draft.codes) and draft.roles.get(actor.codes[0]) != "guest"]
    after = [actor for actor in cities if actor.first >= draft.first]
    if nearest := (after[:1] or cities[-1:]):
        return _words(scene, view, nearest[0])
    return None


def dateline_city(scene: Scene, view: View, draft: Draft) -> str | None:
    """For what took place where the item was written."""
    dateline = scene.document.dateline_of(view.sentence.paragraph)
    if dateline is None or draft.type in _NOWHERE or draft.type == "visit" or draft.status not in ("held", "ongoing"):
        return None
    return dateline.place if not dateline.country or dateline.country in draft.codes else None


def _end(view: View, draft: Draft) -> int:
    place = draft.last
    while place < len(view.keys) and not is_hard(view, place) and view.keys[place] not in LISTS["subordinate"]:
        place += 1
    return place


def _is_city(view: View, actor: Actor) -> bool:
    if actor.kind == "demonym":
        return is_place(view, actor)
    return actor.kind == "city" and (is_place(view, actor) or actor.back) and not _is_given_up(view, actor)


def _is_given_up(view: View, actor: Actor) -> bool:
    """ "in Zanzibar instead of Arusha"."""
    before = view.keys[max(0, actor.first - 3) : actor.first]
    return any(pair in (("instead", "of"), ("rather", "than"), ("not", "in")) for pair in itertools.pairwise(before))


def _words(scene: Scene, view: View, actor: Actor) -> str | None:
    if actor.kind == "demonym":
        return capital_of(actor.codes[0]) if view.keys[actor.last : actor.last + 1] == ("capital",) else None
    if actor.back:
        return None
    return scene.document.text[view.tokens[actor.first].start : view.tokens[actor.last - 1].end]
