"""POST /v1/items on real Kafka and real PostgreSQL, through the real server: every answer that it gives."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from schemas.codec import decode
from schemas.topic_table import NEWS_ITEMS
from tests.ingest_service import Ingest, ingest_service
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
