"""The deliver role: claims what is due, keeps many requests in flight, notes what became of each."""

import asyncio
import contextlib
import datetime
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import aiohttp
from sqlalchemy import Engine

from services.alerts import metrics
from services.alerts.database import WAKE_DELIVERY
from services.alerts.deliver import queue, webhook
from services.alerts.deliver.outcome import Answer, Step, next_step
from services.alerts.deliver.queue import Job
from services.alerts.deliver.wake import listen
from services.alerts.settings import AlertsSettings
from services.runtime import logs
from services.runtime.metrics import WorkAge
from services.runtime.observe import Progress
from services.runtime.trace import trace_id

# Retries fall due without anybody saying so; of new rows the database tells at once.
POLL_SECONDS = 1.0
# What is in flight at a stop has this long to end; what does not is sent again when its lease is over.
GRACE_SECONDS = 3.0

Clock = Callable[[], datetime.datetime]
log = logs.get_logger(__name__)


class DeliverWorker:
    def __init__(self, settings: AlertsSettings, engine: Engine, *, progress: Progress, age: WorkAge, clock: Clock) -> None:
        self._settings = settings
        self._engine = engine
        self._progress = progress
        self._age = age
        self._clock = clock
        self._wake = asyncio.Event()
        self._in_flight: Counter[str] = Counter()
        self._reported = 0.0
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self, stop: threading.Event) -> None:
        """Until `stop`; then waits for what is in flight. Raises, in an ExceptionGroup, what the database raises."""
        async with (
            webhook.open_session(self._settings.egress, timeout_seconds=self._settings.webhook_timeout_seconds) as session,
            asyncio.TaskGroup() as tasks,
        ):
            listening = tasks.create_task(listen(self._settings.database_url, WAKE_DELIVERY, lambda _: self._wake.set()))
            while not stop.is_set():
                self._progress.beat()
                self._wake.clear()
                jobs = await asyncio.to_thread(self._claim)
                for job in jobs:
                    self._in_flight[job.url] += 1
                    sending = tasks.create_task(self._deliver(session, job))
                    self._sending.add(sending)
                    sending.add_done_callback(self._sending.discard)
                await self._report()
                if not jobs:
                    await self._idle()
            listening.cancel()
            await self._finish_sending()

    async def _finish_sending(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=GRACE_SECONDS)
        for sending in tuple(self._sending):
            sending.cancel()

    async def _idle(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)

    async def _report(self) -> None:
        """Once a second, since it counts rows."""
        if time.monotonic() - self._reported < POLL_SECONDS:
            return
        self._reported = time.monotonic()
        pending, age = await asyncio.to_thread(queue.backlog, self._engine, now=self._clock())
        metrics.PENDING.set(pending)
        metrics.PENDING_AGE.set(age)

    def _claim(self) -> list[Job]:
        room = self._settings.webhook_in_flight - self._in_flight.total()
        # One receiver that does not answer must not hold up the others.
        most_each = max(1, self._settings.webhook_in_flight // 4)
        busy = [target for target, count in self._in_flight.items() if count >= most_each]
        limit = min(room, most_each)
        lease = self._settings.webhook_lease_seconds
        return queue.claim(self._engine, limit=limit, lease_seconds=lease, busy=busy, now=self._clock()) if limit > 0 else []

    async def _deliver(self, session: aiohttp.ClientSession, job: Job) -> None:
        try:
            if job.secrets:
                await self._try(session, job)
            else:
                await asyncio.to_thread(queue.drop, self._engine, job, now=self._clock())
                metrics.NOTIFICATIONS.labels("webhook", "dropped").inc()
        finally:
            self._in_flight[job.url] -= 1
            self._in_flight += Counter()
            self._wake.set()

    async def _try(self, session: aiohttp.ClientSession, job: Job) -> None:
        started = time.perf_counter()
        answer = await webhook.post(session, job, allow=self._settings.egress, now=self._clock())
        seconds = time.perf_counter() - started
        now = self._clock()
        schedule = self._settings.webhook_retry_seconds
        step = next_step(answer, attempt=job.attempt, schedule=schedule, jitter=random.random(), now=now)
        await asyncio.to_thread(queue.finish, self._engine, job, answer, step, milliseconds=int(seconds * 1000), now=now)
        metrics.ATTEMPT_SECONDS.observe(seconds)
        self._note(job, answer, step, now)

    def _note(self, job: Job, answer: Answer, step: Step, now: datetime.datetime) -> None:
        metrics.NOTIFICATIONS.labels("webhook", "retried" if step.status == "pending" else step.status).inc()
        fields = {"notification": job.message_id, "attempt": job.attempt, "trace_id": trace_id(job.traceparent)}
        if step.status == "delivered":
            self._age.finished(now.timestamp())
            if job.received_at:
                metrics.LATENCY.labels("webhook").observe((now - job.received_at).total_seconds())
            log.info("notification delivered", **fields)
        else:
            log.warning("notification not delivered", outcome=step.outcome, then=step.reason or "retry", detail=answer.detail, **fields)
