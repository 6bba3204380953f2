"""What a subscriber is told: each rule of what changes and what does not, as a short story of its own."""

from typing import Any

import pytest

from schemas.enriched_item import EnrichedItem, EventMention
from tests.alerts.calendar.told import item, mention, said

M = mention
FORUM = "Strategic Trade Forum"

FIRST_KNOWN = {
    "asked for": ([item("2025-05-28", M("dialogue proposed"))], ["announced: proposed"]),
    "set, with a day and a place": (
        [item("2025-05-28", M("meeting scheduled", "IN,US", "2025-06-02", "Oslo"))],
        ["announced: scheduled 2025-06-02 @Oslo"],
    ),
    "going on": ([item("2025-05-28", M("visit ongoing", "IN,US", "2025-05-27..29"))], ["started: ongoing 2025-05-27..2025-05-29"]),
    "done": ([item("2025-05-28", M("meeting held", "IN,US", "2025-05-28"))], ["held: held 2025-05-28"]),
    "put off": ([item("2025-05-28", M("dialogue postponed", "IN,US", "2025-06-02"))], ["announced: postponed 2025-06-02"]),
    "called off": ([item("2025-05-28", M("dialogue cancelled", "IN,US", "2025-06-02"))], ["announced: cancelled 2025-06-02"]),
    "long past": ([item("2025-05-28", M("meeting held", "IN,US", "2025-05-20"))], []),
    "past for a week": ([item("2025-05-28", M("meeting held", "IN,US", "2025-05-21"))], ["held: held 2025-05-21"]),
    "long past by the time it arrives": (
        [item("2025-05-28", M("meeting held", "IN,US", "2025-05-27"), received="2025-07-01")],
        [],
    ),
    "set for a day long past by the time it arrives, and then told as held": (
        [
            item("2025-05-28", M("meeting scheduled", "IN,US", "2025-06-02"), received="2025-07-01T12:00"),
            item("2025-06-03", M("meeting held", "IN,US", "2025-06-02"), received="2025-07-01T12:01"),
        ],
        [],
    ),
    "denied only": ([item("2025-05-28", M("meeting scheduled", "IN,US", "2025-06-02", denied_by="US"))], []),
    "a truce inside one state": ([item("2025-05-28", M("ceasefire ongoing", "SD", "2025-05-28.."))], ["started: ongoing 2025-05-28.."]),
    "of a backfill": ([item("2025-05-28", M("meeting scheduled", "IN,US", "2025-06-02"), origin="backfill")], []),
}


def dialogue(status: str, when: str | None = None, place: str | None = None, **also: Any) -> EventMention:
    return M(f"dialogue {status}", "IN,US", when, place, name=FORUM, **also)


def story(*days: tuple[str, EventMention]) -> list[EnrichedItem]:
    return [item(day, one) for day, one in days]


