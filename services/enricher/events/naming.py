"""Proper and numbered names of gatherings: "the Chile-Norway Ocean Dialogue", "the third session of the Mixed Committee"."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.enricher import mechanisms
from services.enricher.dates.reading import ordinal_at
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import View

_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Name:
    """tokens[first:last]; `type` is None for "the third round", which is a round of whatever the text speaks of."""

    first: int
    last: int
    type: str | None
    text: str | None
    round: int | None = None
    mechanism: mechanisms.Mechanism | None = None


def names(view: View, text: str) -> list[Name]:
    """Names from left to right, none inside another."""
    found: list[Name] = []
    for name in sorted((*_known(view, text), *_proper(view, text), *_numbered(view, text)), key=lambda name: (name.first, -name.last)):
        if not found or name.first >= found[-1].last:
            found.append(name)
        elif name.mechanism and not found[-1].mechanism and name.last <= found[-1].last:
            wide = found[-1]
            found[-1] = Name(wide.first, wide.last, name.type, wide.text, wide.round, name.mechanism)
    return found


def _known(view: View, text: str) -> Iterator[Name]:
    for match in mechanisms.names().search(view.tokens):
        mechanism = match.value
        yield Name(match.first, match.last, mechanism.type, _words(view, text, match.first, match.last), None, mechanism)


def _proper(view: View, text: str) -> Iterator[Name]:
    """A run of capitals that ends in the word for a gathering, with the ordinal before and "of the ..." behind it."""
    tokens, index = view.tokens, 0
    while index < len(tokens):
        if not _is_capital(view, index) or (view.is_title and not _joins_states(view, index)):
            index += 1
            continue
        end = _run(view, index)
        heads = [place for place in range(index, end) if view.keys[place] in LISTS["heads_of_names"]]
        if not heads:
            index = end
            continue
        last = heads[-1] + 1
        kind = _kind(view, index, last)
        if kind and last - index > 1:
            first, number = _ordinal_before(view, index)
            yield Name(first, last, kind, _words(view, text, first, last), number)
        index = end


def _joins_states(view: View, index: int) -> bool:
    """In a title every word may have a capital: there a name must begin with its parties ("India-US")."""
    return any(actor.first == index and view.keys[actor.last : actor.last + 1] == ("-",) for actor in view.actors)


def _is_capital(view: View, index: int) -> bool:
    token = view.tokens[index]
    return token.text[0].isupper() and not (token.key in LISTS["opening"] and (index == 0 or not view.tokens[index - 1].text[0].isupper()))


_LINKS = frozenset(("-", "of", "on", "for", "and", "the", "'s", "'", "&", "between", "with"))


def _run(view: View, index: int) -> int:
    """The end of a run of capitalised words; small links count between two of them."""
    end = place = index
    while place < len(view.tokens):
        token = view.tokens[place]
        if token.text[0].isupper() or (token.text[0].isdigit() and "+" in view.keys[place : place + 2]):
            end = place + 1
        elif token.key not in _LINKS or place - end >= 2:
            break
        place += 1
    return end


def _kind(view: View, first: int, last: int) -> str | None:
    inside = set(view.keys[first:last])
    head = view.keys[last - 1]
    covered = any(actor.kind in ("body", "person") and actor.first <= last - 1 < actor.last for actor in view.actors)
    if covered:
        return None
    behind = set(view.keys[last : last + 6])
    if head in ("session", "meeting", "assembly", "conference") and (behind | inside) & {"heads", "authority", "supreme"}:
        return "summit"
    if head == "summit" or (inside & {"heads", "leaders", "leaders'"} and head in ("meeting", "conference", "assembly", "retreat")):
        return "summit"
    if head in ("commission", "committee", "council", "assembly", "group", "board"):
        return "dialogue" if inside & LISTS["joint"] or _parties_inside(view, first, last) >= 2 else None
    if head in ("meeting", "session", "conference"):
        return (
            "meeting"
            if inside
            & {"ministers", "ministerial", "ministers'", "foreign", "international", "extraordinary", "regular", "ordinary", "level"}
            else None
        )
    if head == "negotiations":
        return "negotiation"
    if head in (
        "talks",
        "consultations",
        "consultation",
        "discussions",
        "dialogue",
        "dialogues",
        "mechanism",
        "forum",
        "platform",
        "ministerial",
    ):
        return "dialogue"
    return None


def _parties_inside(view: View, first: int, last: int) -> int:
    return len({code for actor in view.actors if first <= actor.first and actor.last <= last for code in actor.codes})


def _ordinal_before(view: View, index: int) -> tuple[int, int | None]:
    """ "the second Chile-Norway summit", "the third session of the Mixed Committee"."""
    if (inside := ordinal_at(view.tokens, index)) or (inside := _roman(view, index)):
        return index, inside[0]
    if index and (found := ordinal_at(view.tokens, index - 1)):
        return index - 1, found[0]
    for back in range(2, 7):
        place = index - back
        if place < 0 or view.keys[place + 1] in (",", "."):
            break
        if (
            view.keys[index - 1] in ("the", "of")
            and set(view.keys[place + 1 : index]) & {"round", "session", "meeting"}
            and (found := ordinal_at(view.tokens, place))
        ):
            return place, found[0]
    return index, None


def _roman(view: View, index: int) -> tuple[int, int] | None:
    text = view.tokens[index].text
    if not text or set(text) - set("IVX") or len(text) > 6:
        return None
    values = [_ROMAN[letter] for letter in view.keys[index]]
    total = sum(-value if value < max(values[place:], default=0) else value for place, value in enumerate(values))
    return total, index + 1


def _numbered(view: View, text: str) -> Iterator[Name]:
    """ "the fourth round", "12th round of staff talks", "the fifth session", "the coming round"."""
    for index, key in enumerate(view.keys):
        if key not in ("round", "session", "edition", "plenary", "meeting"):
            continue
        reach = 1 if key == "meeting" else 4
        start = next((place for place in range(index - 1, max(index - reach - 1, -1), -1) if ordinal_at(view.tokens, place)), None)
        if start is None:
            continue
        number = ordinal_at(view.tokens, start)
        end = _of_phrase(view, index + 1)
        kind = _round_kind(view, index + 1, end)
        if key == "meeting" and kind != "dialogue":
            kind = "meeting"
        if kind is None and end > index + 1:  # "a second round of applause"
            continue
        yield Name(start, end, kind, _words(view, text, start, end), number[0] if number else None)


def _of_phrase(view: View, index: int) -> int:
    """The end of "of technical negotiations on the boundary question", before a verb, a place, a time or a mark."""
    if view.keys[index : index + 1] not in (("of",), ("on",)):
        return index
    place = index + 1
    while place < len(view.keys) and place - index < 12:
        key = view.keys[place]
        if key == "on" and any(place < time.first <= place + 2 for time in view.times):
            break
        if not (view.tokens[place].text[0].isalnum() or key in ("-", "'", "'s")) or key in LISTS["ends_name"] or view.told[place]:
            break
        place += 1
    return place


def _round_kind(view: View, first: int, last: int) -> str | None:
    words = set(view.keys[first:last])
    if words & {"heads", "authority", "supreme"}:
        return "summit"
    if words & {"negotiations", "negotiation", "talks"} and not words & {"consultations", "dialogue", "boundary", "exploratory"}:
        return "negotiation"
    if words & {"consultations", "dialogue", "commission", "committee", "contacts", "talks", "discussions", "mechanism"}:
        return "dialogue"
    return None


def _words(view: View, text: str, first: int, last: int) -> str:
    return text[view.tokens[first].start : view.tokens[last - 1].end]
