"""What an item claims."""

import pytest

from schemas.enriched_item import EventMention
from services.alerts.calendar.claims import claims_of
from tests.alerts.calendar.told import item
from tests.alerts.calendar.told import mention as M

TWICE = {
    "a meeting, and the dialogue that it is": (M("meeting scheduled", when="2025-06-12"), M("dialogue scheduled", when="2025-06-12"), 1),
    "a meeting at no told time": (M("meeting scheduled"), M("dialogue scheduled", when="2025-06-12"), 1),
    "a dialogue at no told time": (M("meeting scheduled", when="2025-06-12"), M("dialogue scheduled"), 1),
    "another day": (M("meeting scheduled", when="2025-06-11"), M("dialogue scheduled", when="2025-06-12"), 2),
    "another stage": (M("meeting held"), M("dialogue scheduled"), 2),
    "other parties": (M("meeting held"), M("dialogue held", "IN,GB"), 2),
    "people of its own": (M("meeting held", officials="A Rao"), M("dialogue held"), 2),
    "the same word twice": (M("meeting held"), M("meeting held"), 2),
    "a visit and the meeting in it": (M("visit held"), M("meeting held"), 2),
    "a name of its own": (M("meeting held", name="Border Meeting"), M("dialogue held"), 2),
}


@pytest.mark.parametrize(("first", "second", "events"), TWICE.values(), ids=TWICE.keys())
def test_what_an_item_says_twice_is_one_claim(first: EventMention, second: EventMention, events: int) -> None:
    assert len(claims_of(item("2025-06-01", first, second))) == events
    assert len(claims_of(item("2025-06-01", second, first))) == events


def test_a_clock_that_runs_ahead_is_not_believed() -> None:
    (claim,) = claims_of(item("2025-06-09", M("meeting held"), received="2025-06-01"))
    assert claim.published_at == claim.received_at


def test_a_withdrawn_item_claims_nothing() -> None:
    assert claims_of(item("2025-06-09", M("meeting held"), retracted=True)) == ()


def test_a_status_of_a_newer_writer_is_passed_over_and_harms_no_other() -> None:
    claims = claims_of(item("2025-06-09", M("meeting rumoured"), M("visit scheduled"), M("hackathon scheduled")))
    assert [(claim.mention.type, claim.mention.status) for claim in claims] == [("visit", "scheduled"), ("hackathon", "scheduled")]
