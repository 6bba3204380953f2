"""The alerts API, served for real on a real PostgreSQL."""

import datetime
import http.client
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from schemas.enriched_item import EnrichedItem
from services.alerts import database, keys
from services.alerts.api.context import pack
from services.alerts.api.server import serve_http
from services.alerts.match.take import take
from services.alerts.settings import AlertsSettings
from services.alerts.subscriptions import ActiveSubscriptions
from tests.alerts.news import NOW, TRACEPARENT, announced, dated, day, enriched, mention

LATER = NOW + datetime.timedelta(days=1)
WEBHOOK = {"name": "Talks", "channel": "webhook", "url": "https://hooks.example.org/x"}
STREAM = {"name": "Talks", "channel": "stream"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)


Call = Callable[..., Answer]


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def port(engine: Engine, fresh_database: str) -> Iterator[int]:
    """The API, served for real."""
    settings, stop = AlertsSettings(database_url=fresh_database, stream_heartbeat_seconds=0.2), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(
            target=serve_http,
            args=(settings, engine, listener, stop),
            kwargs={"with_api": True, "alive": {}, "ready": {}, "clock": lambda: LATER},
        )
        serving.start()
        yield listener.getsockname()[1]
        stop.set()
        serving.join(timeout=10)
        assert not serving.is_alive()


@pytest.fixture
def ada(engine: Engine, port: int) -> Call:
    return partial(call, port, make_key(engine, "ada"))


@pytest.fixture
def bea(engine: Engine, port: int) -> Call:
    return partial(call, port, make_key(engine, "bea"))


def make_key(engine: Engine, owner: str, *, operator: bool = False) -> str:
    with engine.begin() as connection:
        return keys.create(connection, owner, operator=operator, now=NOW)


def call(port: int, key: str | None, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
    given = headers if headers is not None else {"authorization": f"Bearer {key}"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, json.dumps(body) if body is not None else None, {"content-type": "application/json", **given})
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode())


def took(engine: Engine, *news: Any) -> None:
    for item in news:
        take(engine, ActiveSubscriptions(), item, traceparent=TRACEPARENT, clock=lambda: LATER)


def test_a_subscription_is_made_read_changed_paused_and_deleted(ada: Call) -> None:
    made = ada("POST", "/v1/subscriptions", {**WEBHOOK, "filter": {"countries": ["KE"], "topics": ["trade"]}})
    assert made.status == 201
    assert made.body["secret"].startswith("whsec_")
    path = f"/v1/subscriptions/{made.body['id']}"
    known = ada("GET", path).body
    assert "secret" not in known
    assert (known["wants"], known["filter"]["topics"], known["paused"]) == (["changes"], ["trade"], False)
    changed = ada("PATCH", path, {"name": "Other talks", "filter": {"statuses": ["held"]}}).body
    assert (changed["name"], changed["filter"]["countries"], changed["filter"]["statuses"]) == ("Other talks", [], ["held"])
    assert ada("POST", f"{path}/pause").body["paused"] is True
    assert ada("POST", f"{path}/resume").body["paused"] is False
    assert [one["id"] for one in ada("GET", "/v1/subscriptions").body["subscriptions"]] == [made.body["id"]]
    assert ada("DELETE", path).status == 204
    assert ada("GET", path).status == 404


WRONG: list[tuple[dict[str, Any], str]] = [
    ({**WEBHOOK, "url": None}, ""),
    ({**STREAM, "url": "https://hooks.example.org/x"}, ""),
    ({**WEBHOOK, "url": "http://169.254.169.254/"}, "url"),
    ({**WEBHOOK, "url": "https://user:secret@hooks.example.org/"}, "url"),
    ({**WEBHOOK, "url": "ftp://hooks.example.org/"}, "url"),
    ({**STREAM, "channel": "pigeon"}, "channel"),
    ({**STREAM, "name": ""}, "name"),
    ({**STREAM, "name": "a\0b"}, "name"),
    ({**STREAM, "wants": []}, "wants"),
    ({**STREAM, "wants": ["rumours"]}, "wants.0"),
    ({**STREAM, "filter": {"countries": ["Kenya"]}}, "filter.countries.0"),
    ({**STREAM, "filter": {"countries": ["KE", "UK"]}}, "filter.countries.1"),
    ({**STREAM, "filter": {"all_countries": ["ZZ"]}}, "filter.all_countries.0"),
    ({**STREAM, "filter": {"topics": ["trade.nonsense"]}}, "filter.topics.0"),
    ({**STREAM, "filter": {"event_types": ["party"]}}, "filter.event_types.0"),
    ({**STREAM, "filter": {"changes": ["bettered"]}}, "filter.changes.0"),
    ({**STREAM, "filter": {"from_date": "2026-05-02", "until": "2026-05-01"}}, "filter"),
    ({**STREAM, "filter": {"colour": "red"}}, "filter.colour"),
    ({**STREAM, "wants": ["items"], "filter": {"changes": ["held"]}}, ""),
]


