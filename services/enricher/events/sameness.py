"""When two places of one text tell of one event."""

import datetime

from schemas.enriched_item import DateSpan
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS

# Words for one gathering: a text that names it "summit" or "dialogue" goes on to speak of "the meeting" and "the talks".
FAMILY = frozenset(("meeting", "summit", "dialogue", "negotiation"))
_DONE = frozenset(("held", "ongoing"))
_TO_COME = frozenset(("scheduled", "proposed"))


def is_same(event: Draft, draft: Draft) -> bool:
    if not _is_same_kind(event, draft):
        return False
    a, b = set(event.codes), set(draft.codes)
    if event.round and draft.round and event.round != draft.round:
        return False
    if not _times_agree(event, draft):
        return False
    if (draft.definite or draft.weak) and len(b) < 2:
        return not b or bool(a & b)
    if event.people and draft.people and not set(event.people) & set(draft.people):
        return False
    if _tenses_differ(event, draft):
        return False
    if event.type != draft.type:
        return _absorbs(event, draft) or len(a & b) / len(a | b) >= 0.6
    return a <= b or b <= a or len(a & b) / len(a | b) >= 0.6


def _is_same_kind(event: Draft, draft: Draft) -> bool:
    if event.type == draft.type:
        return True
    if event.type not in FAMILY or draft.type not in FAMILY:
        return False
    if draft.view.is_title or _absorbs(event, draft) or _sits(event, draft):
        return True
    if event.view is draft.view and not event.noun and draft.noun:  # "met during the summit"
        return False
    if draft.definite and draft.noun and "bilateral" not in draft.view.keys[max(0, draft.first - 3) : draft.first]:
        return True
    near = draft.view.index - event.view.index <= 1
    return near and "meeting" in (event.type, draft.type) and not draft.noun and len(draft.codes) >= len(event.codes)


def _absorbs(event: Draft, draft: Draft) -> bool:
    """ "will meet for a third round of consultations": the noun says what the meeting is."""
    if event.view is not draft.view or event.noun or not draft.noun or event.type != "meeting" or draft.first < event.first:
        return False
    if draft.status == "proposed" and event.status != "proposed":  # "met to discuss the convening of the dialogue"
        return False
    between = draft.view.keys[event.last : draft.first]
    if draft.type == "summit" and "for" not in between:
        return False
    return (bool(set(between) & {"for", "in", "at"}) or len(between) <= 3) and (
        not draft.codes or bool(set(draft.codes) & set(event.codes))
    )


def _sits(event: Draft, draft: Draft) -> bool:
    """ "The Border Committee of A and B will hold an extraordinary meeting": the committee's name, then what it does."""
    if event.view is not draft.view or not event.name or not draft.noun or draft.type != "meeting" or draft.name:
        return False
    keys = event.view.keys
    named = set(keys[event.first : event.last]) & LISTS["committees"]
    return bool(named) and event.last <= draft.first and bool(set(keys[event.last : draft.first]) & LISTS["doing"])


def _times_agree(event: Draft, draft: Draft) -> bool:
    if event.when is None or draft.when is None or overlap(event.when, draft.when):
        return True
    return event.cue in ("moved", "postponed") and draft.definite and draft.status == "scheduled"


def _tenses_differ(event: Draft, draft: Draft) -> bool:
    """What is done and what is to come are two, unless one of them names no time or stands in a headline."""
    if draft.view.is_title or event.view.is_title or draft.definite or event.cue or draft.cue:
        return False
    return (event.status in _DONE and draft.status in _TO_COME) or (event.status in _TO_COME and draft.status in _DONE)


def overlap(a: DateSpan, b: DateSpan) -> bool:
    return a.start <= (b.end or datetime.date.max) and b.start <= (a.end or datetime.date.max)
