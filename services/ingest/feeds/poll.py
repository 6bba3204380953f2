"""`poll`: fetches the feeds of a catalogue when they are due, and publishes what is new in them."""

import asyncio
import contextlib
import dataclasses
import datetime
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.ingest import database, metrics
from services.ingest.bodies import BATCH_ITEMS
from services.ingest.feeds import state
from services.ingest.feeds.catalogue import BadCatalogue, FeedSource, load
from services.ingest.feeds.fetch import Fetched, Limits, fetch
from services.ingest.feeds.parse import NotAFeed
from services.ingest.feeds.parse_apart import parse_apart
from services.ingest.feeds.schedule import UNCONFIRMED_SECONDS, next_poll
from services.ingest.feeds.state import FeedState
from services.ingest.item import make_item
from services.ingest.link import Link, publishing
from services.ingest.outcome import Entry, Outcome
from services.ingest.publish import Publisher
from services.ingest.serve import not_listening
from services.ingest.settings import IngestSettings
from services.ingest.submission import Refused, Submission
from services.runtime import logs, observe, process
from services.runtime.egress import guarded_session
from services.runtime.producer import kafka_silent
from services.runtime.trace import continue_trace

FEEDS_AT_A_TIME = 8
TICK_SECONDS = 1.0
STOP_SECONDS = 0.1
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
    stop: threading.Event

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
    status = 1
    with publishing(settings, engine, clock) as (publisher, link):
        poller = Poller(settings, engine, publisher, clock, random.Random(), stop)
        try:
            status = _once(poller, sources, link) if once else _serve(poller, sources, link)
        except* SQLAlchemyError as group:
            log.error("stopped, since the database does not take the state of a feed", reason=type(group.exceptions[0]).__name__)
    engine.dispose()
    return status


def _once(poller: Poller, sources: list[FeedSource], link: Link) -> int:
    if not link.in_reach(REACH_SECONDS, poller.stop):
        print(f"Kafka at {poller.settings.kafka_bootstrap} does not answer", file=sys.stderr)
        return 1
    return asyncio.run(poll_all(poller, sources))


def _serve(poller: Poller, sources: list[FeedSource], link: Link) -> int:
    settings = poller.settings
    progress = observe.Progress(stale_after_seconds=60)
    ready = {"kafka": lambda: kafka_silent(settings.kafka_bootstrap), "database": lambda: database.not_ready(poller.engine)}
    routes = observe.routes(alive={"poller": progress.stuck}, ready=ready)
    with contextlib.ExitStack() as served:
        try:
            served.enter_context(observe.served_in_thread(routes, host=settings.http_host, port=settings.feed_http_port))
        except OSError as error:
            print(not_listening(settings.http_host, settings.feed_http_port, error), file=sys.stderr)
            return 1
        asyncio.run(poll_until(poller, sources, progress, link.reached))
    return 0


async def poll_all(poller: Poller, sources: list[FeedSource]) -> int:
    states = await asyncio.to_thread(state.load, poller.engine, sources, poller.clock())
    places = asyncio.Semaphore(FEEDS_AT_A_TIME)
    after: list[FeedState] = []

    async def one(source: FeedSource) -> None:
        async with places:
            after.append(await poll_one(poller, session, source, states[source.id]))

    async with guarded_session(poller.settings.egress) as session:
        await _until_stopped(poller.stop, [one(source) for source in sources])
    for polled in after:
        print(f"{polled.source_id}: {polled.last_result}")
    if left := len(sources) - len(after):
        print(f"stopped with {left} of {len(sources)} feeds not polled", file=sys.stderr)
    return 0 if not left and all(polled.last_result in GOOD for polled in after) else 1


async def poll_until(poller: Poller, sources: list[FeedSource], progress: observe.Progress, reached: threading.Event) -> None:
    """Each feed by itself, a few at a time. None is asked before Kafka has been `reached`."""
    states = await asyncio.to_thread(state.load, poller.engine, sources, poller.clock())
    places = asyncio.Semaphore(FEEDS_AT_A_TIME)

    async def keep(source: FeedSource, before: FeedState) -> None:
        while True:
            if reached.is_set() and before.next_poll_at <= poller.clock():
                async with places:
                    before = await poll_one(poller, session, source, before)
            await asyncio.sleep(TICK_SECONDS)

    async def beat() -> None:
        while True:
            progress.beat()
            await asyncio.sleep(TICK_SECONDS)

    async with guarded_session(poller.settings.egress) as session:
        await _until_stopped(poller.stop, [beat(), *(keep(source, states[source.id]) for source in sources)])


async def _until_stopped(stop: threading.Event, jobs: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Ends when all jobs have, or `stop` is set, or one fails: the others are cancelled. Raises an ExceptionGroup of failures."""
    working, watching = asyncio.create_task(_together(jobs)), asyncio.create_task(_is_set(stop))
    await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
    working.cancel()
    watching.cancel()
    await asyncio.wait((working, watching))
    if not working.cancelled():
        working.result()


async def _together(jobs: Sequence[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(job)


async def _is_set(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(STOP_SECONDS)


async def poll_one(poller: Poller, session: aiohttp.ClientSession, source: FeedSource, before: FeedState) -> FeedState:
    """The validators of a feed are kept only once all that was in it is in Kafka: else the next poll would hear of no change."""
    fetched = await fetch(session, source.url, before.validators, poller.limits)
    if fetched.result == "fetched":
        fetched = await _take(poller, source, fetched)
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


async def _take(poller: Poller, source: FeedSource, fetched: Fetched) -> Fetched:
    seconds = poller.settings.feed_timeout_seconds
    try:
        given = await parse_apart(fetched.body, source, content_type=fetched.content_type, url=fetched.url, seconds=seconds)
    except NotAFeed as error:
        return Fetched("not_a_feed", str(error))
    except TimeoutError:
        return Fetched("timed_out", f"over {seconds:g} s to parse it")
    return await asyncio.to_thread(_publish, poller, fetched, given)


def _publish(poller: Poller, fetched: Fetched, given: list[Submission]) -> Fetched:
    counts, seen = Counter[str](), set[tuple[str, str]]()
    for start in range(0, len(given), BATCH_ITEMS):
        if poller.stop.is_set():
            return Fetched("unconfirmed", "stopped")
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
