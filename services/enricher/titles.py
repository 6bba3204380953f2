"""Titles of office by their form: ranks and portfolios around a head noun, and what follows "of", "for" and "to"."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from services.enricher.gazetteer.officials.lexicon import Head, heads, words
from services.enricher.matters import goes_on, matter_end
from services.enricher.phrases import Match
from services.enricher.tokens import Token

# Offices held abroad or towards somebody: what follows "to" and "in" belongs to the title.
_ABROAD = frozenset({"ambassador", "envoy", "other", "ambassador_un"})
# Offices under a person: "adviser to the President".
_UNDER = frozenset(
    {"adviser", "advisor", "aide", "spokesman", "spokeswoman", "spokesperson", "chief of staff", "special adviser", "press secretary"}
)
_PREFIXES = frozenset({"assistant", "deputy", "acting", "special", "former", "permanent", "senior", "chief"})
_APPENDED = frozenset({"elect", "designate", "nominee"})
_HYPHENS = frozenset({"-", "‐", "‑"})
_POSSESSORS = frozenset({"ministry", "department", "office"})
_OF_CLUBS = frozenset({"president", "chairman", "chair", "commissioner", "director", "chief", "head", "boss"})
_MISSIONS = frozenset({"embassy", "consulate", "mission", "ministry"})
_NUMBERS = frozenset({"two", "three", "four", "five", "six"})
_SIDES = frozenset({"countries", "states", "nations", "sides", "neighbours", "neighbors", "governments", "republics", "kingdoms"})
_OWN_PEOPLE = frozenset({"children", "women", "people", "men", "veterans"})
_ORGANS_BEFORE = frozenset(
    [
        "ministry",
        "department",
        "office",
        "council",
        "commission",
        "embassy",
        "government",
        "committee",
        "cabinet",
        "parliament",
        "senate",
        "house",
        "army",
        "court",
        "presidency",
        "palace",
    ]
)


class Owner(Struct, frozen=True, gc=False):
    """A state ("country") or a body ("organisation") at `tokens[first:last]`; `form` is how it is worded (demonym, seat, organ)."""

    kind: str
    code: str
    form: str
    first: int
    last: int


Owners = Mapping[int, Owner]


class Title(Struct, frozen=True, gc=False):
    """The words `tokens[first:last]`; up to `end` they are followed by the state or body, `codes`, that is no part of the title.

    `public` says that the title is one of public office by its own words; `private` that it is certainly none.
    """

    first: int
    last: int
    end: int
    head: Head
    head_at: int
    codes: tuple[str, ...]
    public: bool
    private: bool

    @property
    def plural(self) -> bool:
        return self.head.plural


def titles_in(tokens: Sequence[Token], owners: Owners) -> list[Title]:
    found: list[Title] = []
    matches = list(heads().search(tokens))
    for n, match in enumerate(matches):
        if n + 1 < len(matches) and matches[n + 1].first == match.last:
            continue  # "official spokesperson": the first noun only qualifies the second
        after = found[-1].end if found else 0
        if _is_of_organ(tokens, match):
            continue
        if match.first >= after and match.first not in owners and _is_cased(tokens[match.first].text, match.value):
            found.append(_title(tokens, owners, match, after))
    return _joined(tokens, found)


def _is_cased(text: str, head: Head) -> bool:
    if head.capitals:
        return text.isupper()
    return not (head.small and text[0].isupper())


def _is_of_organ(tokens: Sequence[Token], match: Match[Head]) -> bool:
    """Of "Council of Ministers": the noun belongs to the organ's name."""
    at = match.first
    return (
        match.value.plural
        and at > 1
        and tokens[at - 1].key == "of"
        and tokens[at - 2].key in ("cabinet", "council", "committee", "conference")
    )


def _title(tokens: Sequence[Token], owners: Owners, match: Match[Head], after: int) -> Title:
    first = _left(tokens, owners, match.first, after)
    last, end, codes = _right(tokens, owners, match.value, match.last)
    codes = codes or _inner(owners, first, match.first) or _inner(owners, match.last, last, frozenset({"organ", "seat"}))
    if not codes and tokens[match.last - 1].key != "ambassador" and match.last < last and tokens[match.last].key == "of":
        codes = _inner(owners, match.last, last)
    if not codes and match.value.singular == "secretary of state":
        codes = _inner(owners, match.last, last)
    private = _is_private(tokens, owners, first, last)
    return Title(
        first, last, end, match.value, match.first, codes, not private and _is_public(tokens, owners, first, match, last, codes), private
    )


def _inner(owners: Owners, first: int, last: int, forms: frozenset[str] | None = None) -> tuple[str, ...]:
    """The code of a state or body that is part of the title: "Kremlin spokesman", "European Commission President"."""
    return next(
        ((owner.code,) for index in range(first, last) if (owner := owners.get(index)) and (forms is None or owner.form in forms)), ()
    )


