"""The places where one item tells of one event, made one; and the mention that they become."""

import datetime
from collections.abc import Sequence

from schemas.enriched_item import DateSpan, EventMention
from services.enricher.events.draft import Draft
from services.enricher.events.scene import BODY, Scene

# Words for one gathering: a text that names it "summit" or "dialogue" goes on to speak of "the meeting" and "the talks".
FAMILY = frozenset(("meeting", "summit", "dialogue", "negotiation"))
YEAR = datetime.timedelta(days=366)


def mentions(scene: Scene, drafts: Sequence[Draft]) -> tuple[EventMention, ...]:
    events: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (draft.view.is_title, draft.order)):
        if same := next((event for event in reversed(events) if _is_same(event, draft)), None):
            _merge(same, draft)
        elif len(draft.codes) >= 2 or (draft.codes and draft.type == "summit"):
            events.append(draft)
    kept = [event for event in events if event.cue != "denied" and _is_recent(scene, event)]
    kept.sort(key=lambda event: event.order)
    return tuple(_mention(scene, event, number) for number, event in enumerate(kept))


def _is_same(event: Draft, draft: Draft) -> bool:
    if event.type != draft.type and not (
        draft.type in FAMILY and event.type in FAMILY and (draft.definite or not draft.noun or "meeting" in (draft.type, event.type))
    ):
        return False
    a, b = set(event.codes), set(draft.codes)
    if event.when and draft.when and not _overlap(event.when, draft.when):
        return False
    if draft.definite and len(b) < 2:
        return not b or bool(a & b)
    if event.people and draft.people and not set(event.people) & set(draft.people):
        return False
    if event.type != draft.type:
        return len(a & b) / len(a | b) >= 0.6
    return a <= b or b <= a or len(a & b) / len(a | b) >= 0.6


def _overlap(a: DateSpan, b: DateSpan) -> bool:
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _merge(event: Draft, draft: Draft) -> None:
    event.codes += [code for code in draft.codes if code not in event.codes]
    event.people += [name for name in draft.people if name not in event.people]
    if event.when is None or (draft.when and _is_finer(draft.when, event.when)):
        event.when = draft.when or event.when
    if draft.status in ("cancelled", "postponed") or event.status is None:
        event.status = draft.status
    event.place = event.place or draft.place
    if event.type == "meeting":
        event.type = draft.type
    event.name = event.name or draft.name
    event.cue = event.cue or draft.cue


def _is_finer(a: DateSpan, b: DateSpan) -> bool:
    order = ("day", "week", "month", "quarter", "year")
    return order.index(a.precision) < order.index(b.precision)


def _is_recent(scene: Scene, event: Draft) -> bool:
    return event.when is None or (event.when.end or event.when.start) >= scene.document.day - YEAR


def _mention(scene: Scene, event: Draft, number: int) -> EventMention:
    sentence = event.view.sentence
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
        place=event.place,
        disputed_by=tuple(event.denied_by),
        confidence=event.sure,
        evidence=scene.document.mention(sentence.start, sentence.end),
    )
