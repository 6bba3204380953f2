"""Any order of arrival, of items and of their versions, gives the same events; copies and repeats change none."""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.enriched_item import EnrichedItem, EventMention
from services.alerts.calendar.claims import Claim
from services.alerts.calendar.facts import Facts, resolve
from services.alerts.calendar.identify import identify
from services.alerts.calendar.memory import MemoryCalendar
from tests.alerts.calendar.told import claims, instant, item, mention

Events = dict[frozenset[str], Facts | None]
NOW = instant("2026-01-01")
STATUSES = st.sampled_from(["proposed", "scheduled", "ongoing", "held", "postponed", "cancelled"])
PARTIES = st.sampled_from(["IN,US", "US,IN", "IN,US,JP", "JP,US", "IN", "US,UN", "", "AU,IN,JP,US"])
DAYS = [f"2025-06-{day:02}" for day in range(1, 29, 3)]
WHENS = st.sampled_from([None, *DAYS, "2025-06-04..07", "2025-06-01..30 m", "2025-07-01..31 m", "2024-06-04"])


@st.composite
def mentions(draw: st.DrawFn) -> EventMention:
    kind = draw(st.sampled_from(["meeting", "dialogue", "negotiation", "visit", "mediation"]))
    return mention(
        f"{kind} {draw(STATUSES)}",
        draw(PARTIES),
        draw(WHENS),
        draw(st.sampled_from([None, "Geneva", "Vienna"])),
        name=draw(st.sampled_from([None, "Strategic Trade Forum", "14th round", "Border Commission"])),
        officials=draw(st.sampled_from(["", "Anna Ray", "Bo Lind", "Ray,Lind"])),
        previous=draw(st.sampled_from([None, None, *DAYS])),
        denied_by=draw(st.sampled_from(["", "", "", "US"])),
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[EnrichedItem]:
    """Items of which some are later versions of another, and some withdrawn; an item's versions are received in turn."""
    items = []
    for number in range(draw(st.integers(1, 9))):
        day = draw(st.integers(0, 400))
        for version in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
            published = f"{datetime.date(2024, 7, 1) + datetime.timedelta(days=day + version)}T{number:02}:{version:02}"
            told = draw(st.lists(mentions(), max_size=3))
            items.append(item(published, *told, id=f"item-{number}", retracted=draw(st.integers(0, 9)) == 0))
    return items


def arrived(items: Iterable[EnrichedItem]) -> MemoryCalendar:
    numbers = itertools.count()
    calendar = MemoryCalendar(mint=lambda: f"{next(numbers):09d}")
    for one in items:
        calendar.take(one, NOW)
    return calendar


def events(groups: Iterable[Sequence[Claim]]) -> Events:
    return {frozenset(claim.id for claim in group): resolve(group) for group in groups if group}


def known(calendar: MemoryCalendar) -> Events:
    return events(record.claims for record in calendar.events)


def at_once(items: Sequence[EnrichedItem]) -> Events:
    """What all claims come to when they are grouped together: those of each item's last version stand."""
    last = {one.item.id: one.item.version for one in items}
    grouped = identify(replace(claim, spent=True) if claim.version != last[claim.item_id] else claim for claim in claims(*items))
    return events(grouped)


@settings(max_examples=120, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_of_items_and_versions_gives_the_same_events(items: list[EnrichedItem], random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert known(arrived(shuffled)) == at_once(items)


@settings(max_examples=50, deadline=None)
@given(worlds(), st.data())
def test_the_same_item_again_changes_nothing(items: list[EnrichedItem], data: st.DataObject) -> None:
    calendar = arrived(items)
    before = known(calendar)
    assert calendar.take(data.draw(st.sampled_from(items)), NOW) == ()
    assert known(calendar) == before


@settings(max_examples=50, deadline=None)
@given(worlds(), st.data())
def test_an_item_withdrawn_and_told_again_changes_nothing(items: list[EnrichedItem], data: st.DataObject) -> None:
    calendar = arrived(items)
    before = known(calendar)
    last = {one.item.id: one for one in items}
    chosen = data.draw(st.sampled_from(list(last.values())))
    calendar.take(item("2025-12-01", id=chosen.item.id, retracted=True), NOW)
    again = replace(chosen, item=replace(chosen.item, received_at=instant("2025-12-02")))
    calendar.take(again, NOW)
    assert known(calendar) == before
