"""What will not be, was not, is only claimed, or hangs on a condition."""

import itertools

from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import View


def is_negated(view: View, draft: Draft) -> bool:
    """ "will not visit", "did not hold talks"; "will not hold talks until May" tells of talks in May."""
    verb = _governing(view, draft) if draft.noun else draft.first
    if verb is None or not _has_negation(view, verb):
        return False
    return not set(view.keys[draft.last : draft.last + 12]) & {"until", "till", "before", "but"}


def was_planned(view: View) -> bool:
    """ "as planned", "after all", "the planned trip": what will not be had been set."""
    following = set(itertools.pairwise(view.keys))
    return bool(set(view.keys) & LISTS["planned"]) or bool({("after", "all"), ("no", "longer"), ("any", "more")} & following)


def _governing(view: View, draft: Draft) -> int | None:
    """The verb that has the noun for its object."""
    places = range(draft.first - 1, max(draft.clause.left, draft.first - 6) - 1, -1)
    return next((place for place in places if view.keys[place] in LISTS["doing"]), None)


def _has_negation(view: View, verb: int) -> bool:
    """Whether "not" stands before the verb, with no more than auxiliaries and adverbs between."""
    if "neither" in view.keys[:verb] and "nor" in view.keys[:verb]:
        return True
    for place in range(verb - 1, max(verb - 6, -1), -1):
        key = view.keys[place]
        if key in LISTS["negating"]:
            return view.keys[place + 1] != "only"
        if key not in LISTS["between_not_and_verb"] and not key.endswith("ly"):
            return False
    return False


def is_conditional(view: View, draft: Draft) -> bool:
    """ "If elections are held, A and B will meet"; "A and B will meet if the truce holds"."""
    if view.keys[0] in LISTS["conditions"]:
        return "," in view.keys[: draft.first]
    behind = view.keys[draft.last :]
    return any(key in LISTS["conditions"] and _opens_condition(behind, place) for place, key in enumerate(behind))


def _opens_condition(keys: tuple[str, ...], place: int) -> bool:
    """Not "even if", nor "to see if"."""
    return place > 0 and keys[place - 1] not in ("and", "even", "see", "as", "ask", "asked", "know", "what", "only")


def is_claimed(view: View, draft: Draft) -> bool:
    """ "his claims that he brokered the truce": what the verb tells is another's word."""
    before = view.keys[max(0, draft.first - 8) : draft.first]
    return not draft.noun and any(pair in _CLAIMS for pair in itertools.pairwise(before))


_CLAIMS = frozenset((noun, "that") for noun in ("claim", "claims", "allegation", "allegations", "assertion", "assertions"))
