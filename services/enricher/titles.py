"""Titles of office by their form: ranks and portfolios around a head noun, and what follows "of", "for" and "to"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.enricher.gazetteer.officials.lexicon import Head, heads, words
from services.enricher.phrases import Match
from services.enricher.tokens import Token

_ABROAD = frozenset({"ambassador", "envoy", "other", "ambassador_un"})
_PREFIXES = frozenset({"assistant", "deputy", "acting", "special", "former", "permanent", "senior", "chief"})
_APPENDED = frozenset({"elect", "designate", "nominee"})
_HYPHENS = frozenset({"-", "‐", "‑"})


@dataclass(frozen=True, slots=True)
class Owner:
    """A state ("country") or a body ("organisation") at `tokens[first:last]`; `form` is how it is worded (demonym, seat, organ)."""

    kind: str
    code: str
    form: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Title:
    """The words `tokens[first:last]`; up to `end` they are followed by the state or body, `codes`, that is no part of the title."""

    first: int
    last: int
    end: int
    head: Head
    head_at: int
    codes: tuple[str, ...]
    public: bool
    more: tuple["Title", ...] = ()

    @property
    def plural(self) -> bool:
        return self.head.plural


def titles_in(tokens: Sequence[Token], owners: Mapping[int, Owner]) -> list[Title]:
    found: list[Title] = []
    for match in heads().search(tokens):
        after = found[-1].end if found else 0
        if match.first >= after and (title := _title(tokens, owners, match, after)):
            found.append(title)
    return _joined(tokens, found)


def _title(tokens: Sequence[Token], owners: Mapping[int, Owner], match: Match[Head], after: int) -> Title | None:
    first = _left(tokens, owners, match.first, after)
    last, end, codes = _right(tokens, owners, match.value, match.last)
    return Title(first, last, end, match.value, match.first, codes, _is_public(tokens, owners, first, match, last, codes))


def _left(tokens: Sequence[Token], owners: Mapping[int, Owner], head: int, after: int) -> int:
    """Where the title begins: ranks, portfolios, organs and seats of power before the head."""
    first = head
    while first > after:
        step = _step_left(tokens, owners, first, after)
        if step is None:
            break
        first = step
    while first < head and (tokens[first].text in _HYPHENS or tokens[first].key in ("and", "&", ",")):
        first += 1
    return first


def _step_left(tokens: Sequence[Token], owners: Mapping[int, Owner], first: int, after: int) -> int | None:
    at = first - 1
    token, owner = tokens[at], owners.get(at)
    if owner is not None:
        if owner.form in ("seat", "organ") and owner.first >= after:
            return owner.first
        if owner.form == "demonym" and at > after and tokens[owner.first - 1].key in ("greek", "turkish"):
            return owner.first - 1
        return owner.first - 1 if owner.first > after and tokens[owner.first - 1].key in _PREFIXES else None
    if (
        token.key in words("portfolio")
        or token.key in words("rank")
        or token.key
        in (
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
        )
    ):
        return at
    if token.text in _HYPHENS and at > after and (tokens[at - 1].key in words("rank") or tokens[at - 1].key in words("portfolio")):
        return at - 1
    if (
        token.key == "'s"
        and at > after + 1
        and tokens[at - 1].key in ("ministry", "department", "office")
        and tokens[at - 2].key in words("portfolio")
    ):
        return at - 2
    if (
        token.key in ("and", "&", ",")
        and at > after
        and tokens[at - 1].key in words("portfolio")
        and tokens[first].key in words("portfolio")
        and (token.key != "," or _series(tokens, first))
    ):
        return at - 1
    return None


def _series(tokens: Sequence[Token], index: int) -> bool:
    """Whether "and" follows within the next few words: "Development, Industry, Trade and Services Minister"."""
    return any(token.key == "and" for token in tokens[index : index + 6]) and tokens[index].text[0].isupper()


def _right(tokens: Sequence[Token], owners: Mapping[int, Owner], head: Head, start: int) -> tuple[int, int, tuple[str, ...]]:
    """(end of the title, end of what belongs to it, codes of the state or body that follows "of")."""
    last = start
    if last + 1 < len(tokens) and tokens[last].text in _HYPHENS and tokens[last + 1].key in _APPENDED:
        last += 2
    end, codes = last, ()
    while end < len(tokens):
        piece = _piece(tokens, owners, head, end)
        if piece is None:
            break
        stop, code = piece
        if code is None:
            last = end = stop
            continue
        codes, end = _listed(tokens, owners, stop, code, head)
        break
    return last, end, codes


def _piece(tokens: Sequence[Token], owners: Mapping[int, Owner], head: Head, at: int) -> tuple[int, str | None] | None:
    """What follows a preposition at `at`: (end, None) where it belongs to the title, (end, code) where it says for whom."""
    preposition = tokens[at].key
    if preposition not in ("of", "for", "to", "in", "on", "at"):
        return None
    abroad = head.office in _ABROAD
    begin = at + 1
    while begin < len(tokens) and tokens[begin].key == "the":
        begin += 1
    if begin >= len(tokens):
        return None
    owner = owners.get(begin)
    if owner is not None and owner.first == begin and owner.code and owner.form != "demonym":
        if preposition == "of":
            return (owner.last, None) if owner.form == "organ" else (owner.last, owner.code)
        if abroad or (preposition == "for" and head.office != "spokesperson"):
            return _abroad_end(tokens, owners, owner.last), None
        return (owner.last, owner.code) if preposition == "for" else None
    if preposition in ("in", "on", "at") and not (abroad and preposition == "in" and head.office == "ambassador"):
        return None
    if preposition == "to" and not abroad:
        return None
    stop = _matter(tokens, owners, begin, preposition)
    return (stop, None) if stop > begin else None


def _abroad_end(tokens: Sequence[Token], owners: Mapping[int, Owner], end: int) -> int:
    """Behind a list of places: "for the South Caucasus and the crisis in Georgia"."""
    while end + 1 < len(tokens) and tokens[end].key == "and" and (owner := owners.get(end + 1)) and owner.code and owner.form == "name":
        end = owner.last
    return end


def _matter(tokens: Sequence[Token], owners: Mapping[int, Owner], begin: int, preposition: str) -> int:
    """Behind what an office is in charge of: "Foreign Affairs, Emigration and Egyptian Expatriates", "the Security Council"."""
    at, last = begin, begin
    while at < len(tokens):
        token = tokens[at]
        if token.key in words("portfolio") or token.key in words("organ") or (preposition != "of" and _place_name(tokens, owners, at)):
            at = last = at + 1
        elif (
            token.key in ("and", "&", ",", "of", "for", "the", "other", "-", "with", "special")
            and at > begin - 1
            and _goes_on(tokens, owners, at + 1, token.key)
        ):
            at += 1
        elif (
            (owner := owners.get(at))
            and at + 1 < len(tokens)
            and _goes_on(tokens, owners, owner.last, "and")
            and tokens[owner.last].key not in ("and", ",", "of")
        ):
            at = owner.last
        elif owners.get(at) and owners[at].form == "organ":
            at = last = owners[at].last
        elif (
            token.text[0].isupper()
            and at + 1 < len(tokens)
            and _goes_on(tokens, owners, at + 1, "of")
            and tokens[at + 1].key not in ("the",)
        ):
            at += 1
        else:
            break
    return last


def _goes_on(tokens: Sequence[Token], owners: Mapping[int, Owner], at: int, connector: str) -> bool:
    while at < len(tokens) and tokens[at].key in ("the", "and", "other", "of", "special") and connector != "the":
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.key in words("portfolio") or token.key in words("organ"):
        return not (connector in (",", "and") and _is_new_title(tokens, at))
    owner = owners.get(at)
    return (
        owner is not None
        and owner.form == "demonym"
        and owner.last < len(tokens)
        and tokens[owner.last].key in words("portfolio")
        and connector != ","
    )


def _is_new_title(tokens: Sequence[Token], at: int) -> bool:
    """Whether a head follows, so that the words open another title: "trade, foreign minister X"."""
    return any(heads().longest_at(tokens, i) for i in range(at, min(at + 4, len(tokens))))


def _place_name(tokens: Sequence[Token], owners: Mapping[int, Owner], at: int) -> bool:
    return tokens[at].text[0].isupper() and at not in owners and tokens[at].key in words("nameless")


def _listed(tokens: Sequence[Token], owners: Mapping[int, Owner], end: int, code: str, head: Head) -> tuple[tuple[str, ...], int]:
    """The states of "the foreign ministers of Egypt, Jordan and Qatar"."""
    codes = [code]
    while head.plural and end < len(tokens) and tokens[end].key in (",", "and"):
        at = end + 1
        while at < len(tokens) and tokens[at].key in ("and", "the", "of"):
            at += 1
        owner = owners.get(at)
        if owner is None or not owner.code or owner.first != at or owner.form == "demonym":
            break
        codes.append(owner.code)
        end = owner.last
    return tuple(codes), end


def _is_public(
    tokens: Sequence[Token], owners: Mapping[int, Owner], first: int, match: Match[Head], last: int, codes: tuple[str, ...]
) -> bool:
    """Whether the title is one of public office: by its head, or by a public word or an owner beside a weak head."""
    keys = [token.key for token in tokens[first:last]]
    before = tokens[first - 1].key if first else ""
    if before in words("private") or any(
        key in words("private") and key not in words("portfolio") and key not in words("organ") and key not in words("rank") for key in keys
    ):
        return False
    if match.value.strong or codes:
        return True
    beside = owners.get(first - 1) or (owners.get(first - 2) if before == "'s" else None)
    if beside is not None and beside.code:
        return True
    return any(key in words("public") for key in keys if key not in match.value.singular.split()) or any(
        owners.get(i) is not None for i in range(first, last)
    )


def _joined(tokens: Sequence[Token], titles: list[Title]) -> list[Title]:
    """Two titles of one person made one: "Deputy Prime Minister and Minister of Foreign Affairs"."""
    found: list[Title] = []
    for title in titles:
        if found and _belong_together(tokens, found[-1], title):
            old = found.pop()
            title = Title(
                old.first, title.last, title.end, old.head, old.head_at, title.codes or old.codes, old.public or title.public, (old, title)
            )
        found.append(title)
    return found


def _belong_together(tokens: Sequence[Token], one: Title, other: Title) -> bool:
    between = [token.key for token in tokens[one.last : other.first]]
    return between == ["and"] and one.end == one.last and not one.plural and not other.plural
