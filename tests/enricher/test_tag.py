"""The `tag` command: lines in, lines out, and what is wrong with a line."""

import datetime
import io
import json
from collections.abc import Iterator

import pytest
from rich.console import Console

from schemas.enriched_item import EnrichedItem
from schemas.news_item import NewsItem
from services.enricher.enrich import enrich
from services.enricher.given import GivenError, item_of, item_of_text
from services.enricher.printed import printed
from services.enricher.tag import tag_lines

NOW = datetime.datetime(2025, 6, 18, 12, tzinfo=datetime.UTC)
GOOD = {"id": "a-1", "genre": "wire", "gold": {"events": []}, "title": "Visit", "body": "Norway.", "published_at": "2025-06-18T08:00:00Z"}


def tagged(item: NewsItem) -> EnrichedItem:
    return enrich(item, now=NOW)


def run(*lines: bytes) -> tuple[list[str], str, int]:
    out, errors = io.BytesIO(), io.StringIO()
    failed = tag_lines(lines, tagged, out, errors, name="items.jsonl")
    return [json.loads(line)["item"]["id"] for line in out.getvalue().splitlines()], errors.getvalue(), failed


def line(**changes: object) -> bytes:
    return json.dumps(GOOD | changes).encode()


def test_items_keep_their_order_and_their_ids() -> None:
    assert run(line(id="b"), line(id="a"), b"\n", line(id="c")) == (["b", "a", "c"], "", 0)


def test_a_bad_line_is_named_and_harms_no_other() -> None:
    ids, errors, failed = run(line(id="a"), b"{", line(id="b", published_at="yesterday"), line(id="c"))
    assert (ids, failed) == (["a", "c"], 2)
    first, second = errors.splitlines()
    assert first.startswith("items.jsonl:2: item: ")
    assert second == "items.jsonl:3: published_at: must be an instant of ISO 8601 with its offset, or a date"


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"body": "x"}, "published_at", "required"),
        ({"published_at": "2025-06-18", "body": ""}, "body", "title and body must not both be empty"),
        ({"published_at": "2025-06-18T08:00:00", "body": "x"}, "published_at", "must say its offset from UTC"),
        ({"published_at": "2025-06-18", "body": 5}, "body", "Expected `str`, got `int`"),
        (
            {"published_at": "2025-06-18", "body": "x", "source": {"kind": "radio"}},
            "source.kind",
            "must be one of agency, ministry, mission, media, social",
        ),
        ({"published_at": "2025-06-18", "body": "x", "origin": "dream"}, "origin", "must be one of live, backfill"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_rule(given: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(GivenError) as caught:
        item_of(json.dumps(given).encode())
    assert (caught.value.field, caught.value.rule) == (field, rule)


def test_what_is_missing_is_filled_in() -> None:
    item = item_of(b'{"body": "Norway said no.", "published_at": "2025-06-18"}')
    assert (item.title, item.language, item.published_precision, item.source.kind) == (None, "en", "day", "media")
    assert item.received_at == item.published_at == datetime.datetime(2025, 6, 18, tzinfo=datetime.UTC)
    assert item.id == item_of(b'{"body": "Norway said no.", "published_at": "2025-06-18"}').id
    assert item.id != item_of(b'{"body": "Norway said yes.", "published_at": "2025-06-18"}').id


def test_a_whole_news_item_is_taken_as_it_is() -> None:
    given = line(version="v7", received_at="2025-06-18T09:00:00Z", source={"id": "wire", "name": "Wire", "kind": "agency"}, language="fr")
    item = item_of(given)
    assert (item.id, item.version, item.source.name, item.language) == ("a-1", "v7", "Wire", "fr")
    assert item.received_at.hour == 9


def test_lines_are_answered_one_by_one() -> None:
    out = io.BytesIO()
    seen: list[int] = []

    def lines() -> Iterator[bytes]:
        for n in range(3):
            seen.append(out.getvalue().count(b"\n"))
            yield line(id=str(n))

    tag_lines(lines(), tagged, out, io.StringIO(), name="stdin")
    assert seen == [0, 1, 2]


def test_a_text_is_printed_with_its_tags_and_events() -> None:
    written = datetime.date(2025, 6, 18)
    text = "The India-US Strategic Trade Dialogue has been moved from 7 July to 14 July, the ministry said."
    console = Console(file=io.StringIO(), width=120)
    printed(tagged(item_of_text(text, written)), console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    for part in (text, "countries", "IN", "dialogue India-US Strategic Trade Dialogue  scheduled", "2025-07-14", "2025-07-07", "IN, US"):
        assert part in shown
    assert "\x1b[" not in shown
    terminal = Console(file=io.StringIO(), width=120, force_terminal=True)
    printed(tagged(item_of_text(text, written)), terminal)
    assert "\x1b[" in terminal.file.getvalue()  # type: ignore[attr-defined]
