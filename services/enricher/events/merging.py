"""The places where one item tells of one event, made one; and the mention that they become."""

import datetime
from collections.abc import Sequence

from schemas.enriched_item import DateSpan, EventMention
from services.enricher.events import places
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.sameness import FAMILY, is_same, overlap
from services.enricher.events.scene import BODY, Scene
from services.enricher.events.timing import lengthened

YEAR = datetime.timedelta(days=366)


def mentions(scene: Scene, drafts: Sequence[Draft]) -> tuple[EventMention, ...]:
    events: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (draft.view.is_title, draft.order)):
        if same := next((event for event in reversed(events) if is_same(event, draft)), None):
            _merge(same, draft)
        elif _stands_alone(draft) and not (draft.view.is_title and any(_is_kin(event, draft) for event in events)):
            events.append(draft)
    for event in events:
        if event.days > 1 and event.when and event.type != "ceasefire":
            event.when = lengthened(event.when, event.days, ends=event.closed)
    _lend_times(events)
    events = [event for event in events if not _only_attends(event, events)]
    for event in events:
        if event.type == "meeting" and _is_of_leaders(scene, event):
            event.type = "summit"
    kept = [event for event in events if (event.cue != "denied" or event.when) and _is_recent(scene, event)]
    kept.sort(key=lambda event: event.order)
    return tuple(_mention(scene, event, number) for number, event in enumerate(kept))


def _stands_alone(draft: Draft) -> bool:
    if draft.weak:
        return False
    if draft.hosted and draft.codes:
        return True
    if len(draft.codes) >= 2:
        return True
    return (
        bool(draft.codes)
        and draft.type in ("summit", "ceasefire")
        and bool(draft.type == "ceasefire" or draft.people or any(code.startswith(BODY) for code in draft.codes) or draft.name)
    )


def _is_kin(event: Draft, draft: Draft) -> bool:
    """A headline tells in other words what the text tells; what it seems to add is a misreading."""
    return event.type == draft.type or (event.type in FAMILY and draft.type in FAMILY)


def _lend_times(events: Sequence[Draft]) -> None:
    """What happens on a visit and has no day of its own takes the visit's."""
    visits = [event for event in events if event.type == "visit" and event.when]
    for event in events:
        if event.when or event.type not in ("meeting", "signing", "dialogue") or event.cue or event.status not in ("held", "scheduled"):
            continue
        for visit in visits:
            if set(event.codes) <= set(visit.codes) and len(event.codes) >= 2 and _fits(event, visit):
                event.when = visit.when
                break


def _is_of_leaders(scene: Scene, event: Draft) -> bool:
    """Three leaders or more make a summit of a meeting."""
    leaders = [
        name
        for name in event.people
        if set(scene.titles.get(name, "").split()) & LISTS["heads"] and not set(scene.titles.get(name, "").split()) & LISTS["lesser"]
    ]
    return len(event.codes) >= 3 and (len(leaders) >= 3 or (event.trilateral and bool(leaders)))


def _only_attends(event: Draft, events: Sequence[Draft]) -> bool:
    """A trip of which no more is told than the session, conference or summit that it is made for."""
    if event.type != "visit" or event.view.is_title:
        return False
    for other in events:
        if other.view is event.view and other.type in ("summit", "meeting") and event.last <= other.first <= event.last + 16:
            between = event.view.keys[event.last : other.first + 1]
            return (
                "for" in between
                and not set(between) & {"visit", "talks", "and"}
                and bool(set(event.view.keys[other.first : other.last]) & {"session", "conference", "summit"})
            )
    return False


def _fits(event: Draft, visit: Draft) -> bool:
    near = abs(event.view.sentence.paragraph - visit.view.sentence.paragraph) <= 2
    return near and (event.status == visit.status or visit.status == "ongoing")


def _merge(event: Draft, draft: Draft) -> None:
    event.codes += [code for code in draft.codes if code not in event.codes]
    event.people += [name for name in draft.people if name not in event.people]
    if event.when and draft.when and event.cue in ("moved", "postponed") and not overlap(event.when, draft.when):
        event.previous, event.when, event.status = event.when, draft.when, draft.status
    elif event.when is None or (draft.when and _is_finer(draft.when, event.when)):
        told_first = event.when is None and draft.when is not None
        event.when = draft.when or event.when
        wish = event.status == "proposed" and draft.view.is_title
        if draft.when and (wish or event.status in ("held", "ongoing")) and draft.status == "scheduled" and not event.cue:
            event.status = draft.status
            event.telling = draft.view if told_first else event.telling
    if draft.status in ("cancelled", "postponed") and not draft.view.is_title and not (draft.once and event.status == "scheduled"):
        event.status = draft.status
    if event.type == "meeting" or (event.type == "negotiation" and draft.type == "dialogue"):
        event.type = draft.type
    event.days, event.closed = event.days or draft.days, event.closed or draft.closed
    event.opens = event.opens or draft.opens
    event.place = event.place or draft.place
    event.name = event.name or draft.name
    event.mechanism = event.mechanism or draft.mechanism
    event.round = event.round or draft.round
    event.previous = event.previous or draft.previous
    event.cue = event.cue or draft.cue


def _confidence(event: Draft) -> float:
    """How much the words say: parties bound by grammar, people named, a time, a sentence and not a headline alone."""
    told = 0.5 * (not event.completed) + 0.2 * bool(event.when) + 0.2 * bool(event.people) + 0.1 * (not event.view.is_title)
    return round(0.3 + 0.65 * told, 2)


def _is_finer(a: DateSpan, b: DateSpan) -> bool:
    order = ("day", "week", "month", "quarter", "year")
    return order.index(a.precision) < order.index(b.precision)


def _is_recent(scene: Scene, event: Draft) -> bool:
    return event.when is None or (event.when.end or event.when.start) >= scene.document.day - YEAR


def _mention(scene: Scene, event: Draft, number: int) -> EventMention:
    sentence = (event.telling or event.view).sentence
    return EventMention(
        id=f"{scene.document.item.id}#{number}",
        type=event.type,
        name=event.name,
        mechanism=event.mechanism.id if event.mechanism else None,
        round=event.round,
        countries=tuple(code for code in event.codes if not code.startswith(BODY)),
        organisations=tuple(code.removeprefix(BODY) for code in event.codes if code.startswith(BODY)),
        officials=tuple(event.people),
        roles={code.removeprefix(BODY): role for code, role in event.roles.items() if code in event.codes},
        status=event.status or "held",
        when=event.when,
        previous=event.previous,
        place=event.place or places.dateline_city(scene, event.view, event),
        asserted_by=(scene.document.home,) if scene.document.home else (),
        disputed_by=tuple(code.removeprefix(BODY) for code in event.denied_by),
        confidence=_confidence(event),
        evidence=scene.document.mention(sentence.start, sentence.end),
    )
