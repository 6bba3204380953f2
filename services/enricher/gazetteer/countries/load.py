"""The names by which a text refers to states: `states.tsv` (code, name, zone of the capital) and `names.tsv` (code, kind, forms)."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import Token, fold

HERE = Path(__file__).parent
KINDS = frozenset({"name", "historic", "demonym", "community", "capital", "seat", "city", "region", "none"})


@dataclass(frozen=True, slots=True)
class State:
    code: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Name:
    """`code` is "" for words that hold a state's name and mean none ("South China Sea"). `exact` binds the case of the letters."""

    code: str
    kind: str
    form: str
    exact: bool


@functools.cache
def states() -> dict[str, State]:
    zones = available_timezones()
    found: dict[str, State] = {}
    for line, (code, name, zone) in read_rows(HERE / "states.tsv", 3):
        if zone not in zones:
            raise GazetteerError(HERE / "states.tsv", line, f"{zone!r} is no time zone")
        found[code] = State(code, name, zone)
    return found


@functools.cache
def names() -> Phrases[Name]:
    """Every form; of one written twice, the later row's, so that names.tsv has the last word over places.tsv."""
    return Phrases(((name.form, name) for name in _names()), _accepts)


@functools.cache
def names_in(language: str) -> Phrases[Name]:
    """The names of states in another language, from CLDR; none where CLDR has none."""
    try:
        territories = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return Phrases(())
    return Phrases(((form, Name(code, "name", form, exact=False)) for code, form in territories.items() if code in states()), _accepts)


def country_of(place: str) -> str | None:
    """The state of a city, a region or a name, written in any case."""
    return _by_place().get(fold(place))


@functools.cache
def _capitals() -> dict[str, str]:
    return {name.code: name.form for name in reversed(list(_names())) if name.kind == "capital"}


def capital_of(code: str) -> str | None:
    return _capitals().get(code)


def zone_of(place: str, country: str | None) -> str | None:
    """The time zone of a place; where the place has none of its own, that of its state's capital."""
    return _zones().get(fold(place)) or (states()[country].zone if country in states() else None)


@functools.cache
def _zones() -> dict[tuple[str, ...], str]:
    return {fold(place): zone for _, (place, zone) in read_rows(HERE / "zones.tsv", 2)}


@functools.cache
def words(kind: str) -> frozenset[str]:
    """The single words of a kind of words.tsv, folded."""
    path = HERE / "words.tsv"
    kinds = {row[0]: row[1] for _, row in read_rows(path, 2)}
    if kind not in kinds:
        raise GazetteerError(path, 1, f"no row for {kind}")
    return frozenset(keys[0] for word in kinds[kind].split(";") if len(keys := fold(word)) == 1)


@functools.cache
def _by_place() -> dict[tuple[str, ...], str]:
    return {fold(name.form): name.code for name in _names() if name.code and name.kind not in ("demonym", "community")}


def _names() -> Iterator[Name]:
    for state in states().values():
        yield _name(state.code, "name", state.name)
    for path, line, (code, kind, forms) in _rows():
        if kind not in KINDS:
            raise GazetteerError(path, line, f"{kind!r} is not one of {', '.join(sorted(KINDS))}")
        if (kind == "none") != (code == "-") or (code != "-" and code not in states()):
            raise GazetteerError(path, line, f"{code!r} is no state of states.tsv")
        for form in forms.split(";"):
            name = _name("" if code == "-" else code, kind, form.strip())
            yield name
            if kind == "demonym" and not name.form.endswith(("s", "h", "z", "x", "ese", "men")):
                yield _name(name.code, kind, f"{name.form}s")


def _rows() -> Iterator[tuple[Path, int, list[str]]]:
    for path in (HERE / "places.tsv", HERE / "names.tsv"):
        for line, row in read_rows(path, 3):
            yield path, line, row


def _name(code: str, kind: str, form: str) -> Name:
    return Name(code, kind, form, exact=form.isupper() and len(form) <= 5)


def _accepts(tokens: Sequence[Token], first: int, last: int, name: Name) -> bool:
    if name.exact:
        return all(token.text == part for token, part in zip(tokens[first:last], name.form.split(), strict=False))
    return not tokens[first].text[0].islower()
