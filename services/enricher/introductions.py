"""How a sentence introduces people of office: before the name, after it, jointly, or by a state alone."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

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
        "present",
        "-",
        "'s",
        "government",
        "ministry",
    ]
)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "our"})
_HEADS = frozenset({"heads", "leads", "runs", "chairs", "headed", "led", "ran", "chaired", "lead", "head", "chair"})
_AUXILIARIES = frozenset({"will", "would", "is", "was", "to", "has", "had", "again", "also"})
_SIDES = frozenset({"side", "team", "delegation", "negotiators", "mission", "government", "embassy", "ministry"})
_OWNERS = ("country", "organisation")


class Introduction(Struct, frozen=True, gc=False):
    """The name at `tokens[first:last]` of a sentence. `codes` are the states or bodies acted for; `by` names the rule.

    `patron` is the part that names the person whose spokesman, envoy or aide this is. `body` is a common noun ("the bank's
    president") that stands for a body named before; `possessive` says that "his", "her" or "its" stands before the title.
    """

    first: int
    last: int
    by: str
    codes: tuple[str, ...] = ()
    title: Title | None = None
    patron: Part | None = None
    body: bool = False
    possessive: bool = False


class _Owner(Struct, frozen=True, gc=False):
    """What stands before a title: codes, a person, "his"; `begin` is the first part that belongs to it."""

    begin: int
    codes: tuple[str, ...] = ()
    patron: Part | None = None
    body: bool = False
    possessive: bool = False


def introductions(cut: Cut) -> list[Introduction]:
    found: list[Introduction] = []
    named: set[int] = set()
    parts = cut.parts
    for k, part in enumerate(parts):
        if part.kind in ("title", "joint") and not _is_patron(parts, k):
            for introduction in _by_title(parts, k, named):
                named.add(introduction.first)
                found.append(introduction)
    for k, part in enumerate(parts):
        if part.kind == "name" and part.first not in named and (of_state := _by_state(parts, k) or _by_charge(parts, k)):
            found.append(of_state)
    return found


def _is_patron(parts: Sequence[Part], k: int) -> bool:
    """Whether the title is that of the person whom another serves: "the president's press secretary"."""
    return k + 2 < len(parts) and parts[k + 1].key == "'s" and parts[k + 2].kind == "title"


def _by_title(parts: Sequence[Part], k: int, named: set[int]) -> Iterator[Introduction]:
    part = parts[k]
    owner = _owner_before(parts, k)
    codes = part.codes or owner.codes or _led(parts, k)
    by = "title" if part.kind == "title" else "joint"
    after = _names_after(parts, k)
    before = _name_before(parts, owner.begin)
    plural = part.title.plural if part.title else part.key.endswith("s")
    patron = owner.patron or _patron_after(parts, k)
    rest = (part.title, patron, owner.body, owner.possessive)
    follows = before is not None and parts[before].first not in named and not plural
    if before is not None and follows and not (after and _is_direct(parts, k, after[0][0])):
        yield Introduction(parts[before].first, parts[before].last, f"{by} after", codes or _of_state(parts, before), *rest)
        return
    if patron is not None and owner.patron is None:
        return
    for index, (name, own) in enumerate(after if plural else after[:1]):
        shared = (codes[index],) if len(codes) == len(after) and plural else codes if len(codes) == 1 or not plural else ()
        yield Introduction(parts[name].first, parts[name].last, f"{by} before", own or shared, *rest)


def _led(parts: Sequence[Part], k: int) -> tuple[str, ...]:
    """The state of "the Kenyan side was led by X, principal secretary", where the title itself tells none."""
    for by in range(k - 1, max(k - 7, 0), -1):
        if parts[by].kind == "title":
            return ()
        if parts[by].key == "by":
            break
    else:
        return ()
    for at in range(by - 1, max(by - 6, 0), -1):
        if parts[at].kind == "word" and parts[at].key in _SIDES:
            owner = parts[at - 1]
            return owner.codes if owner.kind in _OWNERS else ()
    return ()


def _is_direct(parts: Sequence[Part], k: int, name: int) -> bool:
    """Of "X, the president Y": a name that follows without a comma takes the title."""
    return not any(part.key == "," for part in parts[k + 1 : name])


def _owner_before(parts: Sequence[Part], k: int) -> _Owner:
    j = k - 1
    body = False
    while j >= 0 and parts[j].kind == "word" and parts[j].key in _SLACK:
        j -= 1
    if j >= 0 and parts[j].kind == "word" and parts[j].key in words("organ") and j + 1 < k and parts[j + 1].key == "'s":
        body = True
        j -= 1
        while j >= 0 and parts[j].kind == "word" and parts[j].key in _SLACK:
            j -= 1
    if j < 0:
        return _Owner(0, body=body)
    part = parts[j]
    if part.kind in _OWNERS and part.codes:
        return _Owner(*_owners_listed(parts, j))
    if part.kind == "name" and j + 1 < k and parts[j + 1].key == "'s":
        return _Owner(j - 1 if j and parts[j - 1].kind == "title" else j, patron=part)
    if part.kind == "title" and j + 1 < k and parts[j + 1].key == "'s":
        return _Owner(_owner_before(parts, j).begin)
    if part.kind == "word" and part.key in _POSSESSIVE:
        return _Owner(j, possessive=True)
    return _Owner(j + 1, body=body)


def _owners_listed(parts: Sequence[Part], j: int) -> tuple[int, tuple[str, ...]]:
    """The first part and the codes of "the Thai and Cambodian"."""
    codes = list(parts[j].codes)
    begin = j
    while begin >= 2 and parts[begin - 1].key in ("and", ",", "-") and parts[begin - 2].kind == "country" and parts[begin - 2].codes:
        codes.insert(0, parts[begin - 2].codes[0])
        begin -= 2
    while begin > 0 and parts[begin - 1].kind == "word" and parts[begin - 1].key in _SLACK | _POSSESSIVE:
        begin -= 1
    return begin, tuple(codes)


def _patron_after(parts: Sequence[Part], k: int) -> Part | None:
    """The person behind "chief of staff to"."""
    if k + 2 >= len(parts) or parts[k + 1].key not in ("to", "of", "for"):
        return None
    at = k + 3 if parts[k + 2].kind == "title" else k + 2
    return parts[at] if at < len(parts) and parts[at].kind == "name" else None


def _names_after(parts: Sequence[Part], k: int) -> list[tuple[int, tuple[str, ...]]]:
    """The names that follow a title, directly or behind a comma, each with the state that it is "of"."""
    at = _behind_brackets(parts, k + 1)
    plural = (title := parts[k].title) is not None and title.plural
    if at < len(parts) and (parts[at].key in (",", "(", ":") or (plural and parts[at].key in ("-", "–", "—"))):
        at += 1
    found: list[tuple[int, tuple[str, ...]]] = []
    while (name := _name_at(parts, at)) is not None:
        found.append((name, _of_state(parts, name)))
        at = _behind_state(parts, name) if found[-1][1] else name + 1
        if at + 1 < len(parts) and parts[at].key == "," and parts[at + 1].key == "and":
            at += 1
        if at >= len(parts) or parts[at].key not in (",", "and", "&"):
            break
        at += 1
    return found


def _behind_brackets(parts: Sequence[Part], at: int) -> int:
    """Behind what explains a title: "Joint Secretary (Gulf) X", "External Affairs Minister (EAM) X"."""
    if at < len(parts) and parts[at].key == "(":
        for close in range(at + 1, min(at + 7, len(parts) - 1)):
            if parts[close].key == ")" and _name_at(parts, close + 1) is not None:
                return close + 1
    return at


def _name_at(parts: Sequence[Part], at: int) -> int | None:
    """The name at `at`, behind honorifics."""
    while at < len(parts) and parts[at].kind == "word" and (parts[at].key in words("honorific") or parts[at].key == "."):
        at += 1
    return at if at < len(parts) and parts[at].kind == "name" else None


def _of_state(parts: Sequence[Part], name: int) -> tuple[str, ...]:
    at = name + 1
    if at + 2 < len(parts) and parts[at].key == "(" and parts[at + 1].kind in _OWNERS and parts[at + 2].key == ")":
        return parts[at + 1].codes
    if at + 1 < len(parts) and parts[at].key in ("of", "from"):
        at += 1
        while at + 1 < len(parts) and parts[at].key == "the":
            at += 1
        if parts[at].kind in _OWNERS and parts[at].key not in ("demonym", "community"):
            return parts[at].codes
    return ()


def _behind_state(parts: Sequence[Part], name: int) -> int:
    if parts[name + 1].key == "(":
        return name + 4
    at = name + 2
    while parts[at].key == "the":
        at += 1
    return at + 1


def _name_before(parts: Sequence[Part], begin: int) -> int | None:
    """The name that a title follows: "X, the French president", "X of Mali, foreign minister", "X (prime minister)"."""
    j = begin - 1
    while j >= 0 and parts[j].kind == "word" and parts[j].key in _SLACK and parts[j].key not in ("'s", "-"):
        j -= 1
    if j < 1 or parts[j].key not in (",", "(", "-", "–", "—"):
        return j if j >= 0 and parts[j].kind == "name" and j + 1 < len(parts) and parts[j + 1].key == "as" else None
    j -= 1
    if parts[j].kind == "country" and j >= 2 and parts[j - 1].key == "of":
        j -= 2
    return j if parts[j].kind == "name" else None


def _by_state(parts: Sequence[Part], k: int) -> Introduction | None:
    """ "Norway's Kari Lund", "Luis Prado of Chile", "and Peru's, Rosa Quispe"."""
    part = parts[k]
    if k >= 2 and parts[k - 1].key == "'s" and parts[k - 2].kind in _OWNERS and parts[k - 2].codes:
        return Introduction(part.first, part.last, "state before", parts[k - 2].codes)
    if codes := _of_state(parts, k):
        return Introduction(part.first, part.last, "state after", codes)
    if k >= 3 and parts[k - 1].key == "," and parts[k - 2].key == "'s" and parts[k - 3].kind == "country" and parts[k - 3].codes:
        title = next((p.title for p in reversed(parts[: k - 3]) if p.title is not None), None)
        return Introduction(part.first, part.last, "elliptic", parts[k - 3].codes, title) if title else None
    return None


def _by_charge(parts: Sequence[Part], k: int) -> Introduction | None:
    """ "Anna Berg, who heads the UN mission", "Luis Prado leads the Chilean team": an office told by a verb."""
    at = k + 1
    relative = at + 1 < len(parts) and parts[at].key == "," and parts[at + 1].key == "who"
    at += 2 if relative else 0
    while at < len(parts) and parts[at].key in _AUXILIARIES:
        at += 1
    if at >= len(parts) or parts[at].key not in _HEADS:
        return None
    for n, part in enumerate(parts[at + 1 : at + (9 if relative else 4)], at + 1):
        if part.kind in _OWNERS and part.codes and (relative or (n + 1 < len(parts) and parts[n + 1].key in _SIDES)):
            return Introduction(parts[k].first, parts[k].last, "charge", part.codes)
        if part.key in (",", ".", ";", "and"):
            break
    return None
