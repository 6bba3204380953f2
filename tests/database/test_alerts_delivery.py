"""Webhooks from a real PostgreSQL to a real receiver: order, leases, endings, and what the guard refuses."""

import asyncio
import contextlib
import datetime
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest
from aiohttp import web
from sqlalchemy import Engine, select

from services.alerts import database, subscriptions
from services.alerts.deliver import queue
from services.alerts.deliver.outcome import Answer, Step
from services.alerts.deliver.worker import DeliverWorker
from services.alerts.match import notify
from services.alerts.settings import AlertsSettings
from services.alerts.tables import attempts, notifications
from services.runtime.metrics import WorkAge
from services.runtime.observe import Progress
from tests.alerts.news import NOW, TRACEPARENT, subscription

AGE = WorkAge("deliver-test")
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
FAST = {"egress_allow": "127.0.0.0/8", "webhook_retry_seconds": "0.05,0.05", "webhook_timeout_seconds": 0.5, "webhook_lease_seconds": 1}


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


def owe(engine: Engine, url: str, *threads: str, **fields: Any) -> None:
    """One notification for each thread, to a subscription of its own url."""
    with engine.begin() as connection:
        wanted = subscription(channel="webhook", url=url, secret=SECRET, **fields)
        subscriptions.add(connection, wanted)
        for number, thread in enumerate(threads):
            row = {
                "message_id": f"msg_{wanted.id}_{number}",
                "owner": wanted.owner,
                "channel": "webhook",
                "target": url,
                "subject": f"change:{wanted.id}:{number}",
                "thread": thread,
                "subscription_ids": [wanted.id],
                "payload": f'{{"thread":"{thread}","number":{number}}}'.encode(),
                "traceparent": TRACEPARENT,
                "received_at": NOW,
                "created_at": NOW,
                "status": "pending",
                "due_at": NOW,
            }
            notify.store(connection, [row])


def claim(engine: Engine, at: datetime.datetime = NOW, limit: int = 10) -> list[queue.Job]:
    return queue.claim(engine, limit=limit, lease_seconds=10, busy=[], now=at)


def finish(engine: Engine, job: queue.Job, step: Step) -> None:
    queue.finish(engine, job, Answer("answered", 500), step, milliseconds=1, now=NOW)


def statuses(engine: Engine) -> list[tuple[str, str | None]]:
    with engine.connect() as connection:
        query = select(notifications.c.status, notifications.c.reason).order_by(notifications.c.id)
        return [(row.status, row.reason) for row in connection.execute(query)]


def after(seconds: float) -> datetime.datetime:
    return NOW + datetime.timedelta(seconds=seconds)


