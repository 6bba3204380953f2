"""What becomes of an event: called off, put off, moved, denied, wished for."""

from collections.abc import Sequence

from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import cues
from services.enricher.events.scene import View


def decide(view: View, here: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    near = [
        draft for draft in earlier if view.index - draft.view.index <= 2 and draft.view.sentence.paragraph >= view.sentence.paragraph - 1
    ]
    for match in cues().search(view.tokens):
        if view.keys[match.first - 1 : match.first] == ("-",):
            continue
        if draft := _target(view, match.first, here, near):
            _apply(match.value, draft)


def _target(view: View, first: int, here: Sequence[Draft], earlier: Sequence[Draft]) -> Draft | None:
    """What is put off stands before a passive verb and behind an active one; else it is what was told last."""
    passive = bool(set(view.keys[max(0, first - 4) : first]) & _PASSIVE)
    before = [draft for draft in here if draft.last <= first]
    after = [draft for draft in here if draft.first >= first and draft.first - first < 15]
    nouns = [draft for draft in before if draft.noun] or before
    if passive and nouns:
        return nouns[-1]
    if after and not passive:
        return after[0]
    if nouns:
        return nouns[-1]
    return earlier[-1] if earlier else None


_PASSIVE = frozenset(("was", "were", "been", "be", "being", "is", "are"))


def _apply(cue: str, draft: Draft) -> None:
    if cue in ("cancelled", "postponed"):
        draft.status = cue
    elif cue == "denied":
        draft.cue = "denied"
    elif cue == "moved":
        draft.status = "scheduled"
