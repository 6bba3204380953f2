"""POST /v1/items on real Kafka and real PostgreSQL, through the real server: every answer that it gives."""

import contextlib
import http.client
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from schemas.codec import decode
from schemas.topic_table import NEWS_ITEMS
from services.ingest import database, keys
from services.ingest.outcome import RESULTS
from services.ingest.serve import now
from tests.ingest_service import Ingest, ingest_service, ran
from tests.streams import Consume


@pytest.fixture(scope="module")
def ingest(kafka_bootstrap: str, module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingest]:
    with ingest_service(kafka_bootstrap, module_database, tmp_path_factory.mktemp("ingest") / "log") as service:
        yield service


def sample(**fields: Any) -> dict[str, Any]:
    native_id = uuid.uuid4().hex
    return {
        "source": {"id": "sample-agency", "kind": "agency"},
        "native_id": native_id,
        "title": "A sample item",
        "body": "VIENNA, May 28 - A sample text.",
        "published_at": "2025-05-28T06:30:00Z",
        **fields,
    }


def keyed(records: list[Any], item_id: str) -> list[Any]:
    return [record for record in records if record.key == item_id.encode()]


def test_an_accepted_item_is_in_kafka_with_its_trace(ingest: Ingest, consume: Consume) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = ingest.post(sample(), traceparent=f"00-{trace}-b7ad6b7169203331-01")
    assert answer.status == 202, answer.body
    (outcome,) = answer.json["items"]
    assert outcome["index"] == 0 and outcome["outcome"] == "accepted"
    records = consume(NEWS_ITEMS, until=lambda found: bool(keyed(found, outcome["id"])))
    (record,) = keyed(records, outcome["id"])
    item = decode(NEWS_ITEMS, record.value)
    headers = dict(record.headers)
    assert (item.id, item.version) == (outcome["id"], outcome["version"])
    assert item.dateline.country == "AT" and item.title == "A sample item"
    assert headers["ce_id"] == f"{item.id}:{item.version}".encode()
    assert headers["traceparent"].decode().split("-")[1] == trace == answer.headers["traceparent"].split("-")[1]


def test_a_retry_is_a_duplicate_and_an_edit_a_new_version(ingest: Ingest, consume: Consume) -> None:
    given = sample()
    first, again, edited = ingest.post(given), ingest.post(given), ingest.post(given | {"body": "An edited text."})
    assert [answer.json["items"][0]["outcome"] for answer in (first, again, edited)] == ["accepted", "duplicate", "accepted"]
    assert [answer.status for answer in (first, again, edited)] == [202, 202, 202]
    (one, two, three) = (answer.json["items"][0] for answer in (first, again, edited))
    assert one["id"] == two["id"] == three["id"] and one["version"] == two["version"] != three["version"]
    records = keyed(consume(NEWS_ITEMS, until=lambda found: len(keyed(found, one["id"])) >= 2), one["id"])
    assert [decode(NEWS_ITEMS, record.value).version for record in records] == [one["version"], three["version"]]


@pytest.mark.parametrize("as_ndjson", [False, True])
def test_a_batch_is_answered_item_by_item_in_order(ingest: Ingest, as_ndjson: bool) -> None:
    good, other = sample(), sample()
    given = [good, {"body": "no source"}, good, other, sample(published_at="2025-05-28T06:30:00"), sample(body="lone \ud800")]
    body = ndjson(given) if as_ndjson else json.dumps(given).encode()
    answer = ingest.post(body, media="application/x-ndjson" if as_ndjson else "application/json; charset=utf-8")
    assert answer.status == 202, answer.body
    assert [item["index"] for item in answer.json["items"]] == list(range(6))
    assert [item["outcome"] for item in answer.json["items"]] == ["accepted", "rejected", "duplicate", "accepted", "rejected", "rejected"]
    assert answer.json["items"][1]["errors"] == [{"field": "source", "rule": "required"}]
    assert answer.json["items"][4]["errors"] == [{"field": "published_at", "rule": "must say its offset from UTC"}]
    assert answer.json["items"][5]["errors"] == [{"field": "body", "rule": "must not contain a lone surrogate"}]
    assert {name: answer.json[name] for name in RESULTS} == {"accepted": 2, "duplicate": 1, "rejected": 3, "unconfirmed": 0}


def test_the_most_items_that_a_batch_may_hold(ingest: Ingest, consume: Consume) -> None:
    given = [sample() for _ in range(10_000)]
    answer = ingest.post(chunks(ndjson(given)), media="application/x-ndjson")
    assert answer.status == 202 and answer.json["accepted"] == 10_000
    ids = {item["id"].encode() for item in answer.json["items"]}
    records = consume(NEWS_ITEMS, until=lambda found: len(ids & {record.key for record in found}) == 10_000)
    assert sum(record.key in ids for record in records) == 10_000


def test_one_item_too_many(ingest: Ingest) -> None:
    given = [sample() for _ in range(10_001)]
    answer = ingest.post(ndjson(given), media="application/x-ndjson")
    assert answer.status == 413
    assert "10000 items" in answer.json["title"] and answer.json["accepted"] == len(answer.json["items"]) == 10_000
    answer = ingest.post(given)
    assert answer.status == 413 and answer.json["items"] == []


