"""Which words of a text refer to states, and to which: names inside names, namesakes, and leaders who stand for their states."""

import functools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from services.enricher.gazetteer.countries.load import Name, names, words
from services.enricher.gazetteer.countries.load import names_in as names_in_language
from services.enricher.gazetteer.countries.load import states as states_by_code
from services.enricher.gazetteer.officials.lexicon import words as official_words
from services.enricher.names import names_in
from services.enricher.people import sightings
from services.enricher.text import Document, Sentence
from services.enricher.tokens import Token

_APOSTROPHES = re.compile("['’ʼʻ`]")
_INTO = frozenset(["in", "to", "from", "at", "near", "into", "across", "within", "outside", "inside", "towards", "toward"])
_OF = (_INTO - {"to", "towards", "toward"}) | {"of", "between"}
_OWN = frozenset(
    {"president", "minister", "ministry", "king", "government", "majesty", "emir", "spokesperson", "spokesman", "spokeswoman", "secretary"}
)
_NAMESAKES = frozenset({"georgia", "congo", "congolese", "korea", "korean", "koreans", "dominican", "dominicans"})
_CALLED = frozenset({"called", "named", "nicknamed", "dubbed"})
_QUOTES = frozenset("\"'“”‘’«»„")
_PARTICLES = frozenset(["al", "el", "bin", "ibn", "bint", "abu", "ben"])


class Referent(Struct, frozen=True, gc=False):
    """`tokens[first:last]` of a sentence refers to the state; `kind` is that of the gazetteer, or leader, or publisher."""

    sentence: int
    first: int
    last: int
    code: str
    kind: str
    key: str


@functools.lru_cache(maxsize=1)
def referents(document: Document) -> tuple[Referent, ...]:
    """In the order of the text. Kept for the last document, since several taggers ask."""
    people = sightings(document)
    named = {(s.sentence, i) for s in people if s.full for i in range(s.first, s.last)}
    found = [referent for n, sentence in enumerate(document.sentences) for referent in _in_sentence(n, sentence, named)]
    found = _without_namesakes(document, found)
    found = _settled(found)
    known = {(r.sentence, i) for r in found for i in range(r.first, r.last)}
    found.extend(
        Referent(s.sentence, s.first, s.last, s.person.of, "leader", "")
        for s in people
        if s.person.of in states_by_code() and (s.sentence, s.first) not in known
    )
    if not document.item.language.startswith("en"):
        found.extend(_in_its_language(document, {(r.sentence, i) for r in found for i in range(r.first, r.last)}))
    found.extend(_publisher(document, {r.code for r in found}))
    return tuple(sorted(found, key=lambda referent: (referent.sentence, referent.first)))


def _in_its_language(document: Document, taken: set[tuple[int, int]]) -> Iterator[Referent]:
    """Names of states in the language of the item, behind an elided article too ("l'Allemagne")."""
    phrases = names_in_language(document.item.language)
    for n, sentence in enumerate(document.sentences):
        words = [_without_article(token) for token in sentence.tokens]
        for match in phrases.search(words):
            if (n, match.first) not in taken:
                yield Referent(n, match.first, match.last, match.value.code, "name", "")


def _without_article(token: Token) -> Token:
    """The word behind an apostrophe, with the offsets of the whole."""
    if "'" not in token.key:
        return token
    return structs.replace(token, key=token.key.rpartition("'")[2], text=_APOSTROPHES.split(token.text)[-1] or token.text)


def _publisher(document: Document, codes: set[str]) -> Iterator[Referent]:
    """A ministry's own state, where its text speaks of "the President" or "the Minister" and never of the state by name."""
    if document.home is None or document.home in codes:
        return
    for n, sentence in enumerate(document.sentences):
        for i, token in enumerate(sentence.tokens):
            if token.key in _OWN and token.text[0].isupper():
                yield Referent(n, i, i + 1, document.home, "publisher", "")
                return


def _in_sentence(n: int, sentence: Sentence, named: set[tuple[int, int]]) -> Iterator[Referent]:
    tokens = sentence.tokens
    spans: dict[int, tuple[int, int]] | None = None
    for match in names().search(tokens):
        name = match.value
        if not name.code or (n, match.first) in named:
            continue
        if spans is None:
            spans = {index: span for span in names_in(tokens, ()) if span[1] - span[0] > 1 for index in range(*span)}
        around = spans.get(match.first)
        if around and match.last <= around[1] and _is_part_of_name(tokens, match.first, match.last, around, name):
            continue
        if _names_something_else(tokens, match.first, match.last, name):
            continue
        yield Referent(n, match.first, match.last, name.code, name.kind, tokens[match.first].key if match.last - match.first == 1 else "")


def _is_part_of_name(tokens: Sequence[Token], first: int, last: int, around: tuple[int, int], name: Name) -> bool:
    """Whether a person's name goes on beyond the match: "Chad Merriweather", "Paris Dubois", "Malta al-Hakim"."""
    if around == (first, last) or last - first > 1 or name.kind == "demonym":
        return False
    inner = [token.key for token in tokens[around[0] : around[1]]]
    if any(key in _PARTICLES for key in inner) and name.kind != "name":
        return True
    if first == around[0]:
        if not tokens[last].text[0].isupper() or _is_public_word(tokens[last]) or (first and tokens[first - 1].key in _OF):
            return False
        return tokens[first].key in words("given") or (name.kind != "name" and around[1] - around[0] > 2)
    before = tokens[first - 1]
    initial = before.text.strip(".")
    return before.key in official_words("given") or (len(initial) == 1 and initial.isalpha()) or before.text == "."


