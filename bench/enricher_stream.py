"""The enricher's items/s on real Kafka, beside a bare pass-through Faust agent in the same run."""

import sys
import time

import msgspec
from kafka import KafkaProducer

from bench.parts import Parts, made_up_item, parts, row
from deploy.trial.children import spawn
from deploy.trial.settings import REPOSITORY
from schemas import codec
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ENRICHED, NEWS_ITEMS
from tests.streams import end_offsets, read_until

ITEMS = 3000


def main() -> None:
    with parts() as here:
        bare = rate(here, "bench.bare_agent", BATCH_ITEMS="500")
        ours = rate(here, "services.enricher", "worker", BATCH_ITEMS="100", HTTP_PORT="0")
    print(row("enricher, items of 2 kB", ours, bare, "items/s", beside="bare pass-through Faust agent"))


def rate(here: Parts, module: str, *arguments: str, **environment: str) -> float:
    """Items a second from the first result to the last."""
    starts = end_offsets(here.kafka, [NEWS_ENRICHED])
    fill(here.kafka)
    variables = {"KAFKA_BOOTSTRAP": here.kafka, **environment}
    child = spawn(
        module, [sys.executable, "-m", module, *arguments], log=here.folder / f"{module}.log", environment=variables, folder=REPOSITORY
    )
    read_until(here.kafka, starts, bool, 120)
    begun = time.monotonic()
    read_until(here.kafka, starts, lambda records: len(records) >= ITEMS, 600)
    seconds = time.monotonic() - begun
    child.stop()
    return ITEMS / seconds


def fill(kafka: str) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka, linger_ms=5, batch_size=128 * 1024)
    futures = [producer.send(NEWS_ITEMS.name, key=str(number).encode(), value=message(number)) for number in range(ITEMS)]
    for future in futures:
        future.get(timeout=60)
    producer.close()


def message(number: int) -> bytes:
    made_up = made_up_item(number)
    item = {**made_up, "id": made_up["native_id"], "version": "1", "received_at": made_up["published_at"]}
    return codec.encode(NEWS_ITEMS, msgspec.convert(item, NewsItem))


if __name__ == "__main__":
    main()