D = dialogue
# What is told after the first change.
TURNS = {
    "proposed, then set": (story(("2025-05-01", D("proposed")), ("2025-05-02", D("scheduled"))), ["confirmed: scheduled"]),
    "set, then said to be discussed": (story(("2025-05-01", D("scheduled", "2025-06-02")), ("2025-05-02", D("proposed"))), []),
    "a month, then a day": (
        story(("2025-05-01", D("scheduled", "2025-06-01..30 m")), ("2025-05-02", D("scheduled", "2025-06-12"))),
        ["dated: scheduled 2025-06-12"],
    ),
    "a fortnight's span, then its first week": (
        story(("2025-05-01", D("scheduled", "2025-06-01..15 w")), ("2025-05-02", D("scheduled", "2025-06-01..07 w"))),
        ["dated: scheduled 2025-06-01..2025-06-07"],
    ),
    "a day, then the month around it": (
        story(("2025-05-01", D("scheduled", "2025-06-12")), ("2025-05-02", D("scheduled", "2025-06-01..30 m"))),
        [],
    ),
    "days over a month's end, then one of the months": (
        story(("2025-05-01", D("scheduled", "2025-05-30..2025-06-02")), ("2025-05-02", D("scheduled", "2025-05-01..31 m"))),
        [],
    ),
    "a day, then another": (
        story(("2025-05-01", D("scheduled", "2025-06-12")), ("2025-05-02", D("scheduled", "2025-06-19"))),
        ["rescheduled: scheduled 2025-06-19"],
    ),
    "three days become two": (
        story(("2025-05-01", D("scheduled", "2025-06-12..14")), ("2025-05-02", D("scheduled", "2025-06-12..13"))),
        ["rescheduled: scheduled 2025-06-12..2025-06-13"],
    ),
    "two days, then 'from the first'": (
        story(("2025-05-01", D("scheduled", "2025-06-12..13")), ("2025-05-02", D("scheduled", "2025-06-12"))),
        [],
    ),
    "two days, then one of them, and the text says that it was two": (
        story(("2025-05-01", D("scheduled", "2025-06-12..13")), ("2025-05-02", D("scheduled", "2025-06-12", previous="2025-06-12..13"))),
        ["rescheduled: scheduled 2025-06-12"],
    ),
    "a later end while it is still to come": (
        story(("2025-05-01", D("scheduled", "2025-06-12..13")), ("2025-05-02", D("scheduled", "2025-06-12..15"))),
        ["extended: scheduled 2025-06-12..2025-06-15"],
    ),
    "a vague other time": (
        story(("2025-05-01", D("scheduled", "2025-06-12")), ("2025-05-02", D("postponed", "2025-09-01..30 m", previous="2025-06-12"))),
        ["postponed: postponed 2025-09-01..2025-09-30"],
    ),
    "a place, another hall in it, another city": (
        story(
            ("2025-05-01", D("scheduled", "2025-06-12")),
            ("2025-05-02", D("scheduled", "2025-06-12", "Geneva")),
            ("2025-05-03", D("scheduled", None, "Palais des Nations, Geneva")),
            ("2025-05-04", D("scheduled", None, "Vienna")),
        ),
        ["placed: scheduled 2025-06-12 @Geneva", "moved: scheduled 2025-06-12 @Vienna"],
    ),
    "a capital in other words": (
        story(
            ("2025-05-01", D("scheduled", "2025-06-12", "New Delhi")),
            ("2025-05-02", D("scheduled", "2025-06-12", "the Indian capital")),
            ("2025-05-03", D("scheduled", "2025-06-12", "Delhi")),
        ),
        [],
    ),
    "a hall without its city": (
        story(("2025-05-01", D("scheduled", "2025-06-12", "New Delhi")), ("2025-05-02", D("scheduled", "2025-06-12", "Hyderabad House"))),
        [],
    ),
    "several at once": (
        story(("2025-05-01", D("proposed")), ("2025-05-02", D("scheduled", "2025-06-12", "Geneva"))),
        ["confirmed+dated+placed: scheduled 2025-06-12 @Geneva"],
    ),
    "begun, then said to be set for that day": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12..13")),
            ("2025-06-12", D("ongoing", "2025-06-12..13")),
            ("2025-06-12T14:00", D("scheduled", "2025-06-12")),
        ),
        ["started: ongoing 2025-06-12..2025-06-13"],
    ),
    "begun takes the place and the narrower date with it": (
        story(("2025-06-01", D("scheduled", "2025-06-09..15 w")), ("2025-06-12", D("ongoing", "2025-06-12..13", "Geneva"))),
        ["started: ongoing 2025-06-12..2025-06-13 @Geneva"],
    ),
    "held within what was known": (
        story(("2025-06-01", D("scheduled", "2025-06-09..15 w")), ("2025-06-14", D("held", "2025-06-12", "Geneva"))),
        ["held: held 2025-06-12 @Geneva"],
    ),
    "held on another day": (
        story(("2025-06-01", D("scheduled", "2025-06-12")), ("2025-06-14", D("held", "2025-06-13"))),
        ["rescheduled+held: held 2025-06-13"],
    ),
    "goes on past its end": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12..13")),
            ("2025-06-12", D("ongoing", "2025-06-12..13")),
            ("2025-06-13", D("ongoing", "2025-06-12..15")),
        ),
        ["started: ongoing 2025-06-12..2025-06-13", "extended: ongoing 2025-06-12..2025-06-15"],
    ),
    "known as going on, told as past months later": (
        story(("2025-06-12", D("ongoing", "2025-06-12..13")), ("2025-09-13", D("held", "2025-06-12..13"))),
        ["held: held 2025-06-12..2025-06-13"],
    ),
    "put off, said again, then a new day": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-05", D("postponed", "2025-06-12")),
            ("2025-06-06", D("postponed")),
            ("2025-06-07", D("scheduled", "2025-07-12")),
        ),
        ["postponed: postponed 2025-06-12", "rescheduled: scheduled 2025-07-12"],
    ),
    "put off, and the new day told at once": (
        story(("2025-06-01", D("scheduled", "2025-06-12")), ("2025-06-05", D("scheduled", "2025-07-12", previous="2025-06-12"))),
        ["rescheduled: scheduled 2025-07-12"],
    ),
    "put off to a month, then a day in it": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-05", D("postponed", "2025-09-01..30 m")),
            ("2025-06-07", D("scheduled", "2025-09-12")),
        ),
        ["postponed: postponed 2025-09-01..2025-09-30", "confirmed+dated: scheduled 2025-09-12"],
    ),
    "put off to a month, then to another": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-05", D("postponed", "2025-09-01..30 m")),
            ("2025-06-07", D("postponed", "2025-10-01..31 m")),
        ),
        ["postponed: postponed 2025-09-01..2025-09-30", "rescheduled: postponed 2025-10-01..2025-10-31"],
    ),
    "put off, then on again with the day open": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-05", D("postponed", "2025-06-12")),
            ("2025-06-20", D("scheduled")),
        ),
        ["postponed: postponed 2025-06-12", "confirmed: scheduled"],
    ),
    "called off, and on again for the same day": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-02", D("cancelled", "2025-06-12")),
            ("2025-06-03", D("scheduled", "2025-06-12")),
        ),
        ["cancelled: cancelled 2025-06-12", "revived: scheduled 2025-06-12"],
    ),
    "called off, and on again for another day": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-02", D("cancelled", "2025-06-12")),
            ("2025-06-03", D("scheduled", "2025-06-20")),
        ),
        ["cancelled: cancelled 2025-06-12", "rescheduled+revived: scheduled 2025-06-20"],
    ),
    "called off, and on again without a day when the old one has passed": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-02", D("cancelled", "2025-06-12")),
            ("2025-06-23", D("scheduled")),
        ),
        ["cancelled: cancelled 2025-06-12", "revived: scheduled"],
    ),
    "called off, told again more vaguely": (
        story(
            ("2025-06-01", D("scheduled", "2025-06-12")),
            ("2025-06-02", D("cancelled", "2025-06-12")),
            ("2025-06-03", D("cancelled", "2025-06-09..15 w")),
        ),
        ["cancelled: cancelled 2025-06-12"],
    ),
    "denied by one, by it again, by the other, set by both": (
        story(
            ("2025-06-01", D("proposed", "2025-06-01..30 m")),
            ("2025-06-02", D("proposed", "2025-06-01..30 m", denied_by="US")),
            ("2025-06-03", D("proposed", "2025-06-01..30 m", denied_by="US")),
            ("2025-06-04", D("proposed", "2025-06-01..30 m", denied_by="IN")),
            ("2025-06-05", D("scheduled", "2025-06-12")),
        ),
        [
            "disputed: proposed 2025-06-01..2025-06-30",
            "disputed: proposed 2025-06-01..2025-06-30",
            "confirmed+dated: scheduled 2025-06-12",
        ],
    ),
    "an end becomes known": (
        story(("2025-06-12", D("ongoing", "2025-06-12..")), ("2025-06-13", D("ongoing", "2025-06-12..15"))),
        ["dated: ongoing 2025-06-12..2025-06-15"],
    ),
    "held stays held": (
        story(("2025-06-12", D("held", "2025-06-12")), ("2025-06-12T13:00", D("scheduled", "2025-06-12"))),
        [],
    ),
}


