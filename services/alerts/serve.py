"""An alerts process: its roles, from start to stop."""

import asyncio
import datetime
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from functools import partial

from prometheus_client import REGISTRY
from sqlalchemy import Engine

from schemas.topic_table import ALERTS_GROUP, MAX_DEAD_LETTER_BYTES, NEWS_ENRICHED
from services.alerts import database
from services.alerts.api.server import serve_http
from services.alerts.deliver.worker import DeliverWorker
from services.alerts.match import clock
from services.alerts.match.handle import handler
from services.alerts.match.relay import Relay
from services.alerts.parts import Part, run_together
from services.alerts.settings import AlertsSettings
from services.runtime import logs, metrics, process
from services.runtime.consumer import consume, open_consumer
from services.runtime.dead_letters import DeadLetterLimit
from services.runtime.observe import Progress, Readiness
from services.runtime.producer import Producer, kafka_silent

ROLES = ("api", "match", "deliver")
CLIENT_ID = "demarche-alerts"


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def serve(settings: AlertsSettings, roles: Sequence[str]) -> int:
    """Every process answers /metrics, /healthz and /readyz; the API is there with the role `api`. Raises WrongSchema."""
    logs.configure("alerts", as_json=settings.log_json, level=settings.log_level)
    stop = process.stop_on_signals()
    engine = database.open_engine(settings.database_url)
    database.require(engine)
    try:
        listener = socket.create_server((settings.http_host, settings.http_port), backlog=256)
    except OSError as error:
        print(f"port {settings.http_port} on {settings.http_host}: {error.strerror}", file=sys.stderr)
        return 1
    with listener:
        working = [part for role, parts in (("match", _match), ("deliver", _deliver)) if role in roles for part in parts(settings, engine)]
        ready: dict[str, Readiness] = {"database": partial(database.not_ready, engine)}
        if "match" in roles:
            ready["kafka"] = partial(kafka_silent, settings.kafka_bootstrap)
        alive = {part.name: part.progress.stuck for part in working}
        http = partial(serve_http, settings, engine, listener, with_api="api" in roles, alive=alive, ready=ready, clock=now)
        status = run_together([Part("http", http, Progress()), *working], stop)
    engine.dispose()
    return status


def _match(settings: AlertsSettings, engine: Engine) -> list[Part]:
    reading, relaying, ticking = Progress(), Progress(), Progress()
    return [
        Part("consume", partial(_consume, settings, engine, reading), reading),
        Part("relay", partial(_relay, settings, engine, relaying), relaying),
        Part("clock", partial(_tick, settings, engine, ticking), ticking),
    ]


def _deliver(settings: AlertsSettings, engine: Engine) -> list[Part]:
    progress = Progress()

    def run(stop: threading.Event) -> None:
        async def deliver() -> None:
            await DeliverWorker(settings, engine, progress=progress, age=metrics.WorkAge("deliver"), clock=now).run(stop)

        asyncio.run(deliver())

    return [Part("deliver", run, progress)]


def _consume(settings: AlertsSettings, engine: Engine, progress: Progress, stop: threading.Event) -> None:
    with (
        closing(
            Producer(settings.kafka_bootstrap, client_id=f"{CLIENT_ID}-dead-letters", max_request_bytes=MAX_DEAD_LETTER_BYTES)
        ) as producer,
        closing(
            open_consumer(
                settings.kafka_bootstrap,
                NEWS_ENRICHED,
                ALERTS_GROUP,
                client_id=CLIENT_ID,
                max_poll_records=settings.match_batch,
                session_timeout_seconds=settings.session_timeout_seconds,
            )
        ) as consumer,
    ):
        consume(
            consumer,
            NEWS_ENRICHED,
            ALERTS_GROUP,
            handler(engine, clock=now),
            producer=producer,
            limit=DeadLetterLimit(limit=settings.dead_letter_limit, window_seconds=settings.dead_letter_window_seconds),
            progress=progress,
            age=metrics.WorkAge("match"),
            stop=stop,
        )


def _relay(settings: AlertsSettings, engine: Engine, progress: Progress, stop: threading.Event) -> None:
    with closing(Producer(settings.kafka_bootstrap, client_id=f"{CLIENT_ID}-relay")) as producer:
        Relay(engine, producer, batch=settings.outbox_batch, progress=progress, clock=now).run(stop)


def _tick(settings: AlertsSettings, engine: Engine, progress: Progress, stop: threading.Event) -> None:
    def lag() -> float:
        return REGISTRY.get_sample_value("demarche_consumer_lag", {"topic": NEWS_ENRICHED.name}) or 0

    clock.run(engine, stop, interval_seconds=settings.clock_interval_seconds, lag=lag, progress=progress, clock=now)
