"""Longest-match search for the phrases of a gazetteer, word by word.

The search goes over tokens, so a match begins and ends at word boundaries and needs no offsets into folded text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from services.enricher.tokens import Token, fold

Value = TypeVar("Value")
# No token has a key with white space in it; an invisible character alone has the empty key.
_END = "\n"
Accepts = Callable[[Sequence[Token], int, int, Any], bool]


class Match(Struct, Generic[Value], frozen=True):
    """`tokens[first:last]`, and what the gazetteer says of the phrase."""

    first: int
    last: int
    value: Value


class Phrases(Generic[Value]):
    """Phrases and their values. A later entry for the same words replaces an earlier one.

    `accepts(tokens, first, last, value)` is asked before the longest is chosen, so a phrase that it refuses hides no shorter one.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]], accepts: Accepts | None = None) -> None:
        self._root: dict[str, Any] = {}
        self._accepts = accepts
        for phrase, value in entries:
            self.add(fold(phrase), value)

    def add(self, keys: Sequence[str], value: Value) -> None:
        if not keys:
            raise ValueError("a phrase without words")
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})
        node[_END] = value

    def longest_at(self, tokens: Sequence[Token], index: int) -> Match[Value] | None:
        node = self._root.get(tokens[index].key)
        if node is None:
            return None
        best, at, count = None, index + 1, len(tokens)
        while True:
            if _END in node and (self._accepts is None or self._accepts(tokens, index, at, node[_END])):
                best = Match(index, at, node[_END])
            if at == count:
                return best
            node = node.get(tokens[at].key)
            if node is None:
                return best
            at += 1

    def search(self, tokens: Sequence[Token]) -> Iterator[Match[Value]]:
        """Matches from left to right, the longest at each place, none inside another."""
        root, index, count = self._root, 0, len(tokens)
        while index < count:
            if tokens[index].key in root and (match := self.longest_at(tokens, index)):
                yield match
                index = match.last
            else:
                index += 1