@pytest.mark.parametrize(("items", "told"), FIRST_KNOWN.values(), ids=FIRST_KNOWN.keys())
def test_first_known(items: list[EnrichedItem], told: list[str]) -> None:
    assert said(*items) == told


@pytest.mark.parametrize(("items", "told"), TURNS.values(), ids=TURNS.keys())
def test_turns(items: list[EnrichedItem], told: list[str]) -> None:
    assert said(*items)[1:] == told


LAPSES = {
    "set and not heard of again": (story(("2025-06-01", D("scheduled", "2025-06-12"))), "2025-06-20", ["lapsed"]),
    "not yet seven days": (story(("2025-06-01", D("scheduled", "2025-06-12"))), "2025-06-19T23:59", []),
    "asked for within a month": (story(("2025-06-01", D("proposed", "2025-06-01..30 m"))), "2025-07-08", ["lapsed"]),
    "without a time": (story(("2025-06-01", D("proposed"))), "2026-06-01", []),
    "put off at its old day": (story(("2025-06-01", D("postponed", "2025-06-12"))), "2025-09-01", []),
    "put off at its old, vague time": (
        story(("2025-06-01", D("scheduled", "2025-06-01..30 m")), ("2025-06-02", D("postponed", "2025-06-01..30 m"))),
        "2025-09-01",
        ["postponed"],
    ),
    "put off to a span": (
        story(("2025-06-01", D("scheduled", "2025-06-12")), ("2025-06-02", D("postponed", "2025-07-01..31 m"))),
        "2025-09-01",
        ["postponed", "lapsed"],
    ),
    "called off": (story(("2025-06-01", D("cancelled", "2025-06-12"))), "2025-09-01", []),
    "a visit that ends unsaid": (
        [item("2025-06-12", M("visit ongoing", "IN,US", "2025-06-12..14"))],
        "2025-09-01",
        [],
    ),
    "a truce that ends unsaid": (
        [item("2025-06-12", M("ceasefire ongoing", "IN,US", "2025-06-12..14"))],
        "2025-09-01",
        ["lapsed"],
    ),
    "a truce without an end": ([item("2025-06-12", M("ceasefire ongoing", "IN,US", "2025-06-12.."))], "2026-06-01", []),
    "lapsed, then told as held": (
        story(("2025-06-01", D("scheduled", "2025-06-12")), ("2025-06-25", D("held", "2025-06-12"))),
        "2025-09-01",
        ["lapsed", "held"],
    ),
    "lapsed, then told the same again": (
        story(("2025-06-01", D("scheduled", "2025-06-12")), ("2025-06-25", D("scheduled", "2025-06-12", "Geneva"))),
        "2025-09-01",
        ["lapsed", "placed"],
    ),
}


