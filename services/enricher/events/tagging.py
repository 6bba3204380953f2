"""Which diplomatic events an item tells of: who does what with whom, when, where, and how sure it is."""

from collections.abc import Sequence

from schemas.enriched_item import CountryTag, DateSpan, EventMention, OfficialTag, OrganisationTag
from services.enricher.events import back_references, fates, kinds, merging, moods, timing
from services.enricher.events.clauses import clause_of
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import triggers
from services.enricher.events.scene import Scene, View, lay_out
from services.enricher.phrases import Match
from services.enricher.text import Document

CLOSING = frozenset(
    [
        "ended",
        "ends",
        "end",
        "concluded",
        "concludes",
        "conclude",
        "wrapped",
        "closed",
        "finished",
        "left",
        "leaves",
        "back",
        "parted",
        "broke",
        "returned",
    ]
)


def tag(
    document: Document,
    countries: Sequence[CountryTag],
    organisations: Sequence[OrganisationTag],
    officials: Sequence[OfficialTag],
    dates: Sequence[DateSpan],
) -> tuple[EventMention, ...]:
    scene = lay_out(document, countries, organisations, officials, dates)
    memory = back_references.Memory()
    drafts: list[Draft] = []
    for view in scene.views:
        if not view.sentence.is_dateline:
            back_references.resolve(scene, view, memory)
            drafts += _drafts(scene, view)
            back_references.remember(view, drafts, memory)
    fates.decide(scene, drafts)
    return merging.mentions(scene, drafts)


def _drafts(scene: Scene, view: View) -> list[Draft]:
    matches = list(triggers().search(view.tokens))
    starts = [match.first for match in matches]
    found: list[Draft] = []
    for match in matches:
        clause = clause_of(view, match.first, match.last)
        draft = Draft(match.value.type, view, match.first, match.last, clause, match.value.position == "noun")
        if kinds.drafted(scene, view, draft, match.value):
            _set(view, draft, match, starts)
            found.append(draft)
    return found


def _set(view: View, draft: Draft, match: Match, starts: list[int]) -> None:  # type: ignore[type-arg]
    others = [start for start in starts if start != match.first]
    time = timing.time_of(view, draft.clause, match.first, match.last, others)
    draft.when = time.span if time else None
    draft.status = moods.of_noun(view, draft.clause, match.first, match.last) if draft.noun else moods.of_verb(view, match.first)
    days = timing.duration_before(view, match.first, match.last)
    draft.present = (
        bool(set(view.keys[max(0, match.first - 3) : match.last]) & {"is", "are", "'s"})
        and "to" not in view.keys[match.first - 1 : match.first]
    )
    draft.closed = bool(set(view.keys) & CLOSING)
    if draft.when and days:
        draft.when = timing.lengthened(draft.when, days, ends=draft.closed)
