"""Kafka or PostgreSQL goes away under ingest: a clear answer in bounded time, and a retry that makes no second record."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from deploy.trial.broker import Broker
from deploy.trial.database import Database
from schemas.topic_table import NEWS_ITEMS
from services.runtime.topics import declare
from tests.ingest_service import Answer, Ingest, ingest_service, until
from tests.streams import consume_from_here

SAMPLES = [{"source": {"id": "sample-agency"}, "native_id": str(n), "body": f"Sample text {n}."} for n in range(20)]
AWAY: dict[str, tuple[Callable[[Broker], object], Callable[[Broker], object]]] = {
    "paused": (lambda broker: broker.pause(), Broker.resume),
    "stopped": (lambda broker: broker.stop(), Broker.start),
    "killed": (lambda broker: broker.kill(), Broker.start),
}


@pytest.fixture
def broker(module_broker: Broker) -> Iterator[Broker]:
    """One broker for the tests of this file, each of which may leave it paused."""
    yield module_broker
    module_broker.resume()


@pytest.fixture
def ingest(broker: Broker, fresh_database: str, tmp_path: Path) -> Iterator[Ingest]:
    with ingest_service(broker.bootstrap, fresh_database, tmp_path / "ingest.log", ACKNOWLEDGEMENT_SECONDS="1.5") as service:
        yield service


def post_until_accepted(ingest: Ingest, body: Any) -> Answer:
    answers: list[Answer] = []

    def taken() -> bool:
        answers.append(ingest.post(body))
        return answers[-1].status == 202

    until(taken, seconds=60)
    return answers[-1]


def in_flight(ingest: Ingest) -> float:
    """Bytes that were handed to the producer and not yet acknowledged."""
    metrics = ingest.ask("GET", "/metrics").body.decode()
    found = re.search(r"^demarche_ingest_in_flight_bytes (\S+)$", metrics, re.MULTILINE)
    return float(found[1]) if found else 0


@pytest.mark.parametrize("how", AWAY)
def test_kafka_away_is_503_and_a_retry_makes_one_record(broker: Broker, ingest: Ingest, how: str) -> None:
    go, come_back = AWAY[how]
    consume = consume_from_here(broker.bootstrap, [NEWS_ITEMS])
    assert ingest.post(SAMPLES[0]).status == 202
    go(broker)
    for _ in range(2):
        started = time.monotonic()
        answer = ingest.post(SAMPLES)
        assert time.monotonic() - started < 5
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert [item["outcome"] for item in answer.json["items"]] == ["duplicate"] + ["unconfirmed"] * 19
    assert ingest.ask("GET", "/readyz").status == 503
    assert ingest.ask("GET", "/healthz").status == 200
    come_back(broker)
    answer = post_until_accepted(ingest, SAMPLES)
    assert answer.json["accepted"] + answer.json["duplicate"] == 20
    assert ingest.post(SAMPLES).json["duplicate"] == 20
    last = ingest.post({"source": {"id": "sample-agency"}, "native_id": "last", "body": "The last."}).json["items"][0]["id"].encode()
    records = consume(NEWS_ITEMS, until=lambda found: len({record.key for record in found}) == 21)
    assert sorted(record.key for record in records) == sorted({*(item["id"].encode() for item in answer.json["items"]), last})


def test_an_outage_shorter_than_the_answer_goes_unseen(broker: Broker, fresh_database: str, tmp_path: Path) -> None:
    with ingest_service(broker.bootstrap, fresh_database, tmp_path / "ingest.log", ACKNOWLEDGEMENT_SECONDS="30") as ingest:
        assert ingest.post(SAMPLES[0]).status == 202
        broker.pause()
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(ingest.post, SAMPLES[1])
            until(lambda: in_flight(ingest) > 0)
            broker.resume()
            assert answer.result().json["accepted"] == 1


def test_what_is_acknowledged_after_its_answer_is_written_down(broker: Broker, ingest: Ingest) -> None:
    assert ingest.post(SAMPLES[0]).status == 202
    broker.pause()
    assert ingest.post(SAMPLES[1]).status == 503
    assert in_flight(ingest) > 0
    broker.resume()
    until(lambda: in_flight(ingest) == 0)
    assert ingest.post(SAMPLES[1]).json["duplicate"] == 1


def test_it_starts_without_kafka_and_takes_items_once_kafka_is_there(broker: Broker, fresh_database: str, tmp_path: Path) -> None:
    broker.stop()
    with ingest_service(broker.bootstrap, fresh_database, tmp_path / "ingest.log") as ingest:
        answer = ingest.post(SAMPLES[0])
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert "kafka" in ingest.ask("GET", "/readyz").json["reasons"]
        broker.start()
        assert post_until_accepted(ingest, SAMPLES[0]).json["accepted"] == 1
        assert ingest.ask("GET", "/readyz").status == 200


def test_it_ends_in_time_while_kafka_is_away(broker: Broker, fresh_database: str, tmp_path: Path) -> None:
    with ingest_service(broker.bootstrap, fresh_database, tmp_path / "ingest.log", ACKNOWLEDGEMENT_SECONDS="1") as ingest:
        broker.pause()
        assert ingest.post(SAMPLES).status == 503
        started = time.monotonic()
        ingest.process.terminate()
        assert ingest.process.wait(timeout=20) == 0
        assert time.monotonic() - started < 8


def test_the_database_away_is_503(kafka_bootstrap: str, tmp_path: Path) -> None:
    server = Database(tmp_path / "postgresql" / "data", tmp_path / "postgresql" / "log")
    server.start()
    try:
        with ingest_service(kafka_bootstrap, server.url(), tmp_path / "ingest.log") as ingest:
            assert ingest.post(SAMPLES[0]).status == 202
            server.stop()
            answer = ingest.post(SAMPLES[1])
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            assert "database" in ingest.ask("GET", "/readyz").json["reasons"]
            server.start()
            assert post_until_accepted(ingest, SAMPLES[1]).json["accepted"] == 1
            assert ingest.post(SAMPLES[0]).json["duplicate"] == 1
    finally:
        server.stop()


def test_topics_that_are_not_declared_are_503(tmp_path: Path, fresh_database: str) -> None:
    bare = Broker(tmp_path / "bare", tmp_path / "bare.log")
    bare.start()
    try:
        with ingest_service(bare.bootstrap, fresh_database, tmp_path / "ingest.log") as ingest:
            assert ingest.post(SAMPLES).status == 503
            declare(bare.bootstrap)
            # The topic's first seconds may see some of them acknowledged only after an answer.
            answer = post_until_accepted(ingest, SAMPLES)
            assert answer.json["accepted"] + answer.json["duplicate"] == 20
    finally:
        bare.stop()
