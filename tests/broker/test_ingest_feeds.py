"""`poll` on real Kafka and PostgreSQL, against a server of feeds on this host."""

import asyncio
import datetime
import gzip
import itertools
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.trial.broker import Broker
from schemas.codec import decode
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ITEMS
from services.ingest import database
from services.ingest.feeds.catalogue import FeedSource
from services.ingest.feeds.poll import FEEDS_AT_A_TIME, Poller, poll_until
from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from services.runtime.observe import Progress
from tests.ingest_service import ran, started, until
from tests.streams import Consume

FEED = """<rss version="2.0"><channel><title>News</title><item><guid isPermaLink="false">{guid}</guid><title>A sample</title>
<description>VIENNA, May 28 - {text}</description><pubDate>Wed, 28 May 2025 06:30:00 GMT</pubDate></item></channel></rss>"""
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class FeedServer:
    """`answers` by path; `asked` are the paths and headers of all requests."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def headers_asked(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.asked if asked == path]


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    server = FeedServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            server.answers[self.path](self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def migrated(fresh_database: str) -> str:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    engine.dispose()
    return fresh_database


def sends(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Answers 304 to a request that has the ETag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = headers.get("ETag") and request.headers.get("If-None-Match") == headers["ETag"]
        request.send_response(304 if known else status)
        for name, value in {**headers, "Content-Length": "0" if known else str(len(body))}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        if not known:
            request.wfile.write(body)

    return answer


def drips(request: BaseHTTPRequestHandler) -> None:
    """A body that never ends, a byte at a time."""
    request.send_response(200)
    request.end_headers()
    try:
        while True:
            request.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        return


def poll(bootstrap: str, database_url: str, folder: Path, feeds: FeedServer, **settings: str) -> tuple[int, list[str]]:
    catalogue, log = folder / "catalogue.yaml", folder / "ingest.log"
    catalogue.write_text(json.dumps({"sources": [{"id": path.strip("/"), "url": feeds.url(path)} for path in feeds.answers]}))
    status, said = ran(["poll", str(catalogue), "--once"], bootstrap, database_url, log, **{"EGRESS_ALLOW": "127.0.0.0/8", **settings})
    return status, sorted(line for line in said.splitlines() if ": " in line and "service=ingest" not in line)


def sample_feed(guid: str, words: str = "A sample text.") -> bytes:
    return FEED.format(guid=guid, text=words).encode()


def items(consume: Consume, native_id: str, count: int) -> list[NewsItem]:
    def mine(records: list[object]) -> list[NewsItem]:
        found = [decode(NEWS_ITEMS, record.value) for record in records]  # type: ignore[attr-defined]
        return [item for item in found if item.native_id == native_id]

    return mine(consume(NEWS_ITEMS, until=lambda records: len(mine(records)) >= count))


def test_a_feed_is_published_once_and_asked_for_changes(
    kafka_bootstrap: str, migrated: str, consume: Consume, feeds: FeedServer, tmp_path: Path
) -> None:
    guid, modified = tmp_path.name, "Wed, 28 May 2025 06:30:00 GMT"
    feeds.answers["/a"] = sends(sample_feed(guid), ETag='"one"', Last_Modified=modified)
    assert poll(kafka_bootstrap, migrated, tmp_path, feeds) == (0, ["a: fetched"])
    assert poll(kafka_bootstrap, migrated, tmp_path, feeds) == (0, ["a: unchanged"])
    first, second = feeds.headers_asked("/a")
    assert "if-none-match" not in first
    assert (second["if-none-match"], second["if-modified-since"]) == ('"one"', modified)
    feeds.answers["/a"] = sends(sample_feed(guid, "An edited text."), ETag='"two"')
    assert poll(kafka_bootstrap, migrated, tmp_path, feeds) == (0, ["a: fetched"])
    old, new = items(consume, guid, 2)
    assert old.id == new.id and old.version != new.version and new.body.endswith("An edited text.")


def test_limits_and_failures_are_told_and_harm_no_other_feed(
    kafka_bootstrap: str, migrated: str, feeds: FeedServer, tmp_path: Path
) -> None:
    zeros = gzip.compress(b" " * 3_000_000)
    assert len(zeros) < 10_000
    feeds.answers |= {
        "/good": sends(sample_feed(tmp_path.name)),
        "/zipped": sends(gzip.compress(sample_feed(tmp_path.name + "z")), Content_Encoding="gzip"),
        "/large": sends(b" " * 300_000),
        "/bomb": sends(zeros, Content_Encoding="gzip"),
        "/slow": drips,
        "/absent": sends(b"", 404),
        "/page": sends(b"<html><body>A page</body></html>", Content_Type="text/html"),
        "/garbled": sends(b"not gzip", Content_Encoding="gzip"),
        "/moved": sends(b"", 302, Location=feeds.url("/good")),
        "/away": sends(b"", 302, Location="http://169.254.169.254/latest"),
    }
    limits = {"FEED_TIMEOUT_SECONDS": "1.5", "FEED_COMPRESSED_BYTES_MAX": "200000", "FEED_BYTES_MAX": "1000000"}
    status, results = poll(kafka_bootstrap, migrated, tmp_path, feeds, **limits)
    assert status == 1
    assert results == [
        "absent: http_error",
        "away: refused",
        "bomb: too_large",
        "garbled: unreachable",
        "good: fetched",
        "large: too_large",
        "moved: fetched",
        "page: not_a_feed",
        "slow: timed_out",
        "zipped: fetched",
    ]


def test_private_addresses_are_refused_unless_allowed(kafka_bootstrap: str, migrated: str, feeds: FeedServer, tmp_path: Path) -> None:
    feeds.answers["/a"] = sends(sample_feed(tmp_path.name))
    assert poll(kafka_bootstrap, migrated, tmp_path, feeds, EGRESS_ALLOW="") == (1, ["a: refused"])
    assert feeds.asked == []


def test_polling_goes_on_until_it_is_stopped(
    kafka_bootstrap: str, migrated: str, consume: Consume, feeds: FeedServer, tmp_path: Path
) -> None:
    guid = tmp_path.name
    feeds.answers["/a"] = sends(sample_feed(guid))
    catalogue = tmp_path / "catalogue.yaml"
    catalogue.write_text(json.dumps({"sources": [{"id": "a", "url": feeds.url("/a")}]}))
    settings = {"EGRESS_ALLOW": "127.0.0.0/8", "FEED_HTTP_PORT": "0"}
    with started(["poll", str(catalogue)], kafka_bootstrap, migrated, tmp_path / "log", **settings) as process:
        assert len(items(consume, guid, 1)) == 1
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert len(feeds.asked) == 1


def test_a_catalogue_that_is_wrong_is_one_line(kafka_bootstrap: str, migrated: str, tmp_path: Path) -> None:
    catalogue, log = tmp_path / "catalogue.yaml", tmp_path / "log"
    catalogue.write_text("sources:\n  - {id: a, url: ftp://a.example}\n")
    said = "sources[0].url: must be an absolute http or https address\n"
    assert ran(["poll", str(catalogue), "--once"], kafka_bootstrap, migrated, log) == (1, said)


def test_a_feed_that_could_not_be_published_keeps_its_old_validators(
    broker: Broker, migrated: str, feeds: FeedServer, tmp_path: Path
) -> None:
    def pausing(request: BaseHTTPRequestHandler) -> None:
        broker.pause()
        sends(sample_feed(tmp_path.name), ETag='"one"')(request)

    feeds.answers["/a"] = pausing
    assert poll(broker.bootstrap, migrated, tmp_path, feeds, ACKNOWLEDGEMENT_SECONDS="1") == (1, ["a: unconfirmed"])
    broker.resume()
    feeds.answers["/a"] = sends(sample_feed(tmp_path.name), ETag='"one"')
    assert poll(broker.bootstrap, migrated, tmp_path, feeds) == (0, ["a: fetched"])
    assert "if-none-match" not in feeds.headers_asked("/a")[1]


def polling(feeds: FeedServer, folder: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    catalogue = folder / "catalogue.yaml"
    catalogue.write_text(json.dumps({"sources": [{"id": path.strip("/"), "url": feeds.url(path)} for path in feeds.answers]}))
    return ["poll", str(catalogue), *words], {"EGRESS_ALLOW": "127.0.0.0/8", "FEED_HTTP_PORT": "0"}


@pytest.mark.parametrize(("words", "status"), [([], 0), (["--once"], 1)])
def test_feeds_that_never_end_do_not_hold_up_the_stop(
    kafka_bootstrap: str, migrated: str, feeds: FeedServer, tmp_path: Path, words: list[str], status: int
) -> None:
    feeds.answers |= {f"/{n}": drips for n in range(20)}
    arguments, settings = polling(feeds, tmp_path, *words)
    log = tmp_path / "log"
    with started(arguments, kafka_bootstrap, migrated, log, FEED_TIMEOUT_SECONDS="60", **settings) as process:
        until(lambda: len(feeds.asked) == FEEDS_AT_A_TIME, log)
        process.terminate()
        assert process.wait(timeout=15) == status
    assert len(feeds.asked) == FEEDS_AT_A_TIME
    assert "Traceback" not in log.read_text()


def test_a_database_that_takes_no_state_ends_the_polling(kafka_bootstrap: str, migrated: str, feeds: FeedServer, tmp_path: Path) -> None:
    def without_the_schema(request: BaseHTTPRequestHandler) -> None:
        engine = database.open_engine(migrated)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA ingest CASCADE"))
        engine.dispose()
        sends(b"", 404)(request)

    feeds.answers |= {"/a": without_the_schema, "/slow": drips}
    arguments, settings = polling(feeds, tmp_path)
    status, said = ran(arguments, kafka_bootstrap, migrated, tmp_path / "log", FEED_TIMEOUT_SECONDS="60", **settings)
    assert status == 1 and "Traceback" not in said
    assert len([line for line in said.splitlines() if "the database does not take the state of a feed" in line]) == 1, said


def test_a_slow_feed_holds_back_no_other(migrated: str, feeds: FeedServer) -> None:
    feeds.answers |= {"/fast": sends(b"", 404), "/slow": drips}
    sources = [FeedSource(id=path[1:], url=feeds.url(path)) for path in feeds.answers]
    settings = IngestSettings(database_url=migrated, kafka_bootstrap="127.0.0.1:9", egress_allow=("127.0.0.0/8",))
    engine, stop, reached = database.open_engine(migrated), threading.Event(), threading.Event()
    reached.set()
    # A day passes each time that somebody looks.
    days = (datetime.datetime(2025, 5, 28, tzinfo=datetime.UTC) + datetime.timedelta(days=n) for n in itertools.count())
    publisher = Publisher(producer=lambda: None, engine=engine, clock=lambda: next(days), in_flight_bytes_max=1)
    poller = Poller(settings, engine, publisher, lambda: next(days), random.Random(7), stop)
    thread = threading.Thread(target=lambda: asyncio.run(poll_until(poller, sources, Progress(), reached)))
    thread.start()
    try:
        until(lambda: len(feeds.headers_asked("/fast")) >= 3, seconds=15)
    finally:
        stop.set()
        thread.join(timeout=15)
        engine.dispose()
    assert len(feeds.headers_asked("/slow")) == 1 and not thread.is_alive()


def test_a_port_that_is_taken_is_one_line(kafka_bootstrap: str, migrated: str, feeds: FeedServer, tmp_path: Path) -> None:
    arguments, settings = polling(feeds, tmp_path)
    taken = settings | {"FEED_HTTP_PORT": str(feeds.port)}
    said = f"port {feeds.port} on 127.0.0.1: Address already in use\n"
    assert ran(arguments, kafka_bootstrap, migrated, tmp_path / "log", **taken) == (1, said)
