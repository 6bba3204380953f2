"""enrich() on one core: items a second, and where its time goes."""

import datetime
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from deploy.trial.sample_news import sample_news
from schemas import codec
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ENRICHED
from services.enricher import countries, fingerprint, officials, organisations, topics
from services.enricher.dates import tagging as dates
from services.enricher.enrich import enrich
from services.enricher.events import tagging as events
from services.enricher.text import read

NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
ROUNDS = 5


def main() -> None:
    items = [news_item(sample) for sample in sample_news(NOW.date())]
    enrich(items[0], now=NOW)
    characters = sum(len(item.text) for item in items) / len(items)
    each = seconds_each(lambda item: enrich(item, now=NOW), items)
    yardstick = seconds_each(msgspec.json.encode, items)
    print(f"enrich()  {1 / each:.0f} items/s of {characters:.0f} characters on one core, {each * 1000:.2f} ms each", end="")
    print(f"; yardstick, the same items as JSON: {1 / yardstick:.0f}/s")
    for stage, seconds in stages(items):
        print(f"  {stage:14} {seconds * 1000:6.2f} ms  {100 * seconds / each:4.0f} %")


def stages(items: list[NewsItem]) -> Iterable[tuple[str, float]]:
    """Seconds an item of each step, with what the steps before it found."""
    documents = [read(item) for item in items]
    named = [countries.tag(document) for document in documents]
    bodies = [organisations.tag(document) for document in documents]
    people = [officials.tag(*found) for found in zip(documents, named, bodies, strict=True)]
    times = [dates.tag(document) for document in documents]
    enriched = [enrich(item, now=NOW) for item in items]
    yield "text", seconds_each(read, items)
    yield "countries", seconds_each(countries.tag, documents)
    yield "organisations", seconds_each(organisations.tag, documents)
    yield "officials", seconds_each(lambda found: officials.tag(*found), list(zip(documents, named, bodies, strict=True)))
    yield "dates", seconds_each(dates.tag, documents)
    yield "events", seconds_each(lambda found: events.tag(*found), list(zip(documents, named, bodies, people, times, strict=True)))
    yield "topics", seconds_each(lambda found: topics.tag(*found), list(zip(documents, named, bodies, people, strict=True)))
    yield "fingerprint", seconds_each(lambda document: fingerprint.of(document.text), documents)
    yield "encode", seconds_each(lambda found: codec.encode(NEWS_ENRICHED, found), enriched)


def seconds_each(work: Callable[[Any], Any], inputs: list[Any]) -> float:
    """The best of several rounds, since others share the machine."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for value in inputs:
            work(value)
        rounds.append((time.perf_counter() - begun) / len(inputs))
    return min(rounds)


def news_item(sample: dict[str, Any]) -> NewsItem:
    return msgspec.convert({**sample, "id": sample["native_id"], "version": "1", "received_at": sample["published_at"]}, NewsItem)


if __name__ == "__main__":
    main()
