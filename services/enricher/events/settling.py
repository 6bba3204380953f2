"""The status that verb and time leave an event with, and the times that visits lend to what happens in them."""

import datetime
from collections.abc import Sequence

from msgspec.structs import replace

from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.sameness import FAMILY
from services.enricher.events.scene import Scene


def settle(scene: Scene, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        _settle(draft, scene.document.day)


def _settle(draft: Draft, day: datetime.date) -> None:
    when = draft.when
    if draft.status == "broached":
        draft.status = "proposed"
    if draft.type == "ceasefire" and draft.status == "agreed" and when and (when.end or when.start) <= day:
        draft.status = "held"
    if draft.status in ("agreed", "proposed") and when and (when.end or when.start) <= day:
        draft.when = when = None  # the day of the wish, not of what is wished for
    if draft.status == "agreed":
        draft.status = "scheduled" if when else "proposed"
    if draft.status is None:
        draft.status = "held"
    if draft.noun and draft.type in FAMILY and draft.status in ("held", "scheduled") and _is_prolonged(draft):
        draft.status, draft.when = "ongoing", None  # an end told without a start
        return
    if draft.begun and draft.status == "held" and draft.type in FAMILY and when is None:
        draft.status = "ongoing"
    if draft.type == "mediation" and draft.noun and when is None and draft.status in ("held", "scheduled") and not draft.cue:
        draft.status = "ongoing"
    if when and when.end is None and draft.status == "held" and draft.type not in ("ceasefire", "visit", "mediation"):
        draft.when = when = None  # "have met twice since April"
    if draft.type == "ceasefire":
        _settle_ceasefire(draft, day)
    elif when:
        _settle_by_time(draft, day)


def _is_prolonged(draft: Draft) -> bool:
    """ "have extended their talks until Friday", "talks were extended"."""
    keys = draft.view.keys
    near = {*keys[max(0, draft.first - 4) : draft.first], *keys[draft.last : draft.last + 4]}
    return bool(near & {"extended", "prolonged"}) and bool({"until", "till", "to", "by", "through"} & set(keys[draft.first :]))


def _settle_ceasefire(draft: Draft, day: datetime.date) -> None:
    """One that holds has a start and no end; one to come has its first day for both."""
    when = draft.when
    if set(draft.view.keys) & LISTS["prolonging"] and draft.status in ("held", "scheduled", "ongoing"):
        draft.status = "ongoing"
        if when and when.start > day:  # an end told without a start
            draft.when = None
        return
    if when and when.start > day and draft.status in ("held", "ongoing", "scheduled"):
        draft.status = "scheduled"
    elif draft.status in ("held", "ongoing", "scheduled"):
        draft.status = "ongoing"
        if (when and when.end and when.start <= day and when.end == when.start) or (
            when and when.precision == "month" and when.start <= day
        ):
            draft.when = replace(when, end=None)


def _settle_by_time(draft: Draft, day: datetime.date) -> None:
    when = draft.when
    if when is None:
        return
    end = when.end or when.start
    if draft.status == "held" and (when.start > day or (when.start == day < end and when.precision != "day")):
        draft.status = "proposed" if draft.cue == "denied" else "scheduled"
    elif draft.status in ("scheduled", "ongoing") and end < day and when.end:
        draft.status = "held"
    elif draft.status == "ongoing" and when.start > day:
        draft.status = "scheduled"
    elif draft.status in ("held", "scheduled") and _goes_on(draft, day):
        draft.status = "ongoing"


_LATER = ("tonight", "this evening", "this afternoon", "later today")


def _goes_on(draft: Draft, day: datetime.date) -> bool:
    when = draft.when
    if when is None or when.precision != "day" or not when.start <= day <= (when.end or day):
        return False
    if when.end is None:
        return True
    if draft.status == "scheduled" and when.start == day and when.mention and when.mention.text.lower() in _LATER:
        return False
    if when.start < when.end:
        return day < when.end or not draft.closed
    if draft.opens and draft.type in FAMILY and when.start == day:
        return not draft.closed
    return draft.present and when.start == day and draft.type == "visit"
