"""`poll`: fetches the feeds of a catalogue when they are due, and publishes what is new in them."""

import asyncio
import dataclasses
import datetime
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlalchemy import Engine

from services.ingest import database, metrics
from services.ingest.bodies import BATCH_ITEMS
from services.ingest.feeds import state
from services.ingest.feeds.catalogue import BadCatalogue, FeedSource, load
from services.ingest.feeds.fetch import Fetched, Limits, fetch
from services.ingest.feeds.parse import NotAFeed, submissions
from services.ingest.feeds.schedule import UNCONFIRMED_SECONDS, next_poll
from services.ingest.feeds.state import FeedState
from services.ingest.item import make_item
from services.ingest.link import publishing
from services.ingest.outcome import Entry, Outcome
from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from services.ingest.submission import Refused, Submission
from services.runtime import logs, observe, process
from services.runtime.egress import guarded_session
from services.runtime.producer import kafka_silent
from services.runtime.trace import continue_trace

FEEDS_AT_A_TIME = 8
TICK_SECONDS = 1.0
REACH_SECONDS = 10
GOOD = ("fetched", "unchanged")
FAILURES = ("too_large", "timed_out", "http_error", "refused", "unreachable", "not_a_feed")

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Poller:
    settings: IngestSettings
    engine: Engine
    publisher: Publisher
    clock: Callable[[], datetime.datetime]
    dice: random.Random

    @property
    def limits(self) -> Limits:
        settings = self.settings
        return Limits(settings.feed_timeout_seconds, settings.feed_compressed_bytes_max, settings.feed_bytes_max)


def run(settings: IngestSettings, catalogue: Path, clock: Callable[[], datetime.datetime], *, once: bool) -> int:
    """With `once` every feed is polled now; 0 if all of them answered and all that is new in them is in Kafka, else 1."""
    stop = process.stop_on_signals()
    engine = database.open_engine(settings.database_url)
    try:
        sources = load(catalogue)
    except (BadCatalogue, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    database.require(engine)
    with publishing(settings, engine, clock) as (publisher, link):
        if once and not (link.reached.wait(REACH_SECONDS) and link.producer):
            print(f"Kafka at {settings.kafka_bootstrap} does not answer", file=sys.stderr)
            return 1
        poller = Poller(settings, engine, publisher, clock, random.Random())
        if once:
            return asyncio.run(poll_all(poller, sources))
        progress = observe.Progress(stale_after_seconds=60 + settings.feed_timeout_seconds)
        ready = {"kafka": lambda: kafka_silent(settings.kafka_bootstrap), "database": lambda: database.not_ready(engine)}
        routes = observe.routes(alive={"poller": progress.stuck}, ready=ready)
        with observe.served_in_thread(routes, host=settings.http_host, port=settings.feed_http_port):
            asyncio.run(poll_until(poller, sources, progress, stop, link.reached))
    return 0


async def poll_all(poller: Poller, sources: list[FeedSource]) -> int:
    states = await asyncio.to_thread(state.load, poller.engine, sources, poller.clock())
    async with guarded_session(poller.settings.egress) as session:
        after = [await polled for polled in _polled(poller, session, sources, states)]
    for polled in after:
        print(f"{polled.source_id}: {polled.last_result}")
    return 0 if all(polled.last_result in GOOD for polled in after) else 1


async def poll_until(
    poller: Poller, sources: list[FeedSource], progress: observe.Progress, stop: threading.Event, reached: threading.Event
) -> None:
    """No feed is asked before Kafka has been `reached`."""
    states = await asyncio.to_thread(state.load, poller.engine, sources, poller.clock())
    async with guarded_session(poller.settings.egress) as session:
        while not stop.is_set():
            progress.beat()
            due = [source for source in sources if reached.is_set() and states[source.id].next_poll_at <= poller.clock()]
            for polled in _polled(poller, session, due, states):
                after = await polled
                states[after.source_id] = after
                progress.beat()
            await asyncio.to_thread(stop.wait, TICK_SECONDS)


def _polled(
    poller: Poller, session: aiohttp.ClientSession, sources: list[FeedSource], states: dict[str, FeedState]
) -> "Iterator[asyncio.Future[FeedState]]":
    """A few at a time, each as soon as it is done."""
    places = asyncio.Semaphore(FEEDS_AT_A_TIME)

    async def one(source: FeedSource) -> FeedState:
        async with places:
            return await poll_one(poller, session, source, states[source.id])

    return asyncio.as_completed([asyncio.ensure_future(one(source)) for source in sources])


async def poll_one(poller: Poller, session: aiohttp.ClientSession, source: FeedSource, before: FeedState) -> FeedState:
    """The validators of a feed are kept only once all that was in it is in Kafka: else the next poll would hear of no change."""
    fetched = await fetch(session, source.url, before.validators, poller.limits)
    if fetched.result == "fetched":
        fetched = await asyncio.to_thread(_publish, poller, source, fetched)
    good = fetched.result in GOOD
    metrics.FEED_FETCHES.labels(fetched.result).inc()
    (log.info if good else log.warning)("feed polled", source=source.id, result=fetched.result, detail=fetched.detail)
    now = poller.clock()
    failures = before.failures + 1 if fetched.result in FAILURES else 0
    interval_seconds = UNCONFIRMED_SECONDS if fetched.result == "unconfirmed" else source.interval_seconds
    after = dataclasses.replace(
        before,
        etag=fetched.validators.etag if good else before.etag,
        last_modified=fetched.validators.last_modified if good else before.last_modified,
        next_poll_at=next_poll(now, interval_seconds=interval_seconds, failures=failures, dice=poller.dice),
        failures=failures,
        last_result=fetched.result,
        polled_at=now,
    )
    await asyncio.to_thread(state.save, poller.engine, after)
    return after


def _publish(poller: Poller, source: FeedSource, fetched: Fetched) -> Fetched:
    try:
        given = submissions(fetched.body, source, content_type=fetched.content_type, url=fetched.url)
    except NotAFeed as error:
        return Fetched("not_a_feed", str(error))
    counts, seen = Counter[str](), set[tuple[str, str]]()
    for start in range(0, len(given), BATCH_ITEMS):
        now = poller.clock()
        begun = poller.publisher.begin([_entry(submission, now) for submission in given[start : start + BATCH_ITEMS]], seen)
        deadline = time.monotonic() + poller.settings.acknowledgement_seconds
        counts.update(outcome.outcome for outcome in poller.publisher.finish(begun, deadline, "feed"))
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    return Fetched("unconfirmed", told) if counts["unconfirmed"] else dataclasses.replace(fetched, detail=told)


def _entry(submission: Submission, now: datetime.datetime) -> Entry | Outcome:
    try:
        return Entry(make_item(submission, now), continue_trace(None))
    except Refused as refused:
        log.warning("an entry of a feed is refused", source=submission.source.id, errors=str(refused))
        return Outcome("rejected", errors=tuple(refused.errors))