def test_a_wrong_subscription_is_answered_with_its_field_and_rule(ada: Call) -> None:
    for body, field in WRONG:
        answer = ada("POST", "/v1/subscriptions", body)
        assert answer.status == 422, body
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.body["errors"][0]["field"] == field
        assert answer.body["errors"][0]["rule"]


def test_a_code_that_another_is_meant_by_is_answered_with_that_one(ada: Call) -> None:
    answer = ada("POST", "/v1/subscriptions", {**STREAM, "filter": {"countries": ["UK"]}})
    assert "GB is meant" in answer.body["errors"][0]["rule"]


NUL = "%00"
UNSTORABLE = [
    ("GET", f"/v1/events?party={NUL}", "party"),
    ("GET", f"/v1/events?type=dialogue&type=a{NUL}b", "type"),
    ("GET", f"/v1/events/{NUL}", "event_id"),
    ("GET", f"/v1/items/{NUL}", "item_id"),
    ("GET", f"/v1/items/{NUL}/events", "item_id"),
    ("GET", f"/v1/notifications/{NUL}", "message_id"),
    ("GET", f"/v1/notifications?channel={NUL}", "channel"),
    ("GET", f"/v1/subscriptions/{NUL}", "subscription_id"),
    ("PATCH", f"/v1/subscriptions/{NUL}", "subscription_id"),
    ("POST", f"/v1/subscriptions/{NUL}/pause", "subscription_id"),
    ("DELETE", f"/v1/subscriptions/{NUL}", "subscription_id"),
    ("GET", f"/v1/events?after={pack('2026-05-01', chr(0))}", "after"),
    ("GET", f"/v1/items?after={pack(True)}", "after"),
    ("GET", f"/v1/notifications?after={pack([[1]])}", "after"),
    ("GET", f"/v1/events?after={pack('2026-05-01', chr(0xD800))}", "after"),
]


def test_an_address_that_holds_what_no_text_of_the_database_can_is_refused(ada: Call) -> None:
    for method, path, field in UNSTORABLE:
        answer = ada(method, path, {})
        assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json"), path
        assert answer.body["errors"][0]["field"] == field, path


def test_an_address_of_no_file_is_not_found(port: int) -> None:
    for path in ("/absent.js", f"/{NUL}", f"/console{NUL}.js", f"/{'a' * 5000}", "/%2e%2e/page.py", "/%ff"):
        answer = call(port, None, "GET", path)
        assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json"), path


def test_an_owner_sees_only_what_is_theirs(engine: Engine, ada: Call, bea: Call) -> None:
    path = f"/v1/subscriptions/{ada('POST', '/v1/subscriptions', STREAM).body['id']}"
    took(engine, dated())
    told = ada("GET", "/v1/notifications").body["notifications"]
    assert len(told) == 1
    assert ada("GET", f"/v1/notifications/{told[0]['id']}").body["notice"]["kinds"] == ["announced"]
    assert bea("GET", "/v1/subscriptions").body["subscriptions"] == []
    assert bea("GET", "/v1/notifications").body["notifications"] == []
    for method, theirs in (("GET", path), ("PATCH", path), ("DELETE", path), ("POST", f"{path}/pause"), ("POST", f"{path}/resume")):
        assert bea(method, theirs, {}).status == 404
    assert bea("GET", f"/v1/notifications/{told[0]['id']}").status == 404
    assert bea("GET", "/v1/subscriptions?owner=ada").status == bea("GET", "/v1/notifications?owner=ada").status == 403
    assert ada("GET", path).status == 200


def test_an_operator_reads_what_an_owner_was_told(engine: Engine, port: int, ada: Call) -> None:
    operator = partial(call, port, make_key(engine, "olga", operator=True))
    ada("POST", "/v1/subscriptions", STREAM)
    took(engine, dated())
    assert len(operator("GET", "/v1/subscriptions?owner=ada").body["subscriptions"]) == 1
    assert len(operator("GET", "/v1/notifications?owner=ada").body["notifications"]) == 1
    assert operator("GET", "/v1/notifications").body["notifications"] == []


