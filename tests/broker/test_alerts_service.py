"""The alerts service as processes, on real Kafka and PostgreSQL, with a real receiver of webhooks."""

import http.client
import json
import signal
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from sqlalchemy import func, select

from deploy.trial import demo
from deploy.trial.broker import Broker
from deploy.trial.children import Child, spawn, wait_until
from deploy.trial.ports import free_port
from deploy.trial.programs import answers
from schemas import codec
from schemas.enriched_item import EnrichedItem
from schemas.topic_table import DIPLOMACY_CHANGES, DIPLOMACY_EVENTS, NEWS_ENRICHED, NEWS_ENRICHED_DLQ
from services.alerts import database, keys
from services.alerts.tables import items, notifications
from services.runtime.topics import declare
from tests.alerts.news import NOW, TRACEPARENT, announced, dated, enriched
from tests.pipeline.receiver import Receiver, receiving
from tests.streams import Consume, consume_from_here, producer

ROOT = Path(__file__).parents[2]
Send = Callable[..., None]
Start = Callable[..., Child]


@dataclass(frozen=True)
class Api:
    port: int
    key: str

    def __call__(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        status, answer = demo.call(self.port, method, path, key or self.key, body)
        assert status < 300, answer
        return answer


@pytest.fixture
def kafka(module_broker: Broker) -> str:
    declare(module_broker.bootstrap)
    return module_broker.bootstrap


@pytest.fixture
def seen(kafka: str) -> Consume:
    return consume_from_here(kafka)


@pytest.fixture
def store(fresh_database: str) -> Iterator[Any]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def start(kafka: str, fresh_database: str, store: Any, tmp_path: Path) -> Iterator[Start]:
    """Starts an alerts process with some roles and waits until it is ready; what still runs at the end is killed."""
    started: list[Child] = []

    def start(*words: str, port: int | None = None) -> Child:
        port = port or free_port()
        environment = {
            "KAFKA_BOOTSTRAP": kafka,
            "DATABASE_URL": fresh_database,
            "HTTP_PORT": str(port),
            "SESSION_TIMEOUT_SECONDS": "6",
            "EGRESS_ALLOW": "127.0.0.0/8",
            "WEBHOOK_TIMEOUT_SECONDS": "2",
            "WEBHOOK_LEASE_SECONDS": "3",
            "WEBHOOK_RETRY_SECONDS": "0.2,0.2,0.2,0.2",
        }
        child = spawn(
            "alerts", [sys.executable, "-m", "services.alerts", *words], log=tmp_path / "log", environment=environment, folder=ROOT
        )
        started.append(child)
        child.wait_until(lambda: answers(port, "/readyz"), 60)
        return child

    yield start
    for child in started:
        child.stop(signal.SIGKILL)
    print((tmp_path / "log").read_text()[-5000:])


@pytest.fixture
def api(start: Start, store: Any) -> Api:
    """A whole service, and its API as `ada` sees it."""
    port = free_port()
    start("serve", port=port)
    return Api(port, make_key(store, "ada"))


@pytest.fixture
def send(kafka: str) -> Iterator[Send]:
    client = producer(kafka)
    yield lambda *news: send_all(client, news)
    client.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def make_key(store: Any, owner: str) -> str:
    with store.begin() as connection:
        return keys.create(connection, owner, operator=False, now=NOW)


def send_all(client: KafkaProducer, news: tuple[EnrichedItem | bytes, ...]) -> None:
    futures = [
        client.send(
            NEWS_ENRICHED.name,
            key=item if isinstance(item, bytes) else item.item.id.encode(),
            value=item if isinstance(item, bytes) else codec.encode(NEWS_ENRICHED, item),
            headers=[("traceparent", TRACEPARENT.encode())],
        )
        for item in news
    ]
    for future in futures:
        future.get(timeout=30)


def hook(api: Api, receiver: Receiver, **wanted: Any) -> str:
    body = {"name": "Kenya and Peru", "filter": {"all_countries": ["KE", "PE"]}, "channel": "webhook", "url": receiver.url}
    return str(api("POST", "/v1/subscriptions", {**body, **wanted})["secret"])


def rows(store: Any, table: Any) -> int:
    with store.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def taken(store: Any) -> set[str]:
    with store.connect() as connection:
        return set(connection.execute(select(items.c.id)).scalars())


def test_an_item_on_the_topic_becomes_a_signed_webhook_and_states_and_changes_in_order(
    api: Api, receiver: Receiver, send: Send, seen: Consume
) -> None:
    secret = hook(api, receiver)
    for number, item in enumerate((announced(), dated("2030-05-04", hours=1), dated("2030-06-08", hours=2)), 1):
        send(item)
        receiver.wait_for(number)
    notices = receiver.notices(secret)
    assert [notice["kinds"] for notice in notices] == [["announced"], ["confirmed", "dated"], ["rescheduled"]]
    assert {notice["trace_id"] for notice in notices} == {TRACEPARENT.split("-")[1]}
    event_id = notices[0]["event"]["event_id"]
    for topic in (DIPLOMACY_CHANGES, DIPLOMACY_EVENTS):
        records = seen(topic, until=lambda found: len(found) >= 3)
        assert [json.loads(record.value)["revision"] for record in records] == [1, 2, 3]
        assert {record.key.decode() for record in records} == {event_id}
        headers = dict(records[0].headers)
        assert headers["ce_id"].decode() == f"{event_id}:1"
        assert TRACEPARENT.split("-")[1] in headers["traceparent"].decode()
    history = api("GET", f"/v1/events/{event_id}")
    assert [change["revision"] for change in history["changes"]] == [1, 2, 3]
    assert history["claims"][0]["sentence"] == "Kenya and Peru proposed a trade dialogue."


def test_a_retry_keeps_its_id_and_the_attempts_are_told(api: Api, receiver: Receiver, send: Send) -> None:
    receiver.status = 503
    secret = hook(api, receiver)
    send(announced())

    def tried() -> Any:
        found = api("GET", "/v1/notifications")["notifications"]
        return found and found[0]["tries"] >= 2 and found[0]

    assert wait_until(lambda: bool(tried()), 20)
    receiver.status = 204
    receiver.wait_for(1)
    assert wait_until(lambda: tried()["status"] == "delivered", 20)
    told = api("GET", f"/v1/notifications/{tried()['id']}")
    assert receiver.deliveries[0][0]["webhook-id"] == told["id"] == receiver.notices(secret)[0]["id"]
    assert [attempt["status_code"] for attempt in told["attempts"]] == [*[503] * (len(told["attempts"]) - 1), 204]


def test_gone_disables_the_subscription(api: Api, receiver: Receiver, send: Send) -> None:
    receiver.status = 410
    hook(api, receiver)
    send(announced())
    assert wait_until(lambda: api("GET", "/v1/subscriptions")["subscriptions"][0]["disabled_reason"] == "gone", 20)
    assert api("GET", "/v1/notifications")["notifications"][0]["reason"] == "gone"


def test_the_schedule_ends_and_the_reason_is_told(api: Api, receiver: Receiver, send: Send) -> None:
    receiver.status = 500
    hook(api, receiver)
    send(announced())
    assert wait_until(lambda: api("GET", "/v1/notifications?status=failed")["notifications"] != [], 20)
    told = api("GET", "/v1/notifications")["notifications"][0]
    assert (told["reason"], told["tries"]) == ("schedule_ended", 5)


def test_what_cannot_be_read_goes_to_the_dead_letters_and_harms_no_other(api: Api, send: Send, seen: Consume, store: Any) -> None:
    send(b"{", enriched(id="a" * 2000), dated(id="good"))
    letters = seen(NEWS_ENRICHED_DLQ, until=lambda found: len(found) >= 2)
    reasons = {dict(letter.headers)["dlq-reason"].decode(): letter for letter in letters}
    assert set(reasons) == {"undecodable", "unstorable"}
    assert reasons["undecodable"].value == b"{"
    assert wait_until(lambda: rows(store, items) == 1, 20)


def test_a_kill_between_the_transaction_and_the_commit_tells_nobody_twice(
    start: Start, api: Api, receiver: Receiver, send: Send, store: Any
) -> None:
    secret = hook(api, receiver)
    matcher = start("match")
    news = [dated(f"2030-05-{day:02}", hours=day) for day in range(1, 21)]
    noise = [enriched() for _ in range(100)]
    send(*noise[:50], *news[:10])
    assert wait_until(lambda: rows(store, items) > 5, 30)
    matcher.stop(signal.SIGKILL)
    send(*noise[50:], *news[10:])
    # What an earlier test's worker has not committed comes here once more.
    sent = {one.item.id for one in (*news, *noise)}
    assert wait_until(lambda: sent <= taken(store), 60)
    assert wait_until(lambda: api("GET", "/v1/notifications?status=pending")["notifications"] == [], 30)
    revisions = [notice["event"]["revision"] for notice in receiver.notices(secret)]
    assert len(revisions) == rows(store, notifications)
    assert revisions == sorted(set(revisions))


def test_roles_run_apart(start: Start, store: Any, receiver: Receiver, send: Send) -> None:
    port = free_port()
    for role in ("match", "deliver"):
        start(role)
    start("api", port=port)
    secret = hook(Api(port, make_key(store, "ada")), receiver)
    send(announced())
    receiver.wait_for(1)
    assert receiver.notices(secret)[0]["kinds"] == ["announced"]


def test_a_whole_service_is_seen_from_outside_and_stops_within_five_seconds(start: Start, store: Any, send: Send) -> None:
    port = free_port()
    child = start("serve", port=port)
    send(announced())
    assert wait_until(lambda: rows(store, items) == 1, 20)

    def metrics() -> str:
        return str(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode())

    assert wait_until(lambda: 'demarche_alerts_changes_total{kind="announced"} 1.0' in metrics(), 10)
    for name in ("demarche_alerts_outbox_oldest_age_seconds", "demarche_newest_work_age_seconds", "demarche_alerts_notifications_pending"):
        assert name in metrics()
    # A live stream is open, as the console's always is.
    stream = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    stream.request("GET", "/v1/stream", headers={"authorization": f"Bearer {make_key(store, 'ada')}"})
    assert stream.getresponse().status == 200
    assert child.stop(signal.SIGTERM, seconds=5) == 0
    stream.close()
