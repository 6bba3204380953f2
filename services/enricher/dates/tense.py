"""Which way the words around a date point: a verb group near it in the past, or one of what is to come."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from services.enricher.dates.reading import FUTURE, PAST, PLANNED, UNKNOWN, key_at, words
from services.enricher.text import Token

_LISTS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads((Path(__file__).parent / "tense.toml").read_text(encoding="utf-8")).items()
}
_BREAKS = words(', ; : ( ) " “ ” – — -')
_AUXILIARIES = words("will shall 'll would could might should may can cannot must")
_BE = words("is are was were be been has have")
_NOT_VERBS = words("the a an his her their its this that these those and or in on at by of for with from all both some")


def hints(tokens: Sequence[Token], *, headline: bool = False) -> list[int]:
    """What each word of a sentence says. In a headline an infinitive is of time to come: "Chilean minister to visit Oslo"."""
    told = [_hint(tokens, index) for index in range(len(tokens))]
    if headline:
        for index, token in enumerate(tokens[:-1]):
            if token.key == "to" and _is_infinitive(tokens, index):
                told[index] = FUTURE
        return told
    return [0 if hint and _is_in_name(tokens, index) else hint for index, hint in enumerate(told)]


def _is_in_name(tokens: Sequence[Token], index: int) -> bool:
    """ "the Enhanced Partnership Dialogue": a capital inside a sentence is no participle."""
    return index > 1 and tokens[index].text[0].isupper() and tokens[index].key.endswith("ed") and tokens[index - 1].text[0].isalpha()


def toward(tokens: Sequence[Token], told: Sequence[int], first: int, last: int) -> int:
    """The direction for the date at tokens[first:last]: its own clause first, and what stands before it in that."""
    before = key_at(tokens, first - 1)
    if before in ("for", "until", "till"):
        return PLANNED if {key_at(tokens, place) for place in range(first - 4, first)} & {"had", "was", "were", "been"} else FUTURE
    if before == "since":
        return PAST
    if before in ("from", "of") and {token.key for token in tokens[:first]} & {"agreed", "agree", "undertaken"}:
        return FUTURE
    if before == "to" and {token.key for token in tokens[:first]} & {"extended", "prolonged"}:
        return FUTURE
    if before == "to" and _is_put_off(tokens, first):
        return FUTURE
    if _MOVING & {token.key for token in tokens[last : last + 5]} and _BE & {token.key for token in tokens[last : last + 3]}:
        return PLANNED  # "the talks on 3 March have been put off": it was set, whatever the tense
    if any(token.key == "doubt" for token in tokens):
        return FUTURE
    left, right = _clause(tokens, first, last)
    for places in (range(first - 1, left - 1, -1), range(last, right), range(left - 1, -1, -1), range(right, len(tokens))):
        relative = False
        for index in places:
            if tokens[index].key in ("who", "which") and places.step > 0:
                relative = True  # "On Friday the envoy who serves Peru resigned": the second verb is the sentence's
            elif told[index] and relative:
                relative = False
            elif told[index]:
                return told[index]
    return UNKNOWN


_MOVING = words("postponed moved rescheduled deferred delayed shifted pushed adjourned brought put")


def _is_put_off(tokens: Sequence[Token], first: int) -> bool:
    """ "has been put off to 10 March", "had been moved to Friday": the new time is one to come."""
    return bool(_MOVING & {key_at(tokens, place) for place in range(first - 10, first - 1)})


def _clause(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    left = first
    while left and tokens[left - 1].key not in _BREAKS:
        left -= 1
    right = last
    while right < len(tokens) and tokens[right].key not in _BREAKS and tokens[right].key != "and":
        right += 1
    return left, right


def _hint(tokens: Sequence[Token], index: int) -> int:
    key = tokens[index].key
    if key in _AUXILIARIES:
        return FUTURE if key != "may" or tokens[index].text == "may" else UNKNOWN
    if key == "to":
        return _infinitive(tokens, index)
    if key in _LISTS["future"]:
        return PLANNED if {key_at(tokens, index - 1), key_at(tokens, index - 2)} & {"had", "was", "were"} else FUTURE
    if key == "set" and key_at(tokens, index + 1) in ("for", "to"):
        return FUTURE
    if _is_past(key):
        return _past(tokens, index)
    if key in _LISTS["present"] and tokens[index].text.islower():
        return FUTURE
    if key in _LISTS["present_plural"] and key_at(tokens, index - 1) not in ("to", "not"):
        return FUTURE
    return UNKNOWN


def _is_past(key: str) -> bool:
    return key in _LISTS["past"] or (key.endswith("ed") and len(key) > 4 and key not in _LISTS["unverbs"])


def _infinitive(tokens: Sequence[Token], index: int) -> int:
    """ "is to meet", "agreed to hold"; in "met to discuss" the other verb decides."""
    if not _is_infinitive(tokens, index):
        inviting = {key_at(tokens, place) for place in range(index - 5, index)} & _LISTS["inviting"]
        return FUTURE if inviting else UNKNOWN
    governing = {key_at(tokens, place) for place in range(index - 2, index)}
    if key_at(tokens, index + 1) == "have" and governing & _BE:
        return PLANNED
    if governing & _LISTS["before_infinitive"] or {key_at(tokens, place) for place in range(index - 5, index)} & _LISTS["with_object"]:
        return FUTURE
    return FUTURE if key_at(tokens, index + 1) == "be" else UNKNOWN


def _is_infinitive(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following is not None and following.text.islower() and following.key not in _NOT_VERBS


def _past(tokens: Sequence[Token], index: int) -> int:
    """A participle after "will be", "to be" or "is to" is none of the past; one before "for" names a time to come."""
    if tokens[index].key in _BE and key_at(tokens, index + 1) == "to":
        return UNKNOWN
    if tokens[index].key == "had" and key_at(tokens, index + 1) == "been" and key_at(tokens, index + 2) in _LISTS["future"]:
        return PLANNED
    for place in range(index - 1, max(index - 5, -1), -1):
        key = tokens[place].key
        if (key in _AUXILIARIES and tokens[place].text != "May") or key in ("be", "being"):
            return FUTURE
        if key == "to" and (place == index - 1 or key_at(tokens, place + 1) in ("have", "be")):
            return _infinitive(tokens, place)
        if key in _BREAKS or key in ("and", "that", "who", "which"):
            break
    return PAST
