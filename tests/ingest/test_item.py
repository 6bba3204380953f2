"""A NewsItem from a submission: what is filled in, and what is refused by field and rule."""

import datetime
import json
from typing import Any

import pytest

from schemas.codec import decode, encode
from schemas.news_item import NewsItem
from schemas.topic_table import MAX_TEXT_BYTES, NEWS_ITEMS
from services.ingest.item import make_item
from services.ingest.submission import Refused, parse

NOW = datetime.datetime(2025, 5, 28, 12, tzinfo=datetime.UTC)
LEAST = {"source": {"id": "wire-a"}, "body": "A body."}


def item(**fields: Any) -> NewsItem:
    return make_item(parse(json.dumps(LEAST | fields).encode()), NOW)


def refused(line: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        make_item(parse(line), NOW)
    return [(error.field, error.rule) for error in caught.value.errors]


def test_the_least_is_enough() -> None:
    made = item()
    assert (made.source.name, made.source.kind, made.language, made.origin) == ("wire-a", "media", "en", "live")
    assert made.published_at == made.received_at == NOW
    assert (made.title, made.text, made.dateline, made.retracted) == (None, "A body.", None, False)
    assert decode(NEWS_ITEMS, encode(NEWS_ITEMS, made)) == made


@pytest.mark.parametrize(
    ("given", "published", "precision"),
    [
        ("2025-05-28T06:30:00Z", "2025-05-28T06:30:00+00:00", "instant"),
        ("2025-05-28T08:30:00+02:00", "2025-05-28T08:30:00+02:00", "instant"),
        ("2025-05-27", "2025-05-27T00:00:00+00:00", "day"),
        ("2025-05-28T12:00:01Z", "2025-05-28T12:00:00+00:00", "instant"),
        ("2025-05-29", "2025-05-28T12:00:00+00:00", "day"),
        ("1900-01-01", "1900-01-01T00:00:00+00:00", "day"),
    ],
)
def test_published_at(given: str, published: str, precision: str) -> None:
    made = item(published_at=given)
    assert (made.published_at.isoformat(), made.published_precision) == (published, precision)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"title": " A\n title ", "body": "\n A body.\r\nMore.\r"}, "A title\n\nA body.\nMore."),
        ({"title": "", "body": "A body."}, "A body."),
        ({"title": "A title", "body": ""}, "A title\n\n"),
        ({"title": "A title", "body": None}, "A title\n\n"),
        ({"body": "Cafe\u0301 at the  door"}, "Café at the  door"),
        ({"body": "a\x0bb\x0cc\x7f"}, "a b c"),
        ({"body": "tab\tand 😀"}, "tab\tand 😀"),
    ],
)
def test_the_text_is_settled_once(fields: dict[str, Any], text: str) -> None:
    assert item(**fields).text == text


def test_a_dateline_is_read_from_the_body_unless_one_is_given() -> None:
    body = "WASHINGTON, May 27 (Reuters) - A body."
    read = item(body=body)
    assert read.dateline and (read.dateline.place, read.dateline.country) == ("Washington", "US")
    assert read.body == body
    given = item(body=body, dateline={"place": "Boston", "date": "2025-05-26"})
    assert given.dateline and (given.dateline.place, given.dateline.date) == ("Boston", datetime.date(2025, 5, 26))


def test_a_place_that_is_given_is_kept_without_outer_space() -> None:
    given = item(dateline={"place": "  Boston\n", "country": "US"})
    assert given.dateline and given.dateline.place == "Boston"
    assert given.version == item(dateline={"place": "Boston", "country": "US"}).version


@pytest.mark.parametrize("name", ["خبرگزاری\u200cمهر", "Agence\u00a0France", "AP\u2028News", "News \ue000", "क्\u200dष"])
def test_names_may_hold_joiners_and_spaces_of_every_kind(name: str) -> None:
    assert item(source={"id": name, "name": name}).source.name == name


def test_a_title_in_capitals_is_no_dateline() -> None:
    assert item(title="PARIS - A title", body="A body.").dateline is None


def line(**fields: Any) -> bytes:
    return json.dumps(LEAST | fields).encode()


