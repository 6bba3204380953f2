"""Mentions of one item that say the same thing twice: "the two will meet on Friday … the joint commission sits on Friday"."""

from collections.abc import Sequence

from schemas.enriched_item import EventMention

# Words for a gathering, from the vaguest on.
_WORDS = ("meeting", "summit", "negotiation", "dialogue")


def without_echoes(mentions: Sequence[EventMention]) -> tuple[tuple[int, EventMention], ...]:
    """The mentions with their places among all, less those that another one says in a more telling word."""
    numbered = tuple(enumerate(mentions))
    return tuple((n, mention) for n, mention in numbered if not any(n != m and _echoes(mention, other) for m, other in numbered))


def _echoes(mention: EventMention, other: EventMention) -> bool:
    if mention.type not in _WORDS or other.type not in _WORDS or _WORDS.index(mention.type) >= _WORDS.index(other.type):
        return False
    if mention.status != other.status or mention.name or mention.disputed_by or mention.previous:
        return False
    return _parties(mention) == _parties(other) and set(mention.officials) <= set(other.officials) and _no_other_time(mention, other)


def _no_other_time(mention: EventMention, other: EventMention) -> bool:
    if mention.when is None or other.when is None:
        return mention.when is None
    return (mention.when.start, mention.when.end) == (other.when.start, other.when.end)


def _parties(mention: EventMention) -> frozenset[str]:
    return frozenset(mention.countries) | frozenset(mention.organisations)
