"""Old readers with newer writers, and new readers with what was written before."""

import json
from typing import Any

import msgspec
import pytest
from msgspec import Struct, inspect, structs

from schemas import vocabulary
from schemas.codec import decode
from schemas.topic_table import MESSAGE_TOPICS
from tests.schemas import golden
from tests.schemas.golden import Sample, within

every_sample = pytest.mark.parametrize("sample", golden.ALL, ids=lambda sample: sample.name)
CLOSED_VALUES = {
    value
    for values in (
        vocabulary.SOURCE_KINDS,
        vocabulary.PUBLISHED_PRECISIONS,
        vocabulary.ORIGINS,
        vocabulary.OFFICES,
        vocabulary.TOPICS,
        vocabulary.EVENT_TYPES,
        vocabulary.STATUSES,
        vocabulary.ROLES,
        vocabulary.DATE_PRECISIONS,
        vocabulary.CHANGE_KINDS,
        vocabulary.CAUSES,
    )
    for value in values
}


@every_sample
def test_a_reader_survives_new_fields_in_every_object(sample: Sample) -> None:
    grown = grow(sample.document)
    assert len(json.dumps(grown)) > len(json.dumps(sample.document))
    assert decode(sample.topic, json.dumps(grown).encode()) == decode(sample.topic, sample.data)


def grow(value: Any) -> Any:
    """Adds fields to every object but `roles`, whose names are codes."""
    if isinstance(value, dict):
        inner = {name: field if name == "roles" else grow(field) for name, field in value.items()}
        return {"new-text": "…", "new_list": [1, None, {"deep": []}], **inner, "newObject": {"id": 3}}
    return [grow(item) for item in value] if isinstance(value, list) else value


@every_sample
def test_a_reader_survives_new_values_of_every_closed_list(sample: Sample) -> None:
    newer = renamed(without_unknown(sample))
    read = decode(sample.topic, json.dumps(newer).encode())
    assert within(newer, json.loads(msgspec.json.encode(read)))


def without_unknown(sample: Sample) -> Any:
    """The sample as this version's types hold it."""
    return json.loads(msgspec.json.encode(decode(sample.topic, sample.data)))


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: renamed(field) for name, field in value.items()}
    if isinstance(value, list):
        return [renamed(item) for item in value]
    return f"newer-{value}" if value in CLOSED_VALUES else value


@every_sample
def test_a_reader_that_knows_only_the_required_fields_reads_every_sample(sample: Sample) -> None:
    """The oldest possible reader of a topic: its type before any optional field was added."""
    assert sample.topic.message
    oldest = msgspec.json.decode(sample.data, type=only_required(sample.topic.message))
    newest = decode(sample.topic, sample.data)
    assert within(msgspec.to_builtins(oldest), msgspec.to_builtins(newest))


def only_required(struct: type[Struct]) -> type[Struct]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    annotations = {field.name: field.type for field in structs.fields(struct)}
    required = [(field.name, narrowed(field.type, annotations[field.name])) for field in info.fields if field.required]
    return msgspec.defstruct(f"Oldest{struct.__name__}", required, frozen=True, kw_only=True)


def narrowed(kind: inspect.Type, annotation: Any) -> Any:
    match kind:
        case inspect.StructType(cls=struct) | inspect.Metadata(type=inspect.StructType(cls=struct)):
            return only_required(struct)
    return annotation


@every_sample
def test_a_reader_reads_what_was_written_before_any_optional_field(sample: Sample) -> None:
    assert sample.topic.message
    oldest = without_optional(inspect.type_info(sample.topic.message), sample.document)
    message = decode(sample.topic, json.dumps(oldest).encode())
    assert within(oldest, json.loads(msgspec.json.encode(message)))


def without_optional(kind: inspect.Type, value: Any) -> Any:
    match kind:
        case inspect.Metadata(type=inner):
            return without_optional(inner, value)
        case inspect.StructType(fields=fields):
            return {field.name: without_optional(field.type, value[field.name]) for field in fields if field.required}
    return value


def test_no_field_of_the_first_release_is_gone_or_newly_required() -> None:
    """1.0.0 as it was released: what is required then, a writer always sends; what is required later, old messages lack."""
    required = {topic.name: required_fields(topic.message) for topic in MESSAGE_TOPICS if topic.message}
    assert required == {
        "news.items.v1": {"id", "version", "source", "body", "language", "published_at", "received_at"},
        "news.enriched.v1": {"item", "fingerprint", "enriched_at", "enricher"},
        "diplomacy.changes.v1": {"event_id", "revision", "changes", "after", "cause", "notify", "changed_at"},
        "diplomacy.events.v1": {"event_id", "revision", "type", "status", "first_seen_at", "changed_at"},
    }


def required_fields(struct: type[Struct]) -> set[str]:
    return {field.name for field in structs.fields(struct) if field.required}
