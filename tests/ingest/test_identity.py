"""Which article, which version: what is the same, and what is not."""

import datetime
import re
from typing import Any

import pytest

from services.ingest.canonical_url import BadUrl, canonical_url
from services.ingest.item import make_item
from services.ingest.submission import Submission, SubmittedDateline, SubmittedSource

NOW = datetime.datetime(2025, 5, 28, 12, tzinfo=datetime.UTC)
CANONICAL = "https://news.example/world/story"


def made(now: datetime.datetime = NOW, **fields: Any) -> tuple[str, str]:
    given: dict[str, Any] = {"source": SubmittedSource(id="wire-a"), "title": "A title", "body": "A body."}
    item = make_item(Submission(**(given | fields)), now)
    return item.id, item.version


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/world/story",
        "http://news.example/world/story",
        "HTTPS://News.Example/world/story",
        "https://news.example:443/world/story",
        "http://news.example:80/world/story",
        "https://news.example./world/story",
        "https://www.news.example/world/story",
        "https://m.news.example/world/story",
        "https://mobile.news.example/world/story",
        "https://amp.news.example/world/story",
        "https://reader@news.example/world/story",
        "https://news.example/world/story/",
        "https://news.example/world/story#comments",
        "https://news.example/world/story?",
        "https://news.example/world/story?utm_source=feed&utm_medium=rss",
        "https://news.example/world/story?UTM_Source=feed&fbclid=x&gclid=y",
        "https://news.example/world/story?amp=1",
        "https://news.example/world/story?outputType=amp",
        "https://news.example/world/story/amp",
        "https://news.example/world/story/amp/",
        "https://news.example/amp/world/story",
        "https://news.example/world/story.amp",
        "https://www.google.com/amp/s/news.example/world/story",
        "https://news-example.cdn.ampproject.org/c/s/news.example/world/story",
        "  https://news.example/world/story  ",
        "https://news.example/world/%73tory",
    ],
)
def test_one_article_has_one_address(url: str) -> None:
    assert canonical_url(url) == CANONICAL


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.example", "https://news.example"),
        ("https://news.example/", "https://news.example"),
        ("https://news.example:8080/a", "https://news.example:8080/a"),
        ("https://news.example/story?id=7&page=2&utm_id=1", "https://news.example/story?id=7&page=2"),
        ("https://news.example/story?page=2&id=7", "https://news.example/story?id=7&page=2"),
        ("https://news.example/story?id=", "https://news.example/story?id="),
        ("https://news.example/Story", "https://news.example/Story"),
        ("https://news.example/a%20b/%C3%A9t%c3%a9", "https://news.example/a%20b/%C3%A9t%C3%A9"),
        ("https://news.example/été", "https://news.example/%C3%A9t%C3%A9"),
        ("https://news.example/100%25", "https://news.example/100%25"),
        ("https://news.example/story.amp.html", "https://news.example/story.html"),
        ("https://news.example/amp", "https://news.example"),
        ("https://news.example/champ", "https://news.example/champ"),
        ("https://m.example/story", "https://m.example/story"),
        ("https://www.gov.example/story", "https://gov.example/story"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_what_tells_articles_apart_stays(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url", ["", "news.example/a", "/a", "ftp://news.example/a", "javascript:alert(1)", "https://", "http://a b/", "https://a:x/"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        canonical_url(url)


URL = "https://news.example/a"
DAY_LATER = NOW + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"native_id": "7"}, {"native_id": "7", "url": URL}),
        ({"native_id": "7"}, {"id": "7"}),
        ({"native_id": "7", "id": "x"}, {"native_id": "7"}),
        ({"native_id": " 7 "}, {"native_id": "7", "title": "Another title", "body": "Another body."}),
        ({"url": URL}, {"url": f"{URL}?utm_source=x", "body": "Another body."}),
        ({"url": URL}, {"url": URL, "source": SubmittedSource(id="wire-b")}),
        ({}, {"now": DAY_LATER}),
        ({}, {"title": "A  title\n", "body": "A body.\r\n"}),
        ({"body": "Café"}, {"body": "Cafe\u0301"}),
        ({}, {"published_at": "2025-05-28T06:30:00Z"}),
    ],
)
def test_the_same_article(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert made(**one)[0] == made(**other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"native_id": "7"}, {"native_id": "8"}),
        ({"native_id": "7"}, {"native_id": "7", "source": SubmittedSource(id="wire-b")}),
        ({"native_id": URL}, {"url": URL}),
        ({"url": URL}, {"url": "https://news.example/b"}),
        ({}, {"body": "Another body."}),
        ({}, {"source": SubmittedSource(id="wire-b")}),
        ({"title": "A", "body": "B C"}, {"title": "A B", "body": "C"}),
    ],
)
def test_another_article(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert made(**one)[0] != made(**other)[0]


@pytest.mark.parametrize(
    "other",
    [
        {"now": DAY_LATER},
        {"source": SubmittedSource(id="wire-a", name="Wire A", kind="agency")},
        {"origin": "backfill"},
        {"url": f"{URL}?utm_source=x"},
        {"published_at": "2025-05-28T08:30:00+02:00"},
        {"language": "en"},
        {"title": " A title "},
    ],
)
def test_the_same_version(other: dict[str, Any]) -> None:
    one: dict[str, Any] = {"native_id": "7", "published_at": "2025-05-28T06:30:00Z"}
    assert made(**one) == made(**(one | other))


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Another title"},
        {"body": "Another body."},
        {"language": "fr"},
        {"published_at": "2025-05-28T06:31:00Z"},
        {"published_at": "2025-05-28"},
        {"published_precision": "day"},
        {"published_at": None},
        {"retracted": True},
        {"dateline": SubmittedDateline(place="Vienna")},
    ],
)
def test_an_edit_is_a_new_version(edit: dict[str, Any]) -> None:
    one: dict[str, Any] = {"native_id": "7", "published_at": "2025-05-28T06:30:00Z"}
    (item_id, version), (other_id, other_version) = made(**one), made(**(one | edit))
    assert item_id == other_id and version != other_version


def test_a_retry_with_a_date_ahead_of_the_clock_is_the_same_version() -> None:
    ahead: dict[str, Any] = {"published_at": "2025-05-28T12:10:00Z"}
    assert made(**ahead) == made(**ahead, now=NOW + datetime.timedelta(seconds=9))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"native_id": "7"}, "wire-a"),
        ({"native_id": "7", "source": SubmittedSource(id="MEA (India)")}, "mea-india"),
        ({"native_id": "7", "source": SubmittedSource(id="新华社")}, "item"),
        ({"url": "https://www.News.Example/a"}, "news-example"),
        ({}, "wire-a"),
    ],
)
def test_an_id_begins_with_a_word_for_people(fields: dict[str, Any], word: str) -> None:
    item_id, version = made(**fields)
    assert re.fullmatch(rf"{word}-[0-9a-f]{{24}}", item_id)
    assert re.fullmatch(r"[0-9a-f]{16}", version)


def test_ids_stay_what_they_are() -> None:
    """A change here makes every known article a new one."""
    assert made(native_id="7", published_at="2025-05-28T06:30:00Z") == ("wire-a-30debf81923eee0632a635f5", "cdf3b833df059c0c")
    assert made(url=URL)[0] == "news-example-ab0d636489ef8a431cdb066b"
    assert made()[0] == "wire-a-152da1b56edc5fdccf2c86af"