def test_nothing_is_answered_without_a_key(port: int) -> None:
    for path in ("/v1/subscriptions", "/v1/events", "/v1/events/x", "/v1/items", "/v1/items/x", "/v1/notifications", "/v1/stream"):
        for authorization in ("", "Bearer dmk_wrong", "Basic dmk_wrong"):
            answer = call(port, None, "GET", path, headers={"authorization": authorization})
            assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer"), path
            assert answer.body["title"] == "a valid API key is required"


@pytest.mark.parametrize("told", [True, False])
def test_a_body_that_is_too_large_is_not_read_whoever_sends_it(port: int, told: bool) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        length = {"content-length": str(200 * 1024 * 1024)} if told else {"transfer-encoding": "chunked"}
        connection.putrequest("POST", "/v1/subscriptions")
        for name, value in length.items():
            connection.putheader(name, value)
        connection.endheaders()
        for _ in range(0 if told else 10):
            connection.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        response = connection.getresponse()
        assert response.status == 413
        assert response.getheader("content-type") == "application/problem+json"


def test_a_database_that_is_away_is_a_503(fresh_database: str) -> None:
    engine = database.open_engine("postgresql://nobody@127.0.0.1:1/none")
    settings, stop = AlertsSettings(database_url=fresh_database), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(
            target=serve_http,
            args=(settings, engine, listener, stop),
            kwargs={"with_api": True, "alive": {}, "ready": {}, "clock": lambda: LATER},
        )
        serving.start()
        answer = call(listener.getsockname()[1], "dmk_any", "GET", "/v1/items")
        stop.set()
        serving.join(timeout=10)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert answer.body["title"] == "the database does not answer"


def test_a_revoked_key_opens_nothing(engine: Engine, ada: Call) -> None:
    assert ada("GET", "/v1/events").status == 200
    with engine.begin() as connection:
        assert keys.revoke(connection, keys.list_all(connection)[0].id, now=LATER)
    assert ada("GET", "/v1/events").status == 401


def test_events_are_filtered_and_paged_by_first_day(engine: Engine, ada: Call) -> None:
    took(engine, dated("2026-05-04"), talks("2026-04-01", "FJ", "TD"), talks("2026-06-01", "FJ", "UY"))
    took(engine, enriched(mention("Nepal and Cuba will meet.", countries=("NP", "CU"), name=None), hours=5))

    def parties(query: str) -> list[str]:
        return ["".join(event["countries"]) for event in ada("GET", f"/v1/events?{query}").body["events"]]

    assert parties("") == ["FJTD", "KEPE", "FJUY", "NPCU"]
    assert parties("party=FJ") == ["FJTD", "FJUY"]
    assert parties("party=FJ&party=UY") == ["FJUY"]
    assert parties("from=2026-05-01") == ["KEPE", "FJUY"]
    assert parties("from=2026-05-01&until=2026-05-31") == ["KEPE"]
    assert parties("status=held&status=proposed") == []
    assert parties("type=dialogue&limit=1") == ["FJTD"]
    seen, cursor = [], ""
    while cursor is not None:
        answer = ada("GET", f"/v1/events?limit=2&after={cursor}" if cursor else "/v1/events?limit=2").body
        seen += ["".join(event["countries"]) for event in answer["events"]]
        cursor = answer["next"]
    assert seen == ["FJTD", "KEPE", "FJUY", "NPCU"]
    for wrong in ("nonsense", "WzFd", "WzEsIDJd"):
        assert ada("GET", f"/v1/events?after={wrong}").body["errors"][0]["field"] == "after"


def test_an_event_is_told_with_its_history_and_its_sentences(engine: Engine, ada: Call) -> None:
    took(engine, announced(), dated(hours=1))
    event_id = ada("GET", "/v1/events").body["events"][0]["event_id"]
    told = ada("GET", f"/v1/events/{event_id}").body
    assert told["event"]["revision"] == 2
    assert [change["changes"] for change in told["changes"]] == [["announced"], ["confirmed", "dated"]]
    assert told["claims"][0]["sentence"] == "Kenya and Peru proposed a trade dialogue."
    assert ada("GET", "/v1/events/none").status == 404


def test_items_come_latest_first_with_their_tags(engine: Engine, ada: Call) -> None:
    took(engine, announced(id="https://a.example.org/x?y=1"), dated(id="b", hours=1), dated(id="c", hours=2))
    first = ada("GET", "/v1/items?limit=2").body
    assert [entry["item"]["id"] for entry in first["items"]] == ["c", "b"]
    second = ada("GET", f"/v1/items?limit=2&after={first['next']}").body
    assert [entry["item"]["id"] for entry in second["items"]] == ["https://a.example.org/x?y=1"]
    assert second["next"] is None
    assert ada("GET", "/v1/items/https%3A%2F%2Fa.example.org%2Fx%3Fy=1").body["topics"][0]["id"] == "trade.dialogue"
    assert ada("GET", "/v1/items/none").status == 404


