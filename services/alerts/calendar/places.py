"""Whether two wordings of a place are one city."""

import functools
import re

from services.alerts.calendar.fold import fold
from services.alerts.calendar.states import capitals

# "The chamber of commerce in Jeddah", "Palais des Nations, Geneva": the city comes last.
_PARTS = re.compile(r",| in | near | at | outside |\(|\)")
_LEADING = re.compile(r"^(the|downtown|central|greater) ")
_VENUE = re.compile(
    r"\b(house|palace|palais|palacio|palazzo|hall|hotel|cent(re|er)|building|ministry|embassy|consulate|mission|office|airport|base|academy|university"
    r"|headquarters|castle|chamber|residence|lodge|villa|resort|club|secretariat|compound|mansion|estate|museum|stadium|parliament|chancellery|courthouse)\b"
)


@functools.lru_cache(maxsize=65536)
def same_place(a: str, b: str) -> bool:
    """True where nothing speaks for two cities: other words for one, a hall in it, or a hall of which no city is told."""
    parts_a, parts_b = _parts(a), _parts(b)
    if parts_a & parts_b or _is_hall(parts_a) or _is_hall(parts_b):
        return True
    return any(_words(x) <= _words(y) or _words(y) <= _words(x) for x in parts_a for y in parts_b)


def _parts(place: str) -> frozenset[str]:
    parts = (_LEADING.sub("", part.strip()).replace("st ", "saint ", part.strip().startswith("st ")) for part in _PARTS.split(fold(place)))
    return frozenset(capitals().get(part, part) for part in parts if part)


def _is_hall(parts: frozenset[str]) -> bool:
    return bool(parts) and all(_VENUE.search(part) for part in parts)


def _words(part: str) -> frozenset[str]:
    return frozenset(part.split()) - {"city", "of"}
