"""How a sentence introduces people of office: before the name, after it, jointly, or by a state alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.enricher.gazetteer.officials.lexicon import words
from services.enricher.parts import Cut, Part
from services.enricher.titles import Title

# Words between an owner or a comma and a title that change nothing.
_SLACK = frozenset(
    [
        "the",
        "a",
        "an",
        "new",
        "then",
        "now",
        "also",
        "current",
        "outgoing",
        "incoming",
        "veteran",
        "visiting",
        "longtime",
        "own",
        "two",
        "three",
        "four",
        "both",
        "respective",
        "late",
        "who",
        "is",
        "was",
        "as",
        "has",
        "been",
        "currently",
        "himself",
        "herself",
        "another",
        "one",
        "its",
        "newly",
        "appointed",
        "elected",
        "young",
        "old",
        "-",
        ",",
        "'s",
    ]
)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "our"})


@dataclass(frozen=True, slots=True)
class Introduction:
    """The name at `tokens[first:last]` of a sentence. `codes` are the states or bodies acted for; `by` names the rule.

    `patron` is the part that names the person whose spokesman, envoy or aide this is.
    """

    first: int
    last: int
    by: str
    codes: tuple[str, ...] = ()
    title: Title | None = None
    patron: Part | None = None


def introductions(cut: Cut) -> list[Introduction]:
    found: list[Introduction] = []
    named: set[int] = set()
    parts = cut.parts
    for k, part in enumerate(parts):
        if part.kind in ("title", "joint"):
            for introduction in _by_title(parts, k, named):
                named.add(introduction.first)
                found.append(introduction)
    for k, part in enumerate(parts):
        if part.kind == "name" and part.first not in named and (introduction := _by_state(parts, k)):
            found.append(introduction)
    return found


def _by_title(parts: Sequence[Part], k: int, named: set[int]) -> Iterator[Introduction]:
    part = parts[k]
    codes, patron, begin = _owners_before(parts, k)
    codes = part.codes or codes
    by = "title" if part.kind == "title" else "joint"
    after = _names_after(parts, k)
    before = _name_before(parts, begin)
    plural = part.title.plural if part.title else part.key.endswith("s")
    if before is not None and parts[before].first not in named and not plural and not (after and _is_apposed_after(parts, k, after, begin)):
        own = codes or _of_state(parts, before)
        yield Introduction(parts[before].first, parts[before].last, f"{by} after", own, part.title, patron)
        return
    for index, (name, own) in enumerate(after if plural else after[:1]):
        shared = (codes[index],) if len(codes) == len(after) and plural else codes if len(codes) == 1 or not plural else ()
        yield Introduction(parts[name].first, parts[name].last, f"{by} before", own or shared, part.title, patron)


def _is_apposed_after(parts: Sequence[Part], k: int, after: list[tuple[int, tuple[str, ...]]], begin: int) -> bool:
    """Of "X, the president Y": a name that follows without a comma takes the title."""
    return not any(part.key == "," for part in parts[k + 1 : after[0][0]])


def _owners_before(parts: Sequence[Part], k: int) -> tuple[tuple[str, ...], Part | None, int]:
    """(codes, patron, the first part that belongs to the title) from what stands before it."""
    j = k - 1
    while j >= 0 and parts[j].kind == "word" and parts[j].key in _SLACK and parts[j].key != ",":
        j -= 1
    if j < 0:
        return (), None, j + 1
    owner = parts[j]
    if owner.kind in ("country", "organisation") and owner.codes:
        codes = list(owner.codes)
        begin = j
        while begin >= 2 and parts[begin - 1].key in ("and", ",", "-") and parts[begin - 2].kind == "country" and parts[begin - 2].codes:
            codes.insert(0, parts[begin - 2].codes[0])
            begin -= 2
        while (
            begin > 0 and parts[begin - 1].kind == "word" and parts[begin - 1].key in _SLACK | _POSSESSIVE and parts[begin - 1].key != ","
        ):
            begin -= 1
        return tuple(codes), None, begin
    if owner.kind == "name" and j + 1 < k and parts[j + 1].key == "'s":
        return (), owner, j
    if owner.kind == "word" and owner.key in _POSSESSIVE:
        return (), None, j
    return (), None, j + 1


def _names_after(parts: Sequence[Part], k: int) -> list[tuple[int, tuple[str, ...]]]:
    """The names that follow a title, directly or behind a comma, each with the state that it is "of"."""
    at = k + 1
    if at < len(parts) and parts[at].key in (",", "(", ":"):
        at += 1
    found: list[tuple[int, tuple[str, ...]]] = []
    while (name := _name_at(parts, at)) is not None:
        found.append((name, _of_state(parts, name)))
        at = name + 1
        if found[-1][1]:
            at = _behind_state(parts, name)
        if at < len(parts) and parts[at].key == "," and at + 1 < len(parts) and parts[at + 1].key == "and":
            at += 1
        if at >= len(parts) or parts[at].key not in (",", "and", "&"):
            break
        at += 1
    return found


def _name_at(parts: Sequence[Part], at: int) -> int | None:
    """The name at `at`, behind honorifics."""
    while at < len(parts) and parts[at].kind == "word" and (parts[at].key in words("honorific") or parts[at].key == "."):
        at += 1
    return at if at < len(parts) and parts[at].kind == "name" else None


def _of_state(parts: Sequence[Part], name: int) -> tuple[str, ...]:
    at = name + 1
    if at + 1 < len(parts) and parts[at].key in ("of", "from"):
        at += 1
        while at + 1 < len(parts) and parts[at].key == "the":
            at += 1
        if parts[at].kind in ("country", "organisation") and parts[at].key != "demonym":
            return parts[at].codes
    return ()


def _behind_state(parts: Sequence[Part], name: int) -> int:
    at = name + 2
    while parts[at].key == "the":
        at += 1
    return at + 1


def _name_before(parts: Sequence[Part], begin: int) -> int | None:
    """The name that a title follows: "X, the French president", "X of Mali, foreign minister", "X (prime minister)"."""
    j = begin - 1
    while j >= 0 and parts[j].kind == "word" and parts[j].key in _SLACK and parts[j].key not in (",", "'s"):
        j -= 1
    if j < 1 or parts[j].key not in (",", "(", "-", "–", "—"):
        return j if j >= 0 and parts[j].kind == "name" and j + 1 < len(parts) and parts[j + 1].key == "as" else None
    j -= 1
    if parts[j].kind == "country" and j >= 2 and parts[j - 1].key == "of":
        j -= 2
    return j if parts[j].kind == "name" else None


def _by_state(parts: Sequence[Part], k: int) -> Introduction | None:
    """ "Russia's Sergei Lavrov", "Nicolás Maduro of Venezuela"."""
    part = parts[k]
    if k >= 2 and parts[k - 1].key == "'s" and parts[k - 2].kind in ("country", "organisation") and parts[k - 2].codes:
        return Introduction(part.first, part.last, "state before", parts[k - 2].codes)
    if codes := _of_state(parts, k):
        return Introduction(part.first, part.last, "state after", codes)
    return None