ABSENT_ZONE = "must say its offset from UTC"
NOT_A_TIME = "must be an instant of ISO 8601 with its offset, or a date"
KINDS = "must be one of agency, ministry, mission, media, social"


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        (line(body=""), [("body", "title and body must not both be empty")]),
        (line(title="  ", body=" \n"), [("body", "title and body must not both be empty")]),
        (line(body="x" * (MAX_TEXT_BYTES - 1)), [("body", f"the text must not be over {MAX_TEXT_BYTES} bytes of UTF-8")]),
        (line(title="x" * 10, body="é" * (MAX_TEXT_BYTES // 2 - 5)), [("body", f"the text must not be over {MAX_TEXT_BYTES} bytes of UTF-8")]),
        (line(body="a\0b"), [("body", "must not contain NUL")]),
        (line(title="a\0b"), [("title", "must not contain NUL")]),
        (line(body="a\ud800b"), [("body", "must not contain a lone surrogate")]),
        (line(native_id="\udfff"), [("native_id", "must not contain a lone surrogate")]),
        (line(native_id="a\0b"), [("native_id", "must not contain control characters")]),
        (line(source={"id": "a", "name": "b\x85c"}), [("source.name", "must not contain control characters")]),
        (line(dateline={"place": "a\x1bb"}), [("dateline.place", "must not contain control characters")]),
        (line(native_id="x" * 501), [("native_id", "must not be over 500 characters")]),
        (line(source={"id": " "}), [("source.id", "must not be empty")]),
        (line(source={"id": "a", "kind": "blog"}), [("source.kind", KINDS)]),
        (line(source={"id": "a", "city": "x"}), [("source.city", "unknown field")]),
        (line(source={}), [("source.id", "required")]),
        (line(source="a"), [("source", "Expected `object`, got `str`")]),
        (b'{"body": "x"}', [("source", "required")]),
        (line(published_at="2025-05-28T06:30:00"), [("published_at", ABSENT_ZONE)]),
        (line(published_at="yesterday"), [("published_at", NOT_A_TIME)]),
        (line(published_at="2025-02-30"), [("published_at", NOT_A_TIME)]),
        (line(published_at=1748414000), [("published_at", "Expected `str | null`, got `int`")]),
        (line(published_at="1899-12-31"), [("published_at", "must not be before 1900")]),
        (line(published_at="0001-01-01T00:00:00+14:00"), [("published_at", "must not be before 1900")]),
        (line(published_at="9999-12-31T23:59:59-14:00"), [("published_at", "must not be more than a year ahead")]),
        (line(published_precision="hour"), [("published_precision", "must be one of instant, day")]),
        (line(language="english"), [("language", "must be a language tag of BCP 47, such as en or pt-BR")]),
        (line(language="en_GB"), [("language", "must be a language tag of BCP 47, such as en or pt-BR")]),
        (line(url="news.example/a"), [("url", "must be an absolute http or https address")]),
        (line(origin="replay"), [("origin", "must be one of live, backfill")]),
        (line(retracted="yes"), [("retracted", "Expected `bool`, got `str`")]),
        (line(dateline={"place": ""}), [("dateline.place", "must not be empty")]),
        (line(dateline={"place": "x", "country": "USA"}), [("dateline.country", "must be a code of two capital letters")]),
        (line(headline="x"), [("headline", "unknown field")]),
        (line(headline="x", body=7, language="!"), [("headline", "unknown field"), ("body", "Expected `str | null`, got `int`")]),
        (line(source={"id": "a", "kind": "blog"}, language="!", origin="x"), [("source.kind", KINDS), ("language", "must be a language tag of BCP 47, such as en or pt-BR"), ("origin", "must be one of live, backfill")]),
        (b"[1]", [("", "must be a JSON object")]),
        (b'"a"', [("", "must be a JSON object")]),
        (b"\xff\xfe", [("", "must be UTF-8")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(given: bytes, errors: list[tuple[str, str]]) -> None:
    found = refused(given)
    assert sorted(found) == sorted(errors)


@pytest.mark.parametrize("given", [b"", b"{", b'{"source": {"id": "a"}, "body": "x"} {}', b"[" * 100_000, b'{"body": NaN'])
def test_what_is_not_json(given: bytes) -> None:
    ((field, rule),) = refused(given)
    assert field == "" and rule.startswith("must be JSON")
