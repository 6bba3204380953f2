"""The Faust app: one agent around a pure function, in batches, each finished only when the brokers have what it sent."""

import asyncio
import datetime
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import faust

from schemas.topic_table import ENRICHER_GROUP, MAX_DEAD_LETTER_BYTES, MAX_MESSAGE_BYTES, NEWS_ENRICHED, NEWS_ITEMS, NEWS_ITEMS_DLQ
from services.enricher.settings import EnricherSettings
from services.enricher.transport import Consumer, Transport
from services.runtime import logs, metrics
from services.runtime.dead_letters import DeadLetterLimit, Refusal, dead_letter
from services.runtime.observe import Progress
from services.runtime.producer import Record
from services.runtime.received import Received
from services.runtime.trace import trace_id, traceparent_of

# Makes of a message what is to be sent, or says why it cannot.
Handle = Callable[[Received, datetime.datetime], Record | Refusal]

log = logs.get_logger(__name__)


def faust_app(settings: EnricherSettings) -> faust.App:
    """Durations are in seconds. Topics are declared from the topic table, the web server and tables stay off."""
    app = faust.App(
        ENRICHER_GROUP,
        broker=[f"kafka://{host}" for host in settings.kafka_bootstrap.split(",")],
        key_serializer="raw",
        value_serializer="raw",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=MAX_MESSAGE_BYTES,
        broker_commit_interval=settings.commit_interval_seconds,
        broker_request_timeout=max(settings.send_timeout_seconds, settings.session_timeout_seconds + 5),
        broker_session_timeout=settings.session_timeout_seconds,
        broker_heartbeat_interval=settings.session_timeout_seconds / 5,
        broker_max_poll_interval=300.0,
        producer_linger=0.002,
        producer_acks=-1,
        producer_max_request_size=MAX_DEAD_LETTER_BYTES,
        producer_request_timeout=settings.send_timeout_seconds,
        stream_buffer_maxsize=max(4096, 2 * settings.batch_items),
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        # Faust makes a folder for tables even where there are none; the folder of work may be read-only.
        datadir=Path(tempfile.gettempdir()) / f"demarche-enricher-{os.getuid()}",
        web_enabled=False,
    )
    app.transport = Transport(app.conf.broker_consumer, app)
    app.producer_transport = Transport(app.conf.broker_producer, app)
    return app


def add_agent(app: faust.App, settings: EnricherSettings, handle: Handle, *, progress: Progress, limit: DeadLetterLimit) -> None:
    """Adds the agent. Concurrency stays 1: above it Faust's offsets can pass unfinished work."""
    source = app.topic(NEWS_ITEMS.name, internal=True)
    targets = {name: app.topic(name, internal=True) for name in (NEWS_ENRICHED.name, NEWS_ITEMS_DLQ.name)}
    age = metrics.WorkAge("enrich")

    async def send(record: Record) -> Any:
        return await targets[record.topic].send(key=record.key, value=record.value, headers=record.headers)

    async def work(events: Any) -> None:
        """The whole batch: handled one by one, its sends awaited together, then finished."""
        consumer = cast(Consumer, app.consumer)
        consumer.begin()
        pending = []
        for event in events:
            received = received_of(event.message)
            # In a thread, so that a long text keeps neither a rebalance nor /healthz waiting.
            outcome = await asyncio.to_thread(handle, received, datetime.datetime.now(datetime.UTC))
            pending.append(await send(_buried(outcome, limit) if isinstance(outcome, Refusal) else _told(outcome)))
            progress.beat()
        await asyncio.gather(*pending)
        consumer.finish(event.message for event in events)
        metrics.MESSAGES.labels(NEWS_ITEMS.name, "handled").inc(len(events))
        age.finished(max(event.message.timestamp for event in events))

    @app.agent(source, concurrency=1, name="enrich")
    async def enrich(stream: Any) -> None:
        async for events in stream.take_events(settings.batch_items, within=settings.batch_within_seconds):
            try:
                await work(events)
            except Exception as error:
                metrics.ERRORS.labels("batch_failed").inc()
                log.exception("batch not finished, the worker stops without a commit")
                await app.crash(error)
                return

    @app.timer(1.0)  # type: ignore[untyped-decorator]
    async def watch() -> None:
        if cast(Consumer, app.consumer).idle:
            progress.beat()
        metrics.LAG.labels(NEWS_ITEMS.name).set(_lag(app.consumer))


def received_of(message: Any) -> Received:
    headers = message.headers.items() if isinstance(message.headers, dict) else message.headers or ()
    stamp = int((message.timestamp or time.time()) * 1000)
    return Received(message.topic, message.partition, message.offset, message.key, message.value, tuple(headers), stamp)


def _told(record: Record) -> Record:
    log.info("item enriched", item=(record.key or b"").decode(errors="replace"), trace_id=trace_id(traceparent_of(record.headers) or ""))
    return record


def _buried(refusal: Refusal, limit: DeadLetterLimit) -> Record:
    limit.note(time.monotonic())
    letter = dead_letter(NEWS_ITEMS, ENRICHER_GROUP, refusal, now=datetime.datetime.now(datetime.UTC))
    metrics.DEAD_LETTERS.labels(NEWS_ITEMS.name, refusal.reason).inc()
    trace = trace_id(traceparent_of(refusal.received.headers) or "")
    log.warning("message sent to the dead-letter topic", reason=refusal.reason, detail=refusal.detail, topic=letter.topic, trace_id=trace)
    return Record(letter.topic, letter.key, letter.value, letter.headers)


def _lag(consumer: Any) -> int:
    """Messages of the assigned partitions that are not committed yet."""
    committed = consumer._committed_offset
    return sum(max(0, (consumer.highwater(tp) or 0) - (committed.get(tp) or 0)) for tp in consumer.assignment())
