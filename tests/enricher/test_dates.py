"""Dates of prose: what words mean on the day on which they were written."""

import datetime

import pytest

from schemas.enriched_item import DateSpan
from services.enricher.dates.tagging import tag
from services.enricher.given import item_of_text
from services.enricher.text import read

# Written on Wednesday 14 May 2025 unless the case says otherwise.
WRITTEN = datetime.date(2025, 5, 14)


def spans(text: str, written: datetime.date = WRITTEN) -> list[DateSpan]:
    return list(tag(read(item_of_text(text, written))))


def told(text: str, written: datetime.date = WRITTEN) -> list[str]:
    """Each span as "start..end precision", the end left out where it is the start."""
    return [
        f"{span.start}{'' if span.end == span.start else f'..{span.end}' if span.end else '..'} {span.precision}"
        for span in spans(text, written)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers will meet on 21 July.", "2025-07-21 day"),
        ("The ministers will meet on July 14 and 15.", "2025-07-14..2025-07-15 day"),
        ("The ministers will meet on 21-22 July 2026.", "2026-07-21..2026-07-22 day"),
        ("Talks ran between May 5 and 8.", "2025-05-05..2025-05-08 day"),
        ("Talks run from 12 to 14 June.", "2025-06-12..2025-06-14 day"),
        ("He is in Oslo from 30 September to 2 October.", "2025-09-30..2025-10-02 day"),
        ("The session opens on Thursday, September 25.", "2025-09-25 day"),
        ("It was signed on 2024-11-03.", "2024-11-03 day"),
        ("It was signed on 03/11/2024.", "2024-11-03 day"),
        ("They will meet in the second week of August.", "2025-08-08..2025-08-14 week"),
        ("They will meet in the last week of June.", "2025-06-24..2025-06-30 week"),
        ("They will meet in early July.", "2025-07-01..2025-07-10 week"),
        ("They will meet in mid-July.", "2025-07-11..2025-07-20 week"),
        ("They will meet in late July.", "2025-07-21..2025-07-31 week"),
        ("They will meet at the end of September.", "2025-09-21..2025-09-30 week"),
        ("They will meet in the second half of August.", "2025-08-16..2025-08-31 week"),
        ("It will be ready in the second half of 2026.", "2026-07-01..2026-12-31 quarter"),
        ("It will be ready in the third quarter of next year.", "2026-07-01..2026-09-30 quarter"),
        ("A round will follow in Q4.", "2025-10-01..2025-12-31 quarter"),
        ("He will visit in the spring of 2026.", "2026-03-01..2026-05-31 quarter"),
        ("He will visit in the southern spring.", "2025-09-01..2025-11-30 quarter"),
        ("He will visit next winter.", "2025-12-01..2026-02-28 quarter"),
        ("It was opened early in the year.", "2025-01-01..2025-03-31 quarter"),
        ("They will meet next week.", "2025-05-19..2025-05-25 week"),
        ("They met last week.", "2025-05-05..2025-05-11 week"),
        ("They will meet later this month.", "2025-05-15..2025-05-31 month"),
        ("They met earlier this month.", "2025-05-01..2025-05-14 month"),
        ("They will meet later this year.", "2025-05-15..2025-12-31 year"),
        ("They will meet this year.", "2025-05-14..2025-12-31 year"),
        ("They will meet over the weekend.", "2025-05-17..2025-05-18 day"),
        ("They met over the weekend.", "2025-05-10..2025-05-11 day"),
        ("A reply is due by the end of the week.", "2025-05-14..2025-05-18 week"),
        ("They met two weeks ago.", "2025-04-28..2025-05-04 week"),
        ("They met a fortnight ago.", "2025-04-28..2025-05-04 week"),
        ("They met ten days ago.", "2025-05-04 day"),
        ("They will meet in two weeks.", "2025-05-26..2025-06-01 week"),
        ("A report is due within ten days.", "2025-05-14..2025-05-24 day"),
        ("The text will be ready by Friday.", "2025-05-14..2025-05-16 day"),
        ("The text goes to a vote before the year is out.", "2025-05-14..2025-12-31 year"),
        ("The text must be ready no later than July.", "2025-05-14..2025-07-31 month"),
        ("The ban has stood since 3 April.", "2025-04-03.. day"),
        ("They will meet on the 25th.", "2025-05-25 day"),
        ("They will meet on Wednesday week.", "2025-05-21 day"),
        ("They will meet on Tuesday of next week.", "2025-05-20 day"),
        ("She will be there from Tuesday to Friday of next week.", "2025-05-20..2025-05-23 day"),
        ("He was summoned yesterday evening.", "2025-05-13 day"),
        ("They meet tomorrow.", "2025-05-15 day"),
        ("The visit is set for the last two days of June.", "2025-06-29..2025-06-30 day"),
        ("The envoy left on the first of last month.", "2025-04-01 day"),
        ("The accord of 2019 lapsed.", "2019-01-01..2019-12-31 year"),
        ("The programme covers 2025-2029.", "2025-01-01..2029-12-31 year"),
    ],
)
def test_words_mean_a_span(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two met on Monday.", "2025-05-12 day"),
        ("The two will meet on Monday.", "2025-05-19 day"),
        ("The two met on Wednesday.", "2025-05-14 day"),
        ("The minister travels to Riga on Friday.", "2025-05-16 day"),
        ("Envoys are to meet on Friday, the ministry said.", "2025-05-16 day"),
        ("The ministry said on Monday that it had no news.", "2025-05-12 day"),
        ("The summit, which had been due on Friday, was called off.", "2025-05-16 day"),
        ("The accord was signed in July.", "2024-07-01..2024-07-31 month"),
        ("The accord will be signed in April.", "2026-04-01..2026-04-30 month"),
        ("A visit that had been planned for April will take place at another time.", "2025-04-01..2025-04-30 month"),
        ("The consul was expelled on 3 December.", "2024-12-03 day"),
    ],
)
def test_the_tense_decides_which_way_a_date_points(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("He will be in Lima on January 8 and 9.", datetime.date(2024, 12, 30), "2025-01-08..2025-01-09 day"),
        ("They met on 30 December.", datetime.date(2025, 1, 2), "2024-12-30 day"),
        ("They will meet next week.", datetime.date(2024, 12, 27), "2024-12-30..2025-01-05 week"),
        ("They will meet next month.", datetime.date(2024, 12, 27), "2025-01-01..2025-01-31 month"),
        ("They met in December.", datetime.date(2025, 1, 2), "2024-12-01..2024-12-31 month"),
    ],
)
def test_dates_cross_the_new_year(text: str, written: datetime.date, expected: str) -> None:
    assert told(text, written) == [expected]


