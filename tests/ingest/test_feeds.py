"""Feeds without a network: the catalogue, the parsing, the schedule."""

import asyncio
import datetime
import random
import time
from pathlib import Path
from typing import Any

import pytest

from services.ingest.feeds.catalogue import BadCatalogue, FeedSource, load
from services.ingest.feeds.html_text import html_text
from services.ingest.feeds.parse import NotAFeed, submissions
from services.ingest.feeds.parse_apart import parse_apart
from services.ingest.feeds.schedule import next_poll
from services.ingest.item import make_item
from services.ingest.submission import Submission

NOW = datetime.datetime(2025, 5, 28, 12, tzinfo=datetime.UTC)
SOURCE = FeedSource(id="mfa-xx", name="A ministry", kind="ministry", url="https://mfa.example/feed", language="fr")
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><language>en-us</language>
<item><title>Second &amp;amp; last</title><link>https://mfa.example/2?utm_source=rss</link><guid isPermaLink="false">no-2</guid>
<pubDate>Wed, 28 May 2025 08:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>VIENNA, May 28 - The <b>minister</b>&nbsp;came.</p><p>She left.<br>At noon.</p><script>x()</script>]]></content:encoded></item>
<item><title>First</title><link>/1</link><description>A first text.</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt"><title>News</title><id>urn:x</id>
<entry><id>urn:x:1</id><title type="html">One &lt;i&gt;item&lt;/i&gt;</title><link href="https://mfa.example/1"/>
<updated>2025-05-28T06:30:00Z</updated><summary>A summary.</summary></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://mfa.example/"><title>News</title></channel>
<item rdf:about="https://mfa.example/1"><title>One</title><link>https://mfa.example/1</link><description>A text.</description>
<dc:date>2025-05-28T06:30:00Z</dc:date></item></rdf:RDF>"""


def parsed(body: str, content_type: str = "application/xml") -> list[Submission]:
    return submissions(body.encode(), SOURCE, content_type=content_type, url=SOURCE.url)


def test_rss_gives_its_items_from_oldest_to_newest() -> None:
    first, second = parsed(RSS)
    assert (first.title, first.body, first.published_at, first.native_id) == ("First", "A first text.", None, None)
    assert (first.url, first.language) == ("https://mfa.example/1", "en-us")
    assert (second.title, second.native_id) == ("Second & last", "no-2")
    assert second.published_at == "2025-05-28T06:30:00+00:00"
    assert second.body == "VIENNA, May 28 - The minister came.\n\nShe left.\nAt noon."
    item = make_item(second, NOW)
    assert item.dateline and item.dateline.place == "Vienna"
    assert (item.source.id, item.source.name, item.source.kind) == ("mfa-xx", "A ministry", "ministry")


def test_atom() -> None:
    (entry,) = parsed(ATOM)
    assert (entry.native_id, entry.title, entry.body) == ("urn:x:1", "One item", "A summary.")
    assert (entry.published_at, entry.url) == ("2025-05-28T06:30:00+00:00", "https://mfa.example/1")


def test_rdf() -> None:
    (entry,) = parsed(RDF)
    assert (entry.title, entry.body, entry.language) == ("One", "A text.", "fr")
    assert (entry.published_at, entry.url) == ("2025-05-28T06:30:00+00:00", "https://mfa.example/1")


def test_a_feed_that_breaks_off_gives_what_it_had() -> None:
    (entry,) = parsed(RSS[: RSS.index("<item><title>First")])
    assert entry.native_id == "no-2"


def test_an_empty_feed_is_one() -> None:
    assert parsed('<rss version="2.0"><channel><title>News</title></channel></rss>') == []


@pytest.mark.parametrize("body", ["", "<html><body>Not found</body></html>", "nonsense", "{}"])
def test_what_is_no_feed(body: str) -> None:
    with pytest.raises(NotAFeed):
        parsed(body, "text/html")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entities_of_a_feed_are_not_expanded(encoding: str) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "laugh">{entities}]>{RSS[RSS.index("<rss") :].replace("First", "&l9;")}'
    with pytest.raises(NotAFeed, match="entities"):
        submissions(bomb.encode(encoding), SOURCE, content_type="application/xml", url=SOURCE.url)


def test_comments_that_do_not_end_are_not_looked_for() -> None:
    began = time.process_time()
    parsed(RSS.replace("A first text.", "&lt;!--" * 40_000))
    # feedparser's sanitiser takes seven seconds over it, and four times that for twice as many.
    assert time.process_time() - began < 2


def apart(body: str, seconds: float) -> list[Submission]:
    return asyncio.run(parse_apart(body.encode(), SOURCE, content_type="application/xml", url=SOURCE.url, seconds=seconds))


def children() -> set[str]:
    return {child for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()}


def test_a_process_apart_gives_the_same_items() -> None:
    assert apart(RSS, 30) == parsed(RSS)
    with pytest.raises(NotAFeed, match="no feed in it"):
        apart("", 30)


def test_a_feed_that_takes_too_long_is_given_up_with_its_process() -> None:
    before = children()
    # Minutes of feedparser's search for an address.
    with pytest.raises(TimeoutError):
        apart(RSS.replace("<guid", f"<author>{'a.' * 200_000}</author><guid"), 0.5)
    assert children() == before


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("", ""),
        ("Plain  text", "Plain  text"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br/>Two", "One\nTwo"),
        ("<div><div><p>One</p></div></div>\n\n\n<ul><li>Two</li><li>Three</li></ul>", "One\n\nTwo\n\nThree"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("a <!-- hidden --> b", "a  b"),
        ("<style>p{}</style>One", "One"),
        ("<b>un<i>closed", "unclosed"),
        ("line\nend <em>here</em>", "line end here"),
    ],
)
def test_html_as_text(fragment: str, text: str) -> None:
    assert html_text(fragment) == text


@pytest.mark.parametrize(
    ("interval_seconds", "failures", "pause_seconds"),
    [(900, 0, 900), (900, 1, 1800), (900, 4, 14400), (900, 5, 21600), (900, 10_000, 21600), (86400, 0, 86400), (86400, 3, 86400)],
)
def test_the_next_poll_comes_later_after_each_failure(interval_seconds: int, failures: int, pause_seconds: int) -> None:
    dice = random.Random(7)
    pauses = {(next_poll(NOW, interval_seconds=interval_seconds, failures=failures, dice=dice) - NOW).total_seconds() for _ in range(50)}
    assert min(pauses) >= pause_seconds * 0.9 and max(pauses) <= pause_seconds * 1.1
    assert len(pauses) == 50


CATALOGUE = (
    "sources:\n  - {id: a, url: https://a.example/feed}\n  - {id: b, url: https://b.example/feed, kind: ministry, interval_seconds: 60}\n"
)


def test_a_catalogue(tmp_path: Path) -> None:
    a, b = loaded(tmp_path, CATALOGUE)
    assert (a.id, a.kind, a.interval_seconds, a.language) == ("a", "media", 900, None)
    assert (b.kind, b.interval_seconds) == ("ministry", 60)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", ""),
        ("[", ""),
        ("feeds: []", ""),
        ("sources:\n  - {id: a}", "sources[0].url"),
        ("sources:\n  - {id: a, url: 'ftp://a.example'}", "sources[0].url"),
        (CATALOGUE + "  - {id: a, url: https://c.example}", "sources[2].id"),
        ("sources:\n  - {id: a, url: https://a.example, interval_seconds: 5}", "sources[0].interval_seconds"),
        ("sources:\n  - {id: a, url: https://a.example, kind: blog}", "sources[0].kind"),
        ("sources:\n  - {id: a, url: https://a.example, every: 5}", "sources[0]"),
    ],
)
def test_a_catalogue_that_is_wrong_names_the_field(tmp_path: Path, text: str, field: str) -> None:
    with pytest.raises(BadCatalogue) as caught:
        loaded(tmp_path, text)
    assert caught.value.field == field


def loaded(folder: Path, text: str) -> list[Any]:
    (folder / "catalogue.yaml").write_text(text)
    return list(load(folder / "catalogue.yaml"))