def test_a_page_of_items_is_sent_again_only_when_it_is_another(engine: Engine, ada: Call, port: int) -> None:
    key = make_key(engine, "ada")

    def asked(path: str, tag: str) -> tuple[int, str, str]:
        answer = call(port, None, "GET", path, headers={"authorization": f"Bearer {key}", "if-none-match": tag})
        return answer.status, answer.text, answer.headers["etag"]

    empty = ada("GET", "/v1/items").headers["etag"]
    assert asked("/v1/items", empty) == (304, "", empty)
    took(engine, announced(id="a"), dated(id="b", hours=1))
    status, text, tag = asked("/v1/items", empty)
    assert status == 200 and tag != empty and [entry["item"]["id"] for entry in json.loads(text)["items"]] == ["b", "a"]
    for known in (tag, f'"other", W/{tag}', "*"):
        assert asked("/v1/items", known) == (304, "", tag)
    assert asked("/v1/items?limit=1", tag)[0] == 200
    took(engine, announced(id="a", version="v2", hours=2))
    assert asked("/v1/items", tag)[0] == 200


def test_the_api_is_described_on_a_page_of_its_own(port: int) -> None:
    page = call(port, None, "GET", "/docs")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    document = call(port, None, "GET", "/openapi.json").body
    assert all(f"{method.upper()} {path}<" in page.text for path, methods in document["paths"].items() for method in methods)


def test_requests_are_counted_by_route(ada: Call) -> None:
    ada("GET", "/v1/events/none")
    text = ada("GET", "/metrics").text
    assert 'demarche_http_requests_total{method="GET",route="/v1/events/{event_id}",status="404"}' in text


def test_a_stream_resumes_after_any_event_without_loss_or_repeats(engine: Engine, port: int, ada: Call) -> None:
    ada("POST", "/v1/subscriptions", STREAM)
    days = [f"2026-05-{number:02}" for number in range(1, 8)]
    key = make_key(engine, "ada")

    def report(some: list[str]) -> None:
        took(engine, *(dated(start, hours=int(start[-2:])) for start in some))

    with listening(port, key) as events:
        report(days[:3])
        live = [next(events) for _ in range(3)]
    report(days[3:])
    with listening(port, key, last=live[1][0]) as events:
        rest = [next(events) for _ in range(5)]
    assert [start for _, start in live + rest[1:]] == days
    assert rest[0] == live[2]
    ids = [number for number, _ in live + rest[1:]]
    assert ids == sorted(set(ids))


def test_a_stream_has_only_what_is_its_owners_and_beats_while_nothing_comes(engine: Engine, port: int, ada: Call) -> None:
    ada("POST", "/v1/subscriptions", STREAM)
    with streaming(port, make_key(engine, "bea")) as lines:
        took(engine, dated())
        assert all(line.startswith(b":") or not line.strip() for line in itertools.islice(lines, 8))


def test_a_stream_refuses_an_id_that_is_none_of_its_own(engine: Engine, port: int) -> None:
    key = make_key(engine, "ada")
    for last in ("nonsense", "-1", "1" * 30):
        answer = call(port, None, "GET", "/v1/stream", headers={"authorization": f"Bearer {key}", "last-event-id": last})
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "Last-Event-ID")


@contextmanager
def streaming(port: int, key: str, last: int | None = None) -> Iterator[Iterator[bytes]]:
    """The lines of a stream that is open, and at its place: its first heartbeat has come."""
    headers = {"authorization": f"Bearer {key}", **({"last-event-id": str(last)} if last else {})}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/v1/stream", headers=headers)
        response = connection.getresponse()
        assert (response.status, response.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
        lines = iter(response)
        yield lines if last else itertools.dropwhile(lambda line: not line.startswith(b":"), lines)
        response.close()


@contextmanager
def listening(port: int, key: str, last: int | None = None) -> Iterator[Iterator[tuple[int, str]]]:
    """(id, first day) of each event of a stream."""
    with streaming(port, key, last) as lines:
        if last is None:
            next(lines)
        yield _events(lines)


def _events(lines: Iterator[bytes]) -> Iterator[tuple[int, str]]:
    number = 0
    for line in lines:
        if line.startswith(b"id:"):
            number = int(line[3:])
        elif line.startswith(b"data:"):
            yield number, json.loads(line[5:])["event"]["when"]["start"]


def talks(start: str, *parties: str) -> EnrichedItem:
    return enriched(mention(f"{' and '.join(parties)} will meet.", countries=parties, name=None, when=day(start)))
