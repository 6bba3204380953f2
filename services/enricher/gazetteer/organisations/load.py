"""International bodies: `organisations.tsv`, whose head says what each field means."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.phrases import Phrases
from services.enricher.tokens import Token, fold, tokens

PATH = Path(__file__).parent / "organisations.tsv"


@dataclass(frozen=True, slots=True)
class Form:
    """`exact` holds the spellings to which the case is bound; empty where only the capital counts.

    `leans`: stands for the body only where another form has named it. `organ`: an organ that counts for the body. `code` is ""
    for a name that contains a body's and means none.
    """

    code: str
    name: str
    exact: frozenset[str]
    leans: bool
    organ: bool


@functools.cache
def forms() -> Phrases[Form]:
    return Phrases(((text, form) for text, form in _forms().items()), _accepts)


@functools.cache
def names() -> dict[str, str]:
    """The name of each body, by code."""
    return {form.code: form.name for form in _forms().values() if form.code}


@functools.cache
def _forms() -> dict[str, Form]:
    """By phrase, folded: spellings of one phrase are one form."""
    seen: dict[str, int] = {}
    found: dict[str, Form] = {}
    for line, (code, name, others, organs) in read_rows(PATH, 4):
        if code in seen:
            raise GazetteerError(PATH, line, f"{code!r} is on line {seen[code]} too")
        seen[code] = line
        texts = [(text, False) for text in (name, *others.split(";"))] + [(text, True) for text in organs.split(";")]
        for text, organ in texts:
            if plain := text.strip().removeprefix("~"):
                form = Form(code.strip("-"), name, _spelling(plain), text.strip().startswith("~"), organ)
                key = " ".join(fold(plain))
                found[key] = _joined(found[key], form, PATH, line) if key in found else form
    return found


def _spelling(text: str) -> frozenset[str]:
    acronym = sum(letter.isupper() for letter in text) > 1 and " " not in text
    return frozenset({"".join(token.text for token in tokens(text))} if acronym else ())


def _joined(one: Form, other: Form, path: Path, line: int) -> Form:
    if one.code != other.code:
        raise GazetteerError(path, line, f"a form of {other.code or '-'} is one of {one.code or '-'} too")
    exact = one.exact | other.exact if one.exact and other.exact else frozenset[str]()
    return Form(one.code, one.name, exact, one.leans and other.leans, one.organ and other.organ)


def _accepts(words: Sequence[Token], first: int, last: int, form: Form) -> bool:
    if form.exact:
        return "".join(token.text for token in words[first:last]) in form.exact
    return words[first].text[:1].isupper() and not words[last - 1].text[:1].islower()
