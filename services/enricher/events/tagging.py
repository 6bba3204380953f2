"""Which diplomatic events an item tells of: who does what with whom, when, where, and how sure it is."""

import datetime
from collections.abc import Sequence

from schemas.enriched_item import CountryTag, DateSpan, EventMention, OfficialTag, OrganisationTag
from services.enricher import mechanisms
from services.enricher.bounds import MOST_DRAFTS, MOST_SPOTS
from services.enricher.events import (
    back_references,
    completing,
    fates,
    kinds,
    merging,
    moods,
    negations,
    places,
    settling,
    splitting,
    timing,
)
from services.enricher.events.back_references import Memory
from services.enricher.events.clauses import clause_of
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS, Trigger
from services.enricher.events.parties import phrase_start
from services.enricher.events.sameness import FAMILY
from services.enricher.events.scene import Scene, View, lay_out
from services.enricher.events.spots import Spot, spots
from services.enricher.text import Document


def tag(
    document: Document,
    countries: Sequence[CountryTag],
    organisations: Sequence[OrganisationTag],
    officials: Sequence[OfficialTag],
    dates: Sequence[DateSpan],
) -> tuple[EventMention, ...]:
    scene = lay_out(document, countries, organisations, officials, dates)
    drafts = drafted(scene)
    settling.settle(scene, drafts)
    return merging.mentions(scene, drafts)


def drafted(scene: Scene) -> list[Draft]:
    """The places of the text that tell of an event, in order; the first of very many."""
    memory = Memory(rounds="negotiation" if any(set(view.keys) & LISTS["bargaining"] for view in scene.views) else "dialogue")
    drafts: list[Draft] = []
    for view in scene.views:
        if view.sentence.is_dateline:
            continue
        back_references.resolve(scene, view, memory)
        here = _drafts(scene, view, drafts, memory)
        _time(view, here, scene.document.day)
        fates.decide(view, here, drafts, scene.document.day)
        here = [draft for draft in here if _stands(view, draft) and not _is_mediated(view, draft, here)]
        for draft in here:
            draft.place = places.place_of(scene, view, draft) if draft.status != "broached" else None
        told = [part for draft in here for part in splitting.parts(view, draft)]
        back_references.remember(view, told, memory)
        drafts += told
        if len(drafts) >= MOST_DRAFTS:
            return drafts[:MOST_DRAFTS]
    return drafts


def _drafts(scene: Scene, view: View, drafts: Sequence[Draft], memory: Memory) -> list[Draft]:
    found: list[Draft] = []
    for spot in spots(view, scene.document.text)[:MOST_SPOTS]:
        trigger = _typed(spot, memory)
        draft = Draft(
            trigger.type, view, spot.first, spot.last, clause_of(view, phrase_start(view, spot.first, spot.noun), spot.last), spot.noun
        )
        if spot.name:
            draft.name, draft.round, draft.mechanism = spot.name.text, spot.name.round, spot.name.mechanism
        told = kinds.drafted(scene, view, draft, trigger)
        if spot.name:
            told = _named(draft, memory, scene.pair) or told
        if told:
            completing.complete(scene, draft, [*drafts, *found], memory)
        if told:
            found.append(draft)
            if draft.type in ("dialogue", "negotiation") or draft.round is not None:
                memory.talks = draft
    return found


def _typed(spot: Spot, memory: Memory) -> Trigger:
    """ "The third round" is one of what the text has spoken of last."""
    if spot.trigger.type:
        return spot.trigger
    return Trigger(memory.talks.type if memory.talks else memory.rounds, "noun", "-")


def _named(draft: Draft, memory: Memory, pair: Sequence[str]) -> bool:
    """A named mechanism brings its parties with it; a round without any takes those of the talks that it is one of."""
    inside = [actor for actor in draft.view.actors if draft.first <= actor.first < draft.last]
    if len({code for actor in inside for code in actor.codes}) >= 2:
        draft.codes[:] = [*dict.fromkeys(code for actor in inside for code in actor.codes)]
    if draft.mechanism is None and draft.name:
        draft.mechanism = mechanisms.by_parties(draft.name, draft.codes)
    mechanism = draft.mechanism
    if mechanism and (len(draft.codes) < 2 or len(mechanism.states) + len(mechanism.bodies) <= 3):
        draft.codes += [code for code in (*mechanism.states, *(f"@{body}" for body in mechanism.bodies)) if code not in draft.codes]
    if len(draft.codes) < 2 and draft.round is not None and memory.talks and memory.talks is not draft:
        draft.codes += [code for code in memory.talks.codes if code not in draft.codes]
    if not draft.codes and draft.round is not None and draft.type in ("dialogue", "negotiation"):
        draft.codes += pair
    return len(draft.codes) >= 2 or (bool(draft.codes) and draft.type in ("summit", "meeting"))


def _stands(view: View, draft: Draft) -> bool:
    """False for what will not be or was not, unless it had been planned: that is called off."""
    if draft.status == "scheduled" and draft.cue is None and negations.is_conditional(view, draft):
        draft.status = "proposed"
    if draft.cue or not negations.is_negated(view, draft):
        return not negations.is_claimed(view, draft)
    if draft.status == "scheduled" and negations.was_planned(view):
        draft.status = draft.cue = "cancelled"
        return True
    return False


def _is_mediated(view: View, draft: Draft, here: Sequence[Draft]) -> bool:
    """ "The government and the rebels held talks under mediation": one event, and it is the mediation."""
    if draft.type not in FAMILY or not set(view.keys) & LISTS["rebels"]:
        return False
    behind = (other for other in here if other.type == "mediation" and other.first > draft.first)
    return any("under" in view.keys[draft.last : other.first] for other in behind)


def _is_apart(view: View, draft: Draft, other: Draft) -> bool:
    """Whether a verb of its own parts another event from this one; the object of a verb shares its time."""
    if not other.noun or draft.noun:
        return True
    return any(view.told[place] for place in range(min(draft.last, other.last), max(draft.first, other.first)))


def _time(view: View, drafts: Sequence[Draft], day: datetime.date) -> None:
    for draft in drafts:
        others = [other.first for other in drafts if other is not draft and _is_apart(view, draft, other)]
        time = timing.time_of(view, draft.clause, draft.first, draft.last, others, deadlines=draft.type == "expulsion")
        if time is None and draft.type == "visit":
            time = timing.where_time(view, draft.last)
        draft.when = time.span if time else None
        draft.status = moods.of_noun(view, draft.clause, draft.first, draft.last) if draft.noun else moods.of_verb(view, draft.first)
        if draft.type == "visit" and set(view.keys[draft.first : draft.last]) & LISTS["inviting"]:
            draft.status = "proposed"
        timing.note_duration(view, draft, time, day)
