"""The people whom a text has named so far, looked up by place and by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.enricher.gazetteer.officials.load import Person
from services.enricher.introductions import Introduction
from services.enricher.parts import Cut

# (sentence, first token, behind the last)
Where = tuple[int, int, int]
# Royal names are given names: "King Salman" is not Mohammed bin Salman.
_ROYAL = frozenset({"king", "queen", "pope", "emir", "sultan", "emperor"})


@dataclass(eq=False)
class Official:
    """One person as the text builds him up: where he is named, how he is introduced, whom the gazetteer knows him as."""

    names: list[Where]
    keys: tuple[str, ...]
    introduced: list[tuple[int, Introduction]] = field(default_factory=list)
    known: Person | None = None

    def has_title(self) -> bool:
        return any(introduction.title is not None for _, introduction in self.introduced)


class Roll:
    """In the order of entry. `keys` are the words of a name, folded."""

    def __init__(self, pieces: Sequence[Cut]) -> None:
        self.officials: list[Official] = []
        self._pieces = pieces
        self._by_word: dict[str, list[Official]] = {}
        self._by_place: dict[Where, Official] = {}
        self._by_person: dict[str, Official] = {}

    def at(self, where: Where) -> Official | None:
        return self._by_place.get(where)

    def know(self, where: Where, person: Person) -> None:
        """Enters a person of the gazetteer."""
        official = self._by_person.get(person.id)
        if official is None:
            official = self._by_person[person.id] = self._new()
            official.known = person
        self._name(official, where)

    def meet(self, where: Where, introduction: Introduction) -> None:
        """Enters an introduction with the person of that name, a new one if there is none."""
        keys = self._keys(where)
        royal = introduction.title is not None and introduction.title.head.singular in _ROYAL and len(keys) == 1
        official = self.at(where) or next((o for o in self._bearers(keys) if not (royal and o.keys[0] != keys[0])), None) or self._new()
        self._name(official, where)
        official.introduced.append((where[0], introduction))

    def name_again(self, where: Where) -> None:
        """Enters a place where a person is named without an introduction; none where two may be meant."""
        if where not in self._by_place and len(bearers := self._bearers(self._keys(where))) == 1:
            self._name(bearers[0], where)

    def _new(self) -> Official:
        self.officials.append(Official([], ()))
        return self.officials[-1]

    def _name(self, official: Official, where: Where) -> None:
        if where in self._by_place:
            return
        self._by_place[where] = official
        official.names.append(where)
        keys = self._keys(where)
        if len(keys) > len(official.keys):
            for key in set(keys) - set(official.keys):
                self._by_word.setdefault(key, []).append(official)
            official.keys = keys

    def _keys(self, where: Where) -> tuple[str, ...]:
        n, first, last = where
        return tuple(token.key for token in self._pieces[n].sentence.tokens[first:last] if token.key not in ("-", "."))

    def _bearers(self, keys: tuple[str, ...]) -> list[Official]:
        """Those whose name may be the same: a word of the shorter name's ends is in the longer."""
        found = {id(o): o for key in (keys[:1] + keys[-1:]) for o in self._by_word.get(key, ()) if _same(o.keys, keys)}
        if len(keys) > 2:
            found.update(
                (id(o), o) for key in keys[1:-1] for o in self._by_word.get(key, ()) if len(o.keys) < len(keys) and _same(o.keys, keys)
            )
        return list(found.values())


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the words of the shorter are among the longer's, a single one at an end of it."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return set(short) <= set(long)
