"""POST of NDJSON batches through the ingest service, beside a bare kafka-python producer whose futures are each awaited."""

import datetime
import http.client
import json
import statistics
import time

from kafka import KafkaProducer

from bench.parts import Parts, made_up_item, parts, row
from schemas.headers import Headers, cloudevent_headers
from schemas.news_item import NewsItem, Source
from schemas.topic_table import MAX_MESSAGE_BYTES, NEWS_ITEMS
from services.ingest.publish import CE_SOURCE
from services.runtime.trace import continue_trace
from tests.ingest_service import Ingest, ingest_service

ITEMS = 10_000
ROUNDS = 4
# kafka-python writes each header, and hashes each byte of a key, in Python.
HEADERS = cloudevent_headers(
    NEWS_ITEMS,
    NewsItem(
        id="bench-0123456789abcdef01234567",
        version="0123456789abcdef",
        source=Source(id="bench", name="Bench", kind="agency"),
        body="",
        language="en",
        published_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC),
        received_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC),
    ),
    source=CE_SOURCE,
    time=datetime.datetime(2026, 3, 2, 8, 0, 0, 1, datetime.UTC),
    traceparent=continue_trace(None),
)


def main() -> None:
    """The two take turns, so that what else the machine does weighs on both; the first turn of each warms up."""
    with parts() as here, ingest_service(here.kafka, here.database, here.folder / "ingest.log") as ingest:
        producer = bare_producer(here)
        turns = [(through_ingest(ingest, turn), bare(producer, turn, []), bare(producer, turn, HEADERS)) for turn in range(ROUNDS)][1:]
        producer.close()
    ours, plain, with_headers = (statistics.median(rates) for rates in zip(*turns, strict=True))
    what = f"POST of {ITEMS:,} items of 2 kB as NDJSON"
    print(row(what, ours, plain, "items/s", beside="bare kafka-python producer"))
    print(row(what, ours, with_headers, "items/s", beside="the same with keys and headers as long as ours"))


def items(turn: int) -> list[bytes]:
    return [json.dumps(made_up_item(turn * ITEMS + number)).encode() for number in range(ITEMS)]


def through_ingest(ingest: Ingest, turn: int) -> float:
    body = b"\n".join(items(turn))
    begun = time.monotonic()
    answer = ingest.post(body, media="application/x-ndjson")
    seconds = time.monotonic() - begun
    if answer.status != 202 or answer.json["accepted"] != ITEMS:
        raise http.client.HTTPException(f"{answer.status}: {answer.body[:500]!r}")
    return ITEMS / seconds


def bare_producer(here: Parts) -> KafkaProducer:
    return KafkaProducer(
        bootstrap_servers=here.kafka,
        acks="all",
        enable_idempotence=True,
        linger_ms=2,
        batch_size=128 * 1024,
        max_request_size=MAX_MESSAGE_BYTES,
    )


def bare(producer: KafkaProducer, turn: int, headers: Headers) -> float:
    values = items(turn)
    width = 30 if headers else 0
    begun = time.monotonic()
    futures = [
        producer.send(NEWS_ITEMS.name, key=str(number).zfill(width).encode(), value=value, headers=list(headers))
        for number, value in enumerate(values)
    ]
    for future in futures:
        future.get(timeout=60)
    return ITEMS / (time.monotonic() - begun)


if __name__ == "__main__":
    main()