def _names_something_else(tokens: Sequence[Token], first: int, last: int, name: Name) -> bool:
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if tokens[first].key == "reunion" and last - first == 1:
        return _is_gathering(tokens[first], before, after)
    if after is not None:
        if after.text[0].isupper() and after.key in words("thoroughfare") and name.kind != "demonym":
            return True
        if after.text[0].isupper() and after.key in words("document") and name.kind in ("capital", "city"):
            return True
        if after.key == "-" and last + 1 < len(tokens) and tokens[last + 1].key in ("speaking", "language"):
            return True
        if before is not None and before.text in _QUOTES and after.text in _QUOTES and name.kind in ("name", "city"):
            return True
    if before is not None and before.key in _CALLED and name.kind == "name" and (after is None or after.key != "'s"):
        return True
    return before is not None and before.key in ("mr", "mrs", "ms", "miss", "dr") and name.kind != "seat"


# In several languages; "à" is folded to "a".
_OF_GATHERING = frozenset(
    ["of", "de", "del", "des", "du", "d", "a", "au", "con", "avec", "entre", "between", "with", "para", "pour", "sur", "sobre"]
)


def _is_gathering(token: Token, before: Token | None, after: Token | None) -> bool:
    """ "Reunión de cancilleres", "Réunion des ministres", and not the island: "La Réunion", "to Réunion", "Reunion Island"."""
    articled = before is not None and before.key == "la"
    following = after.key if after is not None else "."
    if "ó" in token.text:
        return not articled or following not in (".", ",", "y")
    if following in ("de", "des", "du", "of") or following.startswith("d'"):
        return True
    if articled or (before is not None and before.key in _INTO) or following in ("island", "and", "'s", ","):
        return False
    return before is None or "é" not in token.text or following in _OF_GATHERING


def _without_namesakes(document: Document, found: list[Referent]) -> list[Referent]:
    """Without what the text itself uses as a person's name or a common noun, and the towns of a state of the Union named so."""
    refused = _persons(document) | _common_nouns(document)
    found = [r for r in found if r.key not in refused or r.kind == "demonym" or _placed(document, r) or _backed(r, found)]
    plain = {r.code for r in found if r.key not in words("us-town") and r.key != "georgia"}
    if plain <= {"US"} and any(r.code == "US" and r.kind in ("city", "region") for r in found):
        found = [r for r in found if r.code == "US" or r.kind == "demonym" or r.key == "georgia"]
    return found


def _placed(document: Document, referent: Referent) -> bool:
    """Whether a preposition of place stands before it."""
    tokens = document.sentences[referent.sentence].tokens
    return referent.first > 0 and tokens[referent.first - 1].key in _INTO and referent.key not in ("turkey", "china")


def _backed(referent: Referent, found: Sequence[Referent]) -> bool:
    """Whether another word of the text speaks of the same state."""
    return any(other.code == referent.code and other.key != referent.key for other in found)


def _persons(document: Document) -> set[str]:
    """Words that are a person's name somewhere in the text ("Paris Dubois", "Chad Merriweather")."""
    found: set[str] = set()
    for sentence in document.sentences:
        tokens = sentence.tokens
        if not any(token.key in words("given") for token in tokens):
            continue
        for first, last in names_in(tokens, ()):
            if last - first > 1 and tokens[first].key in official_words("given") and tokens[last - 1].key in words("given"):
                found.add(tokens[last - 1].key)
        for i, token in enumerate(tokens):
            if token.key in words("given") and token.text[0].isupper():
                after = tokens[i + 1] if i + 1 < len(tokens) else None
                if (
                    (i == 0 or tokens[i - 1].key not in _OF)
                    and after is not None
                    and after.text[0].isupper()
                    and after.text.isalpha()
                    and not _is_public_word(after)
                ):
                    found.add(token.key)
    return found


def _is_public_word(token: Token) -> bool:
    return token.key in official_words("nameless") or token.key in official_words("portfolio") or token.key in official_words("organ")


def _common_nouns(document: Document) -> set[str]:
    """Words that the text also writes small ("turkey prices")."""
    return {
        token.key
        for sentence in document.sentences
        for token in sentence.tokens
        if token.key in words("common-noun") and token.text.islower()
    }


def _settled(found: list[Referent]) -> list[Referent]:
    """Namesakes settled by what else the text names."""
    codes = {r.code for r in found if r.key not in _NAMESAKES}
    in_union = any(r.code == "US" and r.kind in ("city", "region") for r in found)
    american = in_union and not codes & words_of("georgia-neighbours") and "GE" not in codes
    spelt_out = {r.sentence for r in found if r.code == "CD" and r.kind == "name" and r.key != "congo"}
    return [settled for r in found if (settled := _settle(r, codes, american, spelt_out))]


def _settle(referent: Referent, codes: set[str], american: bool, spelt_out: set[int]) -> Referent | None:
    """`american`: Georgia is the state of the Union; `spelt_out`: the sentences that name the Democratic Republic in full."""
    key = referent.key
    if key == "georgia":
        return structs.replace(referent, code="US") if american else referent
    if key in ("congo", "congolese"):
        if "CG" in codes and "CD" in codes:
            return referent if key == "congo" else None
        if key == "congo" and referent.sentence in spelt_out:
            return referent  # "DR Congo drew, while Congo lost": beside the one, the other
        return structs.replace(referent, code="CG" if "CG" in codes else "CD")
    if key in ("korea", "korean", "koreans") and "KP" in codes and "KR" not in codes:
        return structs.replace(referent, code="KP")
    if key in ("dominican", "dominicans") and "DM" in codes and "DO" not in codes:
        return structs.replace(referent, code="DM")
    return referent


def words_of(kind: str) -> frozenset[str]:
    return frozenset(word.upper() for word in words(kind))
