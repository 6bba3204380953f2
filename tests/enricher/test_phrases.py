"""Longest match, word by word."""

from collections.abc import Sequence
from typing import Any

import pytest

from services.enricher.phrases import Phrases
from services.enricher.tokens import Token, tokens

NAMES = ["New", "New Delhi", "New Delhi Declaration of Leaders", "Delhi", "Niger", "San José"]


def found(text: str, phrases: Phrases[str]) -> list[str]:
    words = tokens(text)
    return [text[words[match.first].start : words[match.last - 1].end] for match in phrases.search(words)]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("New Delhi said", ["New Delhi"]),
        ("the New Delhi Declaration of Leaders", ["New Delhi Declaration of Leaders"]),
        ("the New Delhi Declaration of Ministers", ["New Delhi"]),
        ("old Delhi, New York", ["Delhi", "New"]),
        ("Nigeria and Nigerien are other words", []),
        ("san jose, SAN JOSÉ", ["san jose", "SAN JOSÉ"]),
        ("", []),
    ],
)
def test_the_longest_at_each_place_is_found_between_word_borders(text: str, matches: list[str]) -> None:
    assert found(text, Phrases((name, name) for name in NAMES)) == matches


def test_a_match_that_is_refused_hides_no_shorter_one() -> None:
    def capital(words: Sequence[Token], first: int, last: int, _value: Any) -> bool:
        return words[last - 1].text[0].isupper()

    phrases = Phrases(((name, name) for name in NAMES), capital)
    assert found("New Delhi Declaration of leaders, new delhi", phrases) == ["New Delhi"]


def test_a_phrase_needs_words() -> None:
    with pytest.raises(ValueError, match="without words"):
        Phrases([("", "nothing")])