class Receiver:
    """Answers by path: `/status/410`, `/slow`, `/flood`, `/redirect`; keeps what came."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, bytes]] = []
        self.base = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.path, request.headers["webhook-id"], await request.read()))
        kind, _, detail = request.path.strip("/").partition("/")
        if kind == "slow":
            await asyncio.sleep(2)
        if kind == "redirect":
            raise web.HTTPFound(f"{self.base}/status/200")
        if kind == "flood":
            return web.Response(body=b"x" * 5_000_000)
        return web.Response(status=int(detail or 204))


@contextlib.asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/{path:.*}", receiver.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


@contextlib.asynccontextmanager
async def working(engine: Engine, url: str, **settings: Any) -> AsyncIterator[None]:
    """A worker, until the block ends."""
    worker = DeliverWorker(AlertsSettings(database_url=url, **{**FAST, **settings}), engine, progress=Progress(), age=AGE, clock=now)
    stop = threading.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running


async def settled(engine: Engine) -> list[tuple[str, str | None]]:
    for _ in range(400):
        found = await asyncio.to_thread(statuses, engine)
        if all(status != "pending" for status, _ in found):
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(found)


def test_a_first_try_waits_for_the_one_before_it_in_its_thread_and_for_no_other(engine: Engine) -> None:
    owe(engine, "https://a.example.org/", "x", "x", "y")
    first, other = claim(engine)
    assert (first.payload, other.payload) == (b'{"thread":"x","number":0}', b'{"thread":"y","number":2}')
    assert claim(engine) == []
    finish(engine, first, Step("pending", "rejected", due_at=after(3600)))
    assert [job.payload for job in claim(engine)] == [b'{"thread":"x","number":1}']


def test_a_lease_that_ends_gives_the_job_to_another_with_the_same_id(engine: Engine) -> None:
    owe(engine, "https://a.example.org/", "x")
    (lost,) = claim(engine)
    assert claim(engine, after(9)) == []
    (again,) = claim(engine, after(11))
    assert (again.message_id, again.attempt) == (lost.message_id, lost.attempt + 1)
    # The worker that was thought dead has the last word only if it did deliver.
    finish(engine, lost, Step("failed", "rejected", reason="schedule_ended"))
    assert statuses(engine) == [("pending", None)]
    finish(engine, again, Step("delivered", "delivered"))
    assert statuses(engine) == [("delivered", None)]
    with engine.connect() as connection:
        assert list(connection.execute(select(attempts.c.number).order_by(attempts.c.number)).scalars()) == [1, 2]


def test_an_address_that_is_gone_disables_only_what_still_goes_there(engine: Engine) -> None:
    owe(engine, "https://old.example.org/", "x")
    (job,) = claim(engine)
    with engine.begin() as connection:
        (known,) = subscriptions.find(connection, "ada")
        subscriptions.replace(connection, msgspec.structs.replace(known, url="https://new.example.org/"))
    finish(engine, job, Step("failed", "gone", reason="gone", disable=True))
    with engine.connect() as connection:
        (known,) = subscriptions.find(connection, "ada")
    assert known.disabled_reason is None


def test_two_workers_never_claim_the_same_row(engine: Engine) -> None:
    owe(engine, "https://a.example.org/", *(f"thread {n}" for n in range(60)))
    claimed: list[int] = []

    def work() -> None:
        while jobs := claim(engine, limit=3):
            claimed.extend(job.id for job in jobs)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(claimed) == len(set(claimed)) == 60


async def test_each_ending_has_its_reason(engine: Engine, fresh_database: str) -> None:
    async with receiving() as receiver, working(engine, fresh_database):
        for path in ("/status/204", "/status/410", "/status/500", "/redirect", "/flood", "/slow"):
            owe(engine, receiver.base + path, "x")
        owe(engine, "http://10.0.0.1/", "x")
        owe(engine, "http://127.0.0.1:1/", "x")
        owe(engine, receiver.base + "/paused", "x", paused=True)
        assert await settled(engine) == [
            ("delivered", None),
            ("failed", "gone"),
            ("failed", "schedule_ended"),
            ("failed", "schedule_ended"),
            ("delivered", None),
            ("failed", "schedule_ended"),
            ("failed", "egress_refused"),
            ("failed", "schedule_ended"),
            ("dropped", "unsubscribed"),
        ]
    paths = [path for path, _, _ in receiver.requests]
    # Every retry is the same message; nothing followed the redirect, nothing went to who had paused.
    assert {path: paths.count(path) for path in set(paths)} == {
        "/status/204": 1,
        "/status/410": 1,
        "/status/500": 3,
        "/redirect": 3,
        "/flood": 1,
        "/slow": 3,
    }
    assert len({(path, message_id) for path, message_id, _ in receiver.requests}) == 6
    with engine.connect() as connection:
        outcomes = set(connection.execute(select(attempts.c.outcome)).scalars())
        disabled = [known.disabled_reason for known in subscriptions.find(connection, "ada")]
    assert outcomes == {"delivered", "gone", "rejected", "redirected", "timed_out", "egress_refused", "not_connected"}
    assert disabled.count("gone") == 1


async def test_without_an_allow_list_nothing_local_is_reached(engine: Engine, fresh_database: str) -> None:
    async with receiving() as receiver, working(engine, fresh_database, egress_allow=""):
        owe(engine, receiver.base + "/status/204", "x")
        assert await settled(engine) == [("failed", "egress_refused")]
    assert receiver.requests == []


async def test_a_receiver_that_does_not_answer_holds_up_no_other(engine: Engine, fresh_database: str) -> None:
    settings = {"webhook_in_flight": 8, "webhook_timeout_seconds": 5, "webhook_lease_seconds": 10}
    async with receiving() as receiver, working(engine, fresh_database, **settings):
        owe(engine, receiver.base + "/slow", *(f"thread {n}" for n in range(40)))
        owe(engine, receiver.base + "/status/204", "x")
        # Well below the five seconds that each slow one takes.
        async with asyncio.timeout(4):
            while not any(path == "/status/204" for path, _, _ in receiver.requests):
                await asyncio.sleep(0.01)


async def test_a_row_goes_out_when_it_is_committed_and_not_at_the_next_poll(engine: Engine, fresh_database: str) -> None:
    async with receiving() as receiver, working(engine, fresh_database):
        owe(engine, receiver.base + "/status/204", "warm-up")
        await settled(engine)
        started = asyncio.get_running_loop().time()
        for count in range(2, 12):
            await asyncio.to_thread(owe, engine, receiver.base + "/status/200", "x")
            while len(receiver.requests) < count:
                await asyncio.sleep(0.002)
        # A poll comes once a second, so that ten rows which wait for it take some ten seconds.
        assert asyncio.get_running_loop().time() - started < 5