def _left(tokens: Sequence[Token], owners: Owners, head: int, after: int) -> int:
    """Where the title begins: ranks, portfolios, organs and seats of power before the head."""
    first = head
    while first > after and (step := _step_left(tokens, owners, first, after)) is not None:
        first = step
    while first < head and (tokens[first].text in _HYPHENS or tokens[first].key in ("and", "&", ",", "'s")):
        first += 1
    return first


def _step_left(tokens: Sequence[Token], owners: Owners, first: int, after: int) -> int | None:
    at = first - 1
    token, owner = tokens[at], owners.get(at)
    if owner is not None:
        return _over_owner(tokens, owner, after)
    if token.key in words("portfolio") or token.key in words("rank") or token.key in _ORGANS_BEFORE:
        return at
    if at == after:
        return None
    before = tokens[at - 1].key
    if token.text in _HYPHENS and (before in words("rank") or before in words("portfolio")):
        return at - 1
    if token.key == "'s" and at > after + 1 and before in _POSSESSORS and tokens[at - 2].key in words("portfolio"):
        return at - 2
    if token.key == "'s" and before in _OWN_PEOPLE:
        return at - 1
    listed = token.key in ("and", "&") or (token.key == "," and _is_series(tokens, first))
    return at - 1 if listed and before in words("portfolio") and tokens[first].key in words("portfolio") else None


def _over_owner(tokens: Sequence[Token], owner: Owner, after: int) -> int | None:
    """Over a seat of power, an organ, a community; over a state only where a rank stands before it ("deputy UK trade envoy")."""
    if owner.first < after:
        return None
    if owner.form in ("seat", "organ", "community"):
        return owner.first
    return owner.first - 1 if owner.first > after and tokens[owner.first - 1].key in _PREFIXES else None


def _is_series(tokens: Sequence[Token], index: int) -> bool:
    """Whether "and" follows within the next few words: "Energy, Mines, Water and Forests Minister"."""
    return tokens[index].text[0].isupper() and any(token.key == "and" for token in tokens[index : index + 6])


def _right(tokens: Sequence[Token], owners: Owners, head: Head, start: int) -> tuple[int, int, tuple[str, ...]]:
    """(end of the title, end of what belongs to it, codes of the state or body that follows "of")."""
    last = start
    if last + 1 < len(tokens) and tokens[last].text in _HYPHENS and tokens[last + 1].key in _APPENDED:
        last += 2
    end = last
    while end < len(tokens) and (piece := _piece(tokens, owners, head, end)) is not None:
        stop, code = piece
        if code is not None:
            codes, end = _listed(tokens, owners, stop, code, head) if code else ((), stop)
            return last, _over_post(tokens, owners, head, end), codes
        last = end = stop
    return last, end, ()


def _piece(tokens: Sequence[Token], owners: Owners, head: Head, at: int) -> tuple[int, str | None] | None:
    """What follows a preposition at `at`: (end, None) where it belongs to the title, (end, code) where it says for whom.

    The code is "" for "of the two countries".
    """
    preposition = tokens[at].key
    if preposition not in ("of", "for", "to", "in", "on", "at") and not (preposition == "from" and head.plural):
        return None
    begin = at + 1
    while begin < len(tokens) and tokens[begin].key in ("the", "both", "their"):
        begin += 1
    if begin >= len(tokens):
        return None
    if preposition == "of" and begin + 1 < len(tokens) and tokens[begin].key in _NUMBERS and tokens[begin + 1].key in _SIDES:
        return begin + 2, ""
    owner = owners.get(begin)
    if owner is not None and owner.first == begin:
        return _owned(tokens, owners, head, preposition, owner)
    if head.singular in _UNDER and preposition in ("to", "for", "of") and (chief := _chief(tokens, begin)):
        return chief, None
    abroad = head.office in _ABROAD
    if preposition == "at" and tokens[begin].key == "ministry":
        return matter_end(tokens, owners, begin, wide=False), None
    if preposition in ("at", "from") or (preposition == "in" and head.office != "ambassador") or (preposition == "to" and not abroad):
        return None
    if preposition == "on" and head.singular not in _UNDER and head.office != "envoy":
        return None
    stop = matter_end(tokens, owners, begin, wide=preposition == "for" and head.office == "envoy")
    return (stop, None) if stop > begin else None


def _owned(tokens: Sequence[Token], owners: Owners, head: Head, preposition: str, owner: Owner) -> tuple[int, str | None] | None:
    if owner.form in ("demonym", "community"):
        return _at_mission(tokens, preposition, owner) or _demonym_matter(tokens, owners, preposition, owner)
    if preposition == "of" and owner.form in ("organ", "seat"):
        return owner.last, None
    if preposition in ("of", "from"):
        return _of_owner(tokens, owners, owner)
    if preposition == "for" and head.office == "envoy":
        return matter_end(tokens, owners, owner.first, wide=True), None
    if preposition in ("in", "to", "for") and head.office in _ABROAD:
        return owner.last, None
    if preposition == "for" and "secretary of state" in head.singular:
        return owner.last, None
    return (owner.last, owner.code) if preposition == "for" and head.office != "spokesperson" else None


