"""Names of states, and other words for their capitals, from `states.tsv`."""

import functools
from pathlib import Path

from services.alerts.calendar.fold import fold

_FILE = Path(__file__).with_name("states.tsv")


@functools.cache
def names_of_states() -> frozenset[str]:
    """Folded words that name a state or its people, one word each."""
    return frozenset(word for _, names, _, _ in _rows() for name in names for word in fold(name).replace("-", " ").split())


@functools.cache
def capitals() -> dict[str, str]:
    """Folded words for a capital, "the indian capital" and the seats of government in it among them, each with the capital's usual name."""
    words: dict[str, str] = {}
    for _, names, cities, seats in _rows():
        if cities:
            usual = fold(cities[0])
            words |= dict.fromkeys(map(fold, (*cities, *seats)), usual)
            words |= {f"{fold(name)} capital": usual for name in names}
    return words


@functools.cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    lines = (line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return tuple(_row(line) for line in lines)


def _row(line: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    code, *columns = line.split("\t")
    names, cities, seats = (tuple(filter(None, column.split("; "))) for column in (*columns, "", "", "")[:3])
    return code, names, cities, seats