def test_days_are_counted_from_the_last_one_named() -> None:
    assert told("They signed on 3 May. Five days later the text was published.") == ["2025-05-03 day", "2025-05-08 day"]
    assert told("They met in Baku on 1 and 2 May. The following week they met again.") == [
        "2025-05-01..2025-05-02 day",
        "2025-05-05..2025-05-11 week",
    ]


def test_a_day_that_is_moved_is_two_days() -> None:
    assert told("The session has been moved from 3 to 9 June.") == ["2025-06-03 day", "2025-06-09 day"]
    assert told("The session has been moved from 21 July to 28 July.") == ["2025-07-21 day", "2025-07-28 day"]


@pytest.mark.parametrize(
    ("text", "at", "zone"),
    [
        ("They meet on Tuesday at 8 a.m.", datetime.time(8), None),
        ("The truce holds from 00:00 GMT on Tuesday.", datetime.time(0), "GMT"),
        ("The bridge is shut from five o'clock on Friday morning.", datetime.time(5), None),
        ("They spoke at 14:30 UTC.", datetime.time(14, 30), "UTC"),
    ],
)
def test_times_of_day_go_with_their_day(text: str, at: datetime.time, zone: str | None) -> None:
    (span,) = spans(text)
    assert (span.at, span.zone) == (at, zone)


@pytest.mark.parametrize(
    "text",
    [
        "The 1951 Refugee Convention applies.",
        "The G7 may issue a statement.",
        "Call +41 22 917 12 34 for the press office.",
        "Theresa May spoke first.",
        "They marched past the 21st regiment.",
        "A decision will come soon, in the coming weeks.",
        "It cost 2,025 dollars.",
        "The second minister rose.",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert told(text) == []


def test_mentions_hold_the_words() -> None:
    text = "In Riga the two will meet on 14 and 15 July, it was said on Monday."
    for span in spans(text):
        assert span.mention is not None
        assert text[span.mention.start : span.mention.end] == span.mention.text
    assert [span.mention.text for span in spans(text) if span.mention] == ["14 and 15 July", "Monday"]
