import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from schemas import generate
from schemas.codec import decode
from schemas.headers import cloudevent_headers
from schemas.topic_table import MESSAGE_TOPICS, NEWS_ITEMS, TOPICS, Topic
from services.runtime.dead_letters import Refusal, dead_letter
from services.runtime.received import Received
from tests.schemas import golden

NOW = datetime.datetime(2026, 1, 5, 9, 31, tzinfo=datetime.UTC)


def test_the_generated_files_are_those_of_the_types() -> None:
    on_disk = {
        path.relative_to(golden.SCHEMAS): path.read_text() for path in [*generate.FOLDER.glob("json/*"), generate.FOLDER / "asyncapi.yaml"]
    }
    assert on_disk == generate.documents(), "run `make generate`"


@pytest.mark.parametrize("topic", MESSAGE_TOPICS, ids=lambda topic: topic.name)
def test_a_json_schema_is_one_and_lets_a_newer_writer_add_fields(topic: Topic) -> None:
    schema = generate.json_schema(topic)
    Draft202012Validator.check_schema(schema)
    for definition in [schema, *schema["$defs"].values()]:
        assert definition["description"]
        assert "additionalProperties" not in definition


def test_closed_lists_are_told_and_bind_no_reader() -> None:
    kind = generate.json_schema(NEWS_ITEMS)["$defs"]["Source"]["properties"]["kind"]
    assert kind["x-known-values"] == ["agency", "ministry", "mission", "media", "social"]
    assert "enum" not in kind


def test_the_asyncapi_document_has_every_topic_with_its_settings() -> None:
    document = yaml.safe_load((golden.SCHEMAS / "asyncapi.yaml").read_text())
    channels = {channel["address"]: channel for channel in document["channels"].values()}
    assert list(channels) == [topic.name for topic in TOPICS]
    for topic in TOPICS:
        binding = channels[topic.name]["bindings"]["kafka"]
        assert binding["partitions"] == 12
        told = {**binding["topicConfiguration"], "cleanup.policy": ",".join(binding["topicConfiguration"]["cleanup.policy"])}
        assert {name: str(value) for name, value in told.items()} == topic.settings()


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = yaml.safe_load((golden.SCHEMAS / "asyncapi.yaml").read_text())
    references = list(references_of(document))
    assert len(references) > len(TOPICS)
    for reference in references:
        if reference.startswith("#/"):
            inner = document
            for step in reference.removeprefix("#/").split("/"):
                inner = inner[step]
        else:
            assert (golden.SCHEMAS / reference).is_file(), reference


def references_of(node: Any) -> Any:
    if isinstance(node, dict):
        yield from [node["$ref"]] if "$ref" in node else []
        for inner in node.values():
            yield from references_of(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references_of(inner)


@pytest.mark.parametrize("topic", MESSAGE_TOPICS, ids=lambda topic: topic.name)
def test_the_headers_that_are_sent_are_those_of_the_asyncapi_document(topic: Topic) -> None:
    sample = next(sample for sample in golden.ALL if sample.topic is topic)
    message = decode(topic, sample.data)
    sent = cloudevent_headers(topic, message, source="/services/ingest", time=NOW, traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    headers = {name: value.decode() for name, value in sent}
    schema = generate.headers_schema(topic)
    Draft202012Validator(schema).validate(headers)
    assert set(headers) == set(schema["properties"])


def test_the_headers_of_a_dead_letter_are_those_of_the_asyncapi_document() -> None:
    received = Received(topic=NEWS_ITEMS.name, partition=3, offset=9, key=b"k", value=b"{", headers=(), timestamp_ms=0)
    sent = dead_letter(NEWS_ITEMS, "enricher", Refusal(received, "decode", "message: truncated"), now=NOW)
    assert [name for name, _ in sent.headers] == list(generate.DEAD_LETTER["headers"]["properties"])


def test_generating_twice_gives_the_same(tmp_path: Path) -> None:
    first, second = generate.documents(), generate.documents()
    assert first == second
    assert json.loads(first[Path("json/news.items.v1.json")])["title"] == "NewsItem"
