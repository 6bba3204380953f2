"""POST of NDJSON batches through the ingest service, beside a bare kafka-python producer whose futures are each awaited."""

import http.client
import json
import statistics
import time

from kafka import KafkaProducer

from bench.parts import Parts, made_up_item, parts, row
from schemas.topic_table import MAX_MESSAGE_BYTES, NEWS_ITEMS
from tests.ingest_service import Ingest, ingest_service

ITEMS = 10_000
ROUNDS = 4


def main() -> None:
    """The two take turns, so that what else the machine does weighs on both; the first turn of each warms up."""
    with parts() as here, ingest_service(here.kafka, here.database, here.folder / "ingest.log") as ingest:
        producer = bare_producer(here)
        turns = [(through_ingest(ingest, turn), bare(producer, turn)) for turn in range(ROUNDS)][1:]
        producer.close()
    ours, yardstick = (statistics.median(rates) for rates in zip(*turns, strict=True))
    print(row(f"POST of {ITEMS:,} items of 2 kB as NDJSON", ours, yardstick, "items/s", beside="bare kafka-python producer"))


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


def bare(producer: KafkaProducer, turn: int) -> float:
    values = items(turn)
    begun = time.monotonic()
    futures = [producer.send(NEWS_ITEMS.name, key=str(number).encode(), value=value) for number, value in enumerate(values)]
    for future in futures:
        future.get(timeout=60)
    return ITEMS / (time.monotonic() - begun)


if __name__ == "__main__":
    main()