@pytest.mark.parametrize(("items", "until", "told"), LAPSES.values(), ids=LAPSES.keys())
def test_lapses(items: list[EnrichedItem], until: str, told: list[str]) -> None:
    assert [line.partition(":")[0] for line in said(*items, until=until)][1:] == told


def test_a_version_that_corrects_a_day_moves_it() -> None:
    first = item("2025-06-01", D("scheduled", "2025-06-12"), id="a")
    second = item("2025-06-02", D("scheduled", "2025-06-13"), id="a")
    assert said(first, second) == ["announced: scheduled 2025-06-12", "rescheduled: scheduled 2025-06-13"]
    assert said(second, first) == ["announced: scheduled 2025-06-13"]


def test_a_version_without_the_event_retracts_it() -> None:
    first = item("2025-06-01", D("scheduled", "2025-06-12"), id="a")
    assert said(first, item("2025-06-02", id="a")) == ["announced: scheduled 2025-06-12", "retracted: scheduled 2025-06-12"]


def test_a_withdrawn_item_retracts_what_it_alone_told() -> None:
    report = item("2025-06-01", D("scheduled", "2025-06-12"), M("visit held", "FR,DE", "2025-05-30"), id="a")
    other = item("2025-06-02", M("visit held", "FR,DE", "2025-05-30"))
    withdrawal = item("2025-06-03", id="a", retracted=True)
    assert said(report, other, withdrawal)[2:] == ["retracted: scheduled 2025-06-12"]


def test_a_false_report_of_it_as_held_falls_back_to_what_it_was() -> None:
    announcement = item("2025-06-01", D("scheduled", "2025-06-12"))
    report = item("2025-06-12", D("held", "2025-06-12"), id="a")
    assert said(announcement, report, item("2025-06-13", id="a"))[1:] == [
        "held: held 2025-06-12",
        "retracted: scheduled 2025-06-12",
    ]


def test_a_report_withdrawn_after_a_denial_is_retracted() -> None:
    report = item("2025-06-01", D("scheduled", "2025-06-12"), id="a")
    denial = item("2025-06-02", D("scheduled", "2025-06-12", denied_by="US"))
    assert [line.partition(":")[0] for line in said(report, denial, item("2025-06-03", id="a"))] == ["announced", "disputed", "retracted"]


STORY = " ".join(f"word{n}" for n in range(200))


def test_a_copy_counts_as_published_when_its_original_was() -> None:
    wrong = item("2025-06-01", D("scheduled", "2025-06-12"), id="a", body=STORY)
    right = item("2025-06-02", D("scheduled", "2025-06-13"), id="a", body=STORY + " corrected")
    late_copy = item("2025-06-03", D("scheduled", "2025-06-12"), body="By our staff. " + STORY)
    late_report = item("2025-06-03", D("scheduled", "2025-06-12"))
    assert said(wrong, right, late_copy)[2:] == []
    assert said(wrong, right, late_report)[2:] == ["rescheduled: scheduled 2025-06-12"]


def test_a_copy_goes_away_with_what_is_withdrawn() -> None:
    report = item("2025-06-01", D("scheduled", "2025-06-12"), id="a", body=STORY)
    copy = item("2025-06-01T15:00", D("scheduled", "2025-06-12"), body=STORY)
    withdrawal = item("2025-06-02", id="a", retracted=True)
    assert said(report, copy, withdrawal)[1:] == ["retracted: scheduled 2025-06-12"]