def _of_owner(tokens: Sequence[Token], owners: Owners, owner: Owner) -> tuple[int, str | None]:
    """Over "Norway's Council of State"; "the UK Atomic Energy Authority" is part of the title."""
    if owner.last < len(tokens) and tokens[owner.last].key == "'s":
        return max(matter_end(tokens, owners, owner.last + 1, wide=False), owner.last), owner.code
    stop = matter_end(tokens, owners, owner.last, wide=False)
    named = stop > owner.last and tokens[owner.last].text[0].isupper() and tokens[stop - 1].key in words("organ")
    return (stop, None) if named else (owner.last, owner.code)


def _at_mission(tokens: Sequence[Token], preposition: str, owner: Owner) -> tuple[int, str | None] | None:
    """ "press attaché at the Chilean embassy" acts for Chile."""
    if preposition not in ("at", "of", "in"):
        return None
    near = range(owner.last, min(owner.last + (4 if preposition != "of" else 1), len(tokens)))
    return next(((at + 1, owner.code) for at in near if tokens[at].key in _MISSIONS), None)


def _demonym_matter(tokens: Sequence[Token], owners: Owners, preposition: str, owner: Owner) -> tuple[int, str | None] | None:
    if preposition not in ("of", "for") or not goes_on(tokens, owners, owner.last, "of"):
        return None
    stop = matter_end(tokens, owners, owner.first, wide=False)
    return (stop, None) if stop > owner.last else None


def _chief(tokens: Sequence[Token], begin: int) -> int | None:
    """Behind the office under which another is held, where no name follows it: "to the President"."""
    match = heads().longest_at(tokens, begin)
    if match is None or match.value.plural:
        return None
    named = match.last < len(tokens) and tokens[match.last].text[0].isupper()
    return None if named else match.last


def _over_post(tokens: Sequence[Token], owners: Owners, head: Head, end: int) -> int:
    """Over the place of an envoy's post: "the Ambassador of Chile in Oslo"."""
    if head.office == "ambassador" and end + 1 < len(tokens) and tokens[end].key in ("in", "to") and (owner := owners.get(end + 1)):
        return owner.last
    return end


def _listed(tokens: Sequence[Token], owners: Owners, end: int, code: str, head: Head) -> tuple[tuple[str, ...], int]:
    """The states of "the foreign ministers of Egypt, Jordan and Qatar"."""
    codes = [code]
    while head.plural and end < len(tokens) and tokens[end].key in (",", "and"):
        at = end + 1
        while at < len(tokens) and tokens[at].key in ("and", "the", "of"):
            at += 1
        owner = owners.get(at)
        if owner is None or owner.first != at or owner.form == "demonym":
            break
        codes.append(owner.code)
        end = owner.last
    return tuple(codes), end


def _is_private(tokens: Sequence[Token], owners: Owners, first: int, last: int) -> bool:
    private = words("private") - words("portfolio") - words("organ") - words("rank")
    before = tokens[first - 1].key if first else ""
    if first and first - 1 not in owners and tokens[first - 1].text.isupper() and len(before) > 2 and tokens[first].key in _OF_CLUBS:
        return True  # "FIFA president"
    return before in words("private") or any(token.key in private for token in tokens[first:last])


def _is_public(tokens: Sequence[Token], owners: Owners, first: int, match: Match[Head], last: int, codes: tuple[str, ...]) -> bool:
    """By its head, or by a public word or an owner beside a weak head."""
    if match.value.strong or codes:
        return True
    if (beside := first - 1) >= 0 and (beside in owners or (tokens[beside].key == "'s" and beside - 1 in owners)):
        return True
    before = {token.key for token in tokens[first : match.first]}
    after = {token.key for token in tokens[match.last : last]}
    return bool(before & words("public") or after & (words("public") | words("portfolio") | words("organ"))) or any(
        i in owners for i in range(first, last)
    )


def _joined(tokens: Sequence[Token], titles: list[Title]) -> list[Title]:
    """Two titles of one person made one: "Vice-President and Minister of Energy"."""
    found: list[Title] = []
    for title in titles:
        if found and _belong_together(tokens, found[-1], title):
            old = found.pop()
            codes = title.codes or old.codes
            title = Title(
                old.first, title.last, title.end, old.head, old.head_at, codes, old.public or title.public, old.private or title.private
            )
        found.append(title)
    return found


def _belong_together(tokens: Sequence[Token], one: Title, other: Title) -> bool:
    if one.plural or other.plural or one.end != one.last or [token.key for token in tokens[one.last : other.first]] != ["and"]:
        return False
    definite = one.first > 0 and tokens[one.first - 1].key in ("the", "his", "her")
    named = other.end < len(tokens) and tokens[other.end].text[0].isupper()
    return not (definite and named)  # "the Chancellor and President Prado" are two
