"""Pronouns and bare offices as actors: "he", "the two ministers", "his host", "the president", "the bloc"."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.enricher.events.clauses import is_place
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import Actor, Scene, View

# Whom nobody has named for so long no pronoun means.
_REMEMBERED = 100


@dataclass
class Memory:
    """Whom the text has named so far. `topic` is the person whom the last sentences are about."""

    topic: Actor | None = None
    people: deque[Actor] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    pair: tuple[Actor, ...] = ()
    talks: Draft | None = None
    place: Actor | None = None
    rounds: str = "dialogue"
    last: tuple[Actor, ...] = ()


def resolve(scene: Scene, view: View, memory: Memory) -> None:
    """Adds an actor for each word that stands for somebody named before, from left to right."""
    named = {place for actor in view.actors for place in range(actor.first, actor.last)}
    for index, key in enumerate(view.keys):
        if key in LISTS["referring"] and index not in named:
            view.actors += _meant(scene, view, index, memory)
            view.actors.sort(key=lambda actor: actor.first)


def _meant(scene: Scene, view: View, index: int, memory: Memory) -> list[Actor]:
    key = view.keys[index]
    if key in LISTS["singular"] or key in LISTS["possessive"]:
        kind = "person" if key in LISTS["singular"] and key != "her" else "possessive"
        who = _person_before(view, index, memory)
        return [Actor(index, index + 1, who.codes, kind, who.person, back=True)] if who else []
    if key in ("it", "its"):
        thing = _thing_before(view, index)
        return [Actor(index, index + 1, thing.codes, "possessive" if key == "its" else thing.kind, back=True)] if thing else []
    if key == "their":
        followed = set(view.keys[index + 1 : index + 2]) & LISTS["pair_nouns"]
        pair = memory.last if len(memory.last) == 2 else memory.pair
        return [Actor(index, index + 1, actor.codes, actor.kind, actor.person, back=True) for actor in pair[:3]] if followed else []
    if key in LISTS["plural"] or (key in ("two", "three") and _is_pair(view, index)):
        return _pair_at(view, index, memory)
    if key in ("here", "there"):
        return _place_meant(scene, view, index, memory)
    if key == "head":
        is_leader = view.keys[index + 1 : index + 3] == ("of", "state") and view.keys[index - 1 : index] == ("the",)
        leader = _own_leader(scene, index, memory) if is_leader else None
    else:
        leader = _office(scene, view, index, memory) if _is_bare_office(view, index) else None
    return [leader] if leader else []


def _place_meant(scene: Scene, view: View, index: int, memory: Memory) -> list[Actor]:
    if view.keys[index] == "here":
        code = _here(scene, view)
        return [Actor(index, index + 1, (code,), "city", back=True)] if code else []
    if memory.place is None or set(view.keys[index + 1 : index + 2]) & LISTS["being"]:
        return []
    return [Actor(index, index + 1, memory.place.codes, "city", back=True)]


def _here(scene: Scene, view: View) -> str | None:
    dateline = scene.document.dateline_of(view.sentence.paragraph)
    return dateline.country if dateline and dateline.country else scene.document.home


def _is_pair(view: View, index: int) -> bool:
    following = view.keys[index + 1] if index + 1 < len(view.keys) else ""
    before = view.keys[index - 1] if index else ""
    if before not in ("the", "these", "those"):
        return False
    if any(index < actor.first <= index + 4 for actor in view.actors if actor.person):  # "the two presidents, A and B"
        return False
    return following in LISTS["pair_nouns"] or (index + 1 < len(view.told) and (view.told[index + 1] != 0 or following in (",", "to")))


def _person_before(view: View, index: int, memory: Memory) -> Actor | None:
    """The first person of the sentence before the word; else the one whom the text is about."""
    before = [actor for actor in view.actors if (actor.person or actor.kind == "office") and actor.last <= index]
    return before[0] if before else memory.topic


def _thing_before(view: View, index: int) -> Actor | None:
    """The state or body that opens the sentence: "France said that it was expelling", "NATO at its summit"."""
    before = [
        actor for actor in view.actors if actor.last <= index and actor.person is None and not actor.back and not is_place(view, actor)
    ]
    return before[0] if before and before[0].kind != "demonym" else None


def _pair_at(view: View, index: int, memory: Memory) -> list[Actor]:
    before = _distinct([actor for actor in view.actors if actor.last <= index and actor.kind != "city"])
    pair = tuple(before) if len(before) >= 2 else memory.pair
    return [Actor(index, index + 1, actor.codes, actor.kind, actor.person, back=True) for actor in pair[:3]]


def _distinct(actors: list[Actor]) -> list[Actor]:
    """One actor a state, people before states."""
    found: dict[tuple[str, ...], Actor] = {}
    for actor in sorted(actors, key=lambda actor: actor.person is None):
        if actor.codes:
            found.setdefault(actor.codes, actor)
    return list(found.values())


def _own_leader(scene: Scene, index: int, memory: Memory) -> Actor | None:
    """The Head of State of whose ministry or palace the text is."""
    home = scene.document.home
    if home is None:
        return None
    named = [actor for actor in memory.people if actor.codes == (home,)]
    return Actor(index, index + 3, (home,), "person" if named else "office", named[0].person if named else None, back=True)


def _is_bare_office(view: View, index: int) -> bool:
    """ "the minister", "the Foreign Minister"."""
    place = index - 1
    while place > 0 and index - place <= 3 and view.keys[place] in LISTS["before_office"]:
        place -= 1
    return place >= 0 and view.keys[place] == "the"


def _office(scene: Scene, view: View, index: int, memory: Memory) -> Actor | None:
    """ "the minister", where the next word does not name one ("the minister of defence", "the president Emmanuel Macron")."""
    following = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
    if following is not None and ((following.text[0].isupper() and view.told[index + 1] == 0) or following.key in ("of", "for")):
        return None
    word = view.keys[index]
    home = scene.document.home
    known = [actor for actor in reversed(memory.people) if actor.person and word in scene.titles.get(actor.person, "")]
    known.sort(key=lambda actor: actor.codes != (home,))  # a ministry's "the President" is its own
    if known and (known[0].codes == (home,) or len({actor.codes for actor in known}) < 3):
        return Actor(index, index + 1, known[0].codes, "person", known[0].person, back=True)
    if home and word and view.tokens[index].text[0].isupper():
        return Actor(index, index + 1, (home,), "office", back=True)
    return None


def remember(view: View, here: Sequence[Draft], memory: Memory) -> None:
    """Whom the sentence was about; the pair is that of its event, if it tells of one. `here` are the sentence's own drafts."""
    people = [actor for actor in view.actors if actor.person or actor.kind == "office"]
    if not people and view.actors and view.keys[view.actors[0].first].startswith("secretary") and view.actors[0].first <= 2:
        people = [view.actors[0]]  # "The Secretary-General", who stands for the body
    places = [actor for actor in view.actors if not actor.back and is_place(view, actor)]
    if places:
        memory.place = places[-1]
    if people:
        memory.topic = people[0]
        memory.people.extend(people)
    memory.last = tuple(_distinct([actor for actor in view.actors if not actor.back and not is_place(view, actor)]))
    parties = {code for draft in here if len(draft.codes) >= 2 for code in draft.codes}
    pair = _distinct([actor for actor in view.actors if actor.kind != "possessive" and (not parties or set(actor.codes) & parties)])
    if len(pair) >= 2 and (parties or not memory.pair):
        memory.pair = tuple(pair)