def test_a_body_that_says_that_it_is_too_large_is_not_read(ingest: Ingest) -> None:
    connection = http.client.HTTPConnection(urlsplit(ingest.url).netloc, timeout=10)
    with contextlib.closing(connection):
        connection.putrequest("POST", "/v1/items")
        for name, value in {
            "Content-Length": str(33 << 20),
            "Content-Type": "application/json",
            "Authorization": f"Bearer {ingest.key}",
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_a_body_that_goes_on_too_long_is_cut_off(ingest: Ingest) -> None:
    line = ndjson([sample(body="x" * 1_000_000)])
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += len(line)
            yield line

    # The server may hang up while the client still sends; either way it takes no more than its limit and what lies in buffers.
    with contextlib.suppress(OSError):
        assert ingest.post(body(), media="application/x-ndjson").status == 413
    assert sent < 100_000_000
    assert ingest.post(sample()).status == 202


def test_a_body_that_breaks_off_is_answered_in_time(kafka_bootstrap: str, module_database: str, tmp_path: Path) -> None:
    with ingest_service(kafka_bootstrap, module_database, tmp_path / "log", BODY_IDLE_SECONDS="0.3") as ingest:
        connection = http.client.HTTPConnection(urlsplit(ingest.url).netloc, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest("POST", "/v1/items")
            for name, value in {
                "Content-Length": "100",
                "Content-Type": "application/json",
                "Authorization": f"Bearer {ingest.key}",
            }.items():
                connection.putheader(name, value)
            connection.endheaders(b'{"source"')
            assert connection.getresponse().status == 408


def test_a_port_that_is_taken_ends_the_service(kafka_bootstrap: str, module_database: str, ingest: Ingest, tmp_path: Path) -> None:
    port = str(urlsplit(ingest.url).port)
    status, said = ran(["serve"], kafka_bootstrap, module_database, tmp_path / "log", HTTP_PORT=port)
    assert (status, said) == (1, f"port {port} on 127.0.0.1: Address already in use\n")


@pytest.mark.parametrize(
    ("body", "media", "headers", "status", "problem"),
    [
        (b"{}", "text/plain", {}, 415, "send application/json"),
        (b"{}", "", {}, 415, "send application/json"),
        (b"{}", "application/json; charset=iso-8859-1", {}, 415, "send application/json"),
        (b"{}", "application/json", {"Content-Encoding": "gzip"}, 415, "send application/json"),
        (b"{", "application/json", {}, 422, "every item breaks a rule"),
        (b"", "application/json", {}, 422, "every item breaks a rule"),
        (b'"text"', "application/json", {}, 422, "every item breaks a rule"),
        (b"{}", "application/json", {}, 422, "every item breaks a rule"),
        (b"[{}, {}]", "application/json", {}, 422, "every item breaks a rule"),
        (b"[{}", "application/json", {}, 422, "no items"),
        (b"[]", "application/json", {}, 422, "no items"),
        (b" \n\n", "application/x-ndjson", {}, 422, "no items"),
        (b"[" * 1_000_000, "application/json", {}, 422, "no items"),
        (b"\xff\n\xfe", "application/x-ndjson", {}, 422, "every item breaks a rule"),
    ],
)
def test_problems(ingest: Ingest, body: bytes, media: str, headers: dict[str, str], status: int, problem: str) -> None:
    answer = ingest.post(body, media=media, **headers)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json["title"].startswith(problem)


def test_a_single_item_that_is_wrong_names_field_and_rule(ingest: Ingest) -> None:
    answer = ingest.post(sample(language="!", headline="x"))
    assert answer.status == 422
    assert answer.json["errors"] == [{"field": "headline", "rule": "unknown field"}]
    answer = ingest.post(sample(language="!"))
    assert [error["field"] for error in answer.json["errors"]] == ["language"]


@pytest.mark.parametrize("authorization", [None, "", "Bearer ", "Bearer dmk_wrong", "Basic dXNlcjpwYXNz"])
def test_no_key_no_entry(ingest: Ingest, authorization: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({"Authorization": authorization} if authorization is not None else {})
    answer = ingest.ask("POST", "/v1/items", b"{}", headers)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_revoked_key_is_none(ingest: Ingest, module_database: str) -> None:
    engine = database.open_engine(module_database)
    key = keys.create(engine, "to be revoked", now())
    assert ingest.post(sample(), key=key).status == 202
    number = next(known.id for known in keys.listed(engine) if known.name == "to be revoked")
    assert keys.revoke(engine, number, now())
    assert not keys.revoke(engine, number, now())
    assert ingest.post(sample(), key=key).status == 401
    engine.dispose()


def test_what_operators_and_readers_see(ingest: Ingest) -> None:
    before = counted(ingest, "accepted")
    ingest.post([sample(), sample()])
    assert counted(ingest, "accepted") == before + 2
    assert ingest.ask("GET", "/readyz").json == {"ok": True, "reasons": {}}
    assert ingest.ask("GET", "/").json["items"] == "POST /v1/items"
    schema = ingest.ask("GET", "/openapi.json").json
    assert "published_at" in json.dumps(schema["paths"]["/v1/items"]["post"]["requestBody"])
    assert b"published_at" in ingest.ask("GET", "/docs").body
    metrics = ingest.ask("GET", "/metrics").body.decode()
    assert 'demarche_http_requests_total{method="POST",route="/v1/items",status="202"}' in metrics
    assert 'demarche_newest_work_age_seconds{stage="ingest"}' in metrics


def counted(ingest: Ingest, outcome: str) -> float:
    metrics = ingest.ask("GET", "/metrics").body.decode()
    found = re.search(rf'^demarche_ingest_items_total{{door="http",outcome="{outcome}"}} (\S+)$', metrics, re.MULTILINE)
    return float(found[1]) if found else 0


def ndjson(items: list[Any]) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def chunks(body: bytes, size: int = 10_007) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))
