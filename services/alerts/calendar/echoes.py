"""Mentions of one item that say the same thing twice: "the two will meet on Friday … the joint commission sits on Friday"."""

from collections.abc import Sequence

from schemas.enriched_item import EventMention

# Words for a gathering, from the vaguest on.
_WORDS = ("meeting", "summit", "negotiation", "dialogue")


def without_echoes(mentions: Sequence[EventMention]) -> tuple[tuple[int, EventMention], ...]:
    """The mentions with their places among all, less those that another one says more tellingly."""
    numbered = tuple(enumerate(mentions))
    return tuple((n, mention) for n, mention in numbered if not any(n != m and _echoes(mention, other) for m, other in numbered))


def _echoes(mention: EventMention, other: EventMention) -> bool:
    if mention.type == other.type or mention.type not in _WORDS or other.type not in _WORDS or mention.status != other.status:
        return False
    if mention.name or mention.disputed_by or mention.previous or _parties(mention) != _parties(other):
        return False
    return set(mention.officials) <= set(other.officials) and _says_less(mention, other)


def _says_less(mention: EventMention, other: EventMention) -> bool:
    """No time where the other has one; or the same time, in a vaguer word."""
    if mention.when is None and other.when is not None:
        return True
    vaguer = _WORDS.index(mention.type) < _WORDS.index(other.type)
    return vaguer and _days(mention) == _days(other)


def _days(mention: EventMention) -> tuple[object, object]:
    return (mention.when.start, mention.when.end) if mention.when else (None, None)


def _parties(mention: EventMention) -> frozenset[str]:
    return frozenset(mention.countries) | frozenset(mention.organisations)
