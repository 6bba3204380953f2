"""What becomes of an event: called off, put off, moved, denied, wished for."""

import datetime
from collections.abc import Sequence

from schemas.enriched_item import DateSpan
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, cues
from services.enricher.events.scene import View
from services.enricher.phrases import Match


def decide(view: View, here: Sequence[Draft], earlier: Sequence[Draft], day: datetime.date) -> None:
    near = [
        draft for draft in earlier if view.index - draft.view.index <= 2 and draft.view.sentence.paragraph >= view.sentence.paragraph - 1
    ]
    for match in cues().search(view.tokens):
        if view.keys[match.first - 1 : match.first] == ("-",):
            continue
        if (draft := _target(view, match, here, near)) and not _is_history(view, match, draft, day):
            _apply(match.value, view, match.first, match.last, draft)


def _is_history(view: View, match: Match[str], draft: Draft, day: datetime.date) -> bool:
    """ "will visit on Friday. The trip had been put off": the earlier sentence tells already what has come of it since."""
    before = "had" in view.keys[max(0, match.first - 3) : match.first]
    ahead = draft.when is not None and draft.when.start > day
    return before and ahead and draft.view is not view and draft.status == "scheduled"


def _target(view: View, match: Match[str], here: Sequence[Draft], earlier: Sequence[Draft]) -> Draft | None:
    """What is put off stands before a passive verb and behind an active one; "it" is what was told last."""
    first, last = match.first, match.last
    participle = view.keys[first - 1 : first] == (",",) and view.keys[first].endswith("ed")
    passive = participle or bool(set(view.keys[max(0, first - 4) : first]) & _PASSIVE)
    before = [draft for draft in here if draft.last <= first]
    nouns = [draft for draft in before if draft.noun] or before
    if passive and nouns and match.value != "denied":
        return nouns[-1]
    after = [draft for draft in here if draft.first >= first and draft.first - last < 10]
    if after and (not passive or match.value == "denied"):
        return after[0]
    following = view.keys[last] if last < len(view.keys) else ""
    if following in ("it", "them") and earlier:
        return earlier[-1]
    if following in _CLOSED or passive or match.value not in ("cancelled", "postponed"):
        return nouns[-1] if nouns else earlier[-1] if earlier else None
    return None


_CLOSED = frozenset(
    (
        ".",
        ",",
        ";",
        "",
        "until",
        "to",
        "by",
        "because",
        "over",
        "for",
        "on",
        "at",
        "in",
        "without",
        "again",
        "with",
        "amid",
        "after",
        "indefinitely",
        "when",
        "owing",
        "too",
        "and",
        "citing",
        "since",
    )
)
_PASSIVE = frozenset(("was", "were", "been", "be", "being", "is", "are"))


def _apply(cue: str, view: View, first: int, last: int, draft: Draft) -> None:
    if cue == "denied":
        draft.cue = "denied"
        draft.status = "proposed" if draft.status in ("scheduled", "ongoing", None) else draft.status
        draft.denied_by = _deniers(view)
        return
    if cue == "proposed":
        draft.status = "proposed" if draft.status != "held" or draft.when is None else draft.status
        return
    if cue == "revived":
        draft.status, draft.cue = "scheduled", "moved"
        draft.when = next((time.span for time in view.times if time.first >= last), draft.when)
        return
    draft.once = draft.once or "had" in view.keys[max(0, first - 3) : first]
    if cue == "cancelled":
        draft.status = draft.cue = "cancelled"
        draft.when = _old_time(view, first, draft) or draft.when
        return
    new, old = _new_time(view, last), _old_time(view, first, draft)
    draft.cue = cue
    if new is None:
        if cue == "postponed":
            draft.status = "postponed"
        elif draft.status in ("held", None) and draft.when is None and {"moved", "rescheduled"} & set(view.keys[first:last]):
            draft.status = "scheduled"  # "the talks have been moved to Lima"
        draft.when = old or draft.when
        return
    if old is None and draft.when and draft.when.start != new.start:
        old = draft.when
    draft.previous = old if old and old != new else draft.previous
    draft.when = new
    draft.status = "scheduled" if new.precision == "day" else "postponed"


def _deniers(view: View) -> list[str]:
    """Who opens the sentence, and whom "and" joins to him."""
    found = view.actors[:1]
    for actor in view.actors[1:]:
        if view.keys[found[-1].last : actor.first] != ("and",):
            break
        found.append(actor)
    return list(dict.fromkeys(code for actor in found for code in actor.codes))


def _new_time(view: View, last: int) -> DateSpan | None:
    """Behind the cue, after "to", "until" or "for": the time that holds from then on."""
    for time in view.times:
        before = view.keys[max(last, time.first - 2) : time.first]
        if time.first >= last and set(before) & {"to", "until", "till", "for"} and not _is_set_before(view, last, time.first):
            return time.span
    return None


def _is_set_before(view: View, last: int, first: int) -> bool:
    """ "postponed his visit, planned for Friday": the old time, while "and is now planned for Friday" names the new."""
    before = view.keys[max(last, first - 5) : first]
    return bool(set(before) & {"planned", "scheduled", "set", "due", "slated"}) and not set(before) & {"now", "is", "are", "and"}


def _old_time(view: View, first: int, draft: Draft) -> DateSpan | None:
    """What the event was set for: "which had been due on Friday", "moved from 21 July"."""
    for time in view.times:
        near = set(view.keys[max(0, time.first - 8) : time.first])
        if view.keys[time.first - 1 : time.first] == ("from",) and time.first > first:
            return time.span
        setting = near & LISTS["setting"] - ({"called"} if "off" in near else set())  # "called off in May" is no time of the event
        if time.first > draft.first - 8 and setting and not near & LISTS["reporting"]:
            return time.span
    return None
