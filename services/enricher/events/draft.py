"""An event as one place in the text tells it, before the item's places are put together."""

from dataclasses import dataclass, field

from schemas.enriched_item import DateSpan
from services.enricher.events.clauses import Clause
from services.enricher.events.scene import Actor, View
from services.enricher.mechanisms import Mechanism


@dataclass(slots=True)
class Draft:
    """`codes` are the parties in the order of the text; `definite` marks "the talks": an event that the text has told of already.

    A `weak` one tells of nothing unless another place does. `once` marks what had been put off or called off
    before; `days` is its length where told; `present` marks a verb of the present ("is in Dhaka"), `closed` one that ends it ("concluded"). `completed` marks parties that the
    words leave to the reader. `begun` marks a verb that
    opens it and none that ends it ("talks opened"). `telling` is the sentence that says when and how sure, if another one names the event first.
    """

    type: str
    view: View
    first: int
    last: int
    clause: Clause
    noun: bool
    codes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    status: str | None = None
    when: DateSpan | None = None
    previous: DateSpan | None = None
    place: str | None = None
    name: str | None = None
    mechanism: Mechanism | None = None
    round: int | None = None
    definite: bool = False
    weak: bool = False
    trilateral: bool = False
    denied_by: list[str] = field(default_factory=list)
    completed: bool = False
    cue: str | None = None
    hosted: bool = False
    once: bool = False
    days: int = 0
    opens: bool = False
    begun: bool = False
    present: bool = False
    closed: bool = False
    telling: View | None = None

    @property
    def order(self) -> tuple[int, int]:
        return self.view.index, self.first

    def add(self, *actors: Actor) -> None:
        for actor in actors:
            self.codes += [code for code in actor.codes if code not in self.codes]
            if actor.person and actor.person not in self.people:
                self.people.append(actor.person)
