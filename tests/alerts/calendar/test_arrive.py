"""One step of the calendar: which id an event keeps, what is published of it, and who hears of it."""

import itertools

import pytest

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from services.alerts.calendar.memory import MemoryCalendar
from tests.alerts.calendar.told import instant, item
from tests.alerts.calendar.told import mention as M


@pytest.fixture
def calendar() -> MemoryCalendar:
    numbers = itertools.count(1)
    return MemoryCalendar(mint=lambda: f"event-{next(numbers)}")


def take(calendar: MemoryCalendar, *items: EnrichedItem) -> list[EventChange]:
    return [change for one in items for change in calendar.take(one, one.item.received_at)]


def test_a_change_carries_the_states_and_the_sentence_of_its_item_first(calendar: MemoryCalendar) -> None:
    first = item("2025-06-01", M("dialogue proposed", "KE,SO"))
    second = item("2025-06-02", M("dialogue scheduled", "KE,SO", "2025-06-12"))
    announced, dated = take(calendar, first, second)
    assert (announced.before, announced.after.revision, announced.cause) == (None, 1, "item")
    assert dated.before == announced.after
    assert (dated.event_id, dated.revision, dated.after.sources) == (announced.event_id, 2, 2)
    assert [one.item_id for one in dated.evidence] == [second.item.id, first.item.id]


def test_a_new_version_speaks_for_its_item(calendar: MemoryCalendar) -> None:
    take(calendar, item("2025-06-01", M("dialogue scheduled", "KE,SO", "2025-06-12"), id="a"))
    second = item("2025-06-02", M("dialogue scheduled", "KE,SO", "2025-06-13"), id="a")
    (moved,) = take(calendar, second)
    assert [one.version for one in moved.evidence] == [one.version for one in moved.after.evidence] == [second.item.version]


def test_more_of_the_same_makes_a_revision_but_no_change(calendar: MemoryCalendar) -> None:
    take(calendar, item("2025-06-01", M("dialogue scheduled", "KE,SO", "2025-06-12")))
    assert take(calendar, item("2025-06-02", M("dialogue scheduled", "KE,SO", "2025-06-12"))) == []
    (record,) = calendar.events
    assert record.state is not None
    assert (record.revision, record.state.sources) == (2, 2)


def test_a_merge_keeps_the_older_id_and_tells_nobody(calendar: MemoryCalendar) -> None:
    take(calendar, item("2025-06-03", M("meeting scheduled", "KE,SO", "2025-06-12")))
    take(calendar, item("2025-06-04", M("meeting scheduled", "KE,SO", "2025-08-14")))
    between = item(
        "2025-06-03T18:00",
        M("meeting scheduled", "KE,SO", "2025-08-14", previous="2025-06-12"),
        received="2025-06-05",
    )
    changes = take(calendar, between)
    told = [(change.event_id, change.changes, change.cause, change.notify) for change in changes]
    assert told == [("event-1", ("rescheduled",), "item", True), ("event-2", (), "merge", False)]
    assert changes[1].after.merged_into == "event-1"


def test_a_split_leaves_the_id_with_the_larger_part(calendar: MemoryCalendar) -> None:
    link = item(
        "2025-06-03T18:00",
        M("meeting scheduled", "KE,SO", "2025-08-14", previous="2025-06-12"),
        id="link",
    )
    take(calendar, item("2025-06-03", M("meeting scheduled", "KE,SO", "2025-06-12")), link)
    take(calendar, item("2025-06-04", M("meeting scheduled", "KE,SO", "2025-08-14")))
    take(calendar, item("2025-06-05", M("meeting scheduled", "KE,SO", "2025-08-14")))
    changes = take(calendar, item("2025-06-06", id="link"))
    parts = {change.event_id: (change.changes, change.after.split_from) for change in changes}
    assert parts["event-2"] == (("announced",), "event-1")
    assert len(calendar.events) == 2


def test_a_backfill_fills_the_calendar_and_notifies_nobody(calendar: MemoryCalendar) -> None:
    (known,) = take(calendar, item("2025-06-01", M("dialogue scheduled", "KE,SO", "2025-06-12"), origin="backfill"))
    (held,) = take(calendar, item("2025-06-13", M("dialogue held", "KE,SO", "2025-06-12")))
    assert (known.notify, held.notify, held.changes) == (False, True, ("held",))


def test_old_news_is_kept_and_told_to_nobody(calendar: MemoryCalendar) -> None:
    (held,) = take(calendar, item("2025-07-01", M("dialogue held", "KE,SO", "2025-06-12")))
    assert (held.changes, held.notify) == (("held",), False)


def test_a_lapse_comes_from_the_clock_and_once(calendar: MemoryCalendar) -> None:
    take(calendar, item("2025-06-01", M("dialogue scheduled", "KE,SO", "2025-06-12")))
    assert list(calendar.pass_time(instant("2025-06-19T23:59"))) == []
    (lapsed,) = calendar.pass_time(instant("2025-06-21"))
    assert (lapsed.changes, lapsed.cause, lapsed.changed_at) == (("lapsed",), "clock", instant("2025-06-20T00:00"))
    assert list(calendar.pass_time(instant("2026-06-21"))) == []


def test_a_withdrawal_names_the_item_that_withdraws(calendar: MemoryCalendar) -> None:
    take(calendar, item("2025-06-01", M("dialogue scheduled", "KE,SO", "2025-06-12"), id="a"))
    (retracted,) = take(calendar, item("2025-06-02", id="a", retracted=True))
    assert (retracted.changes, retracted.evidence[0].item_id) == (("retracted",), "a")
    assert retracted.after.status == "scheduled"


def test_the_longer_way_round_is_asked_for_only_where_later_news_is_near(calendar: MemoryCalendar) -> None:
    """A late report of two parties reaches an event of three, and with it what else was told of the third."""
    take(
        calendar,
        item("2025-06-01", M("meeting scheduled", "KE,SO,UG", "2025-06-12")),
        item("2025-06-03", M("meeting scheduled", "SO,UG", "2025-06-12")),
    )
    take(calendar, item("2025-06-02", M("meeting scheduled", "KE,SO", "2025-06-12", "Kampala"), received="2025-06-04"))
    (record,) = calendar.events
    assert len(record.claims) == 3
