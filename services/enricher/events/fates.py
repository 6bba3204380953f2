"""What becomes of an event: called off, put off, moved, denied, wished for."""

from collections.abc import Sequence

from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import cues
from services.enricher.events.scene import Scene, View


def decide(scene: Scene, drafts: Sequence[Draft]) -> None:
    for view in scene.views:
        here = [draft for draft in drafts if draft.view is view]
        earlier = [
            draft for draft in drafts if draft.view.index < view.index and draft.view.sentence.paragraph >= view.sentence.paragraph - 1
        ]
        for match in cues().search(view.tokens):
            if draft := _target(view, match.first, match.last, here, earlier):
                _apply(match.value, draft)


def _target(view: View, first: int, last: int, here: list[Draft], earlier: list[Draft]) -> Draft | None:
    passive = bool(set(view.keys[max(0, first - 3) : first]) & {"was", "were", "been", "be", "being", "is", "are", "has", "had"})
    before = [draft for draft in here if draft.last <= first]
    after = [draft for draft in here if draft.first >= first]
    nouns_before = [draft for draft in before if draft.noun] or before
    if passive and nouns_before:
        return nouns_before[0]
    if after:
        return after[0]
    if nouns_before:
        return nouns_before[-1]
    return earlier[-1] if earlier else None


def _apply(cue: str, draft: Draft) -> None:
    if cue in ("cancelled", "postponed"):
        draft.status = cue
    elif cue == "denied":
        draft.cue = "denied"
    elif cue == "moved":
        draft.status = "scheduled"
