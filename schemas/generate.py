"""Writes what other languages read of the contract, from its types: `python -m schemas.generate`.

A JSON Schema for each message, `schemas/json/<topic>.json`, and the AsyncAPI document, `schemas/asyncapi.yaml`.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from schemas.headers import DEAD_LETTER_HEADERS, HEADERS
from schemas.topic_table import (
    DAY_MS,
    DIPLOMACY_CHANGES,
    DIPLOMACY_EVENTS,
    MESSAGE_TOPICS,
    NEWS_ENRICHED,
    NEWS_ENRICHED_DLQ,
    NEWS_ITEMS,
    NEWS_ITEMS_DLQ,
    PARTITIONS,
    TOPICS,
    Topic,
)

# Semantic version of the contract: the second number grows with each optional field or new value of a closed list.
CONTRACT_VERSION = "1.0.0"
FOLDER = Path(__file__).parent
# Which service sends and reads what.
FLOWS = (
    ("ingest", "send", NEWS_ITEMS),
    ("enricher", "receive", NEWS_ITEMS),
    ("enricher", "send", NEWS_ENRICHED),
    ("enricher", "send", NEWS_ITEMS_DLQ),
    ("alerts", "receive", NEWS_ENRICHED),
    ("alerts", "send", DIPLOMACY_CHANGES),
    ("alerts", "send", DIPLOMACY_EVENTS),
    ("alerts", "send", NEWS_ENRICHED_DLQ),
)
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"

Document = dict[str, Any]

DEAD_LETTER: Document = {
    "name": "dead-letter",
    "title": "Dead letter",
    "summary": "A message as it came, headers and all, and why it was given up.",
    "headers": {
        "type": "object",
        "properties": {name: {"type": "string", "description": text} for name, text in DEAD_LETTER_HEADERS.items()},
        "required": list(DEAD_LETTER_HEADERS),
    },
    "payload": {"description": "Any bytes, or null."},
}


def main() -> None:
    for path, text in documents().items():
        (FOLDER / path).parent.mkdir(exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8")


def documents() -> dict[Path, str]:
    """Each generated file, relative to schemas/, with its text."""
    schemas = {Path("json", f"{topic.name}.json"): _json(json_schema(topic)) for topic in MESSAGE_TOPICS}
    asyncapi = yaml.safe_dump(asyncapi_document(), sort_keys=False, allow_unicode=True, width=120)
    return {**schemas, Path("asyncapi.yaml"): asyncapi}


def _json(document: Document) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def json_schema(topic: Topic) -> Document:
    """Unknown fields are allowed everywhere, and `x-known-values` lists what a writer may use: both grow within a major version."""
    message = _message(topic)
    _, definitions = msgspec.json.schema_components([message], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition["description"] = _unwrapped(definition["description"])
    own = definitions.pop(message.__name__)
    return {"$schema": JSON_SCHEMA, "$id": f"urn:demarche:{topic.name}", **own, "$defs": definitions}


def _unwrapped(docstring: str) -> str:
    """One line a paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def asyncapi_document() -> Document:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Demarche",
            "version": CONTRACT_VERSION,
            "license": {"name": "Apache-2.0"},
            "description": (
                "Diplomatic news as a stream of events, on Kafka. Within a major version, which is the end of a topic's name, fields are "
                "only added, optional and with a default; a closed list (`x-known-values`) may grow. Readers must accept fields and "
                "values that they do not know."
            ),
        },
        "defaultContentType": "application/json",
        "channels": {_camel(topic.name): _channel(topic) for topic in TOPICS},
        "operations": _operations(),
        "components": {
            "messages": {_message(topic).__name__: _message_object(topic) for topic in MESSAGE_TOPICS} | {"DeadLetter": DEAD_LETTER}
        },
    }


def _message(topic: Topic) -> type[Struct]:
    assert topic.message is not None, topic.name
    return topic.message


def _channel(topic: Topic) -> Document:
    name = "DeadLetter" if topic.message is None else topic.message.__name__
    return {
        "address": topic.name,
        "description": f"{_what(topic)} Key: {topic.key}. {_kept(topic)}",
        "messages": {name: _ref("components", "messages", name)},
        "bindings": {"kafka": _channel_binding(topic)},
    }


def _what(topic: Topic) -> str:
    if source := topic.dead_letters_of:
        return f"Messages of {source.name} that could not be decoded or handled, as they came, with the reason in their headers."
    return _unwrapped(_message(topic).__doc__ or "").partition("\n")[0]


def _kept(topic: Topic) -> str:
    if topic.cleanup == "compact":
        return "Compacted: the newest state of each key stays; a null value erases a key, and every reader bears it."
    return f"Kept {topic.retention_ms // DAY_MS} days." if topic.retention_ms else "Kept for ever."


def _channel_binding(topic: Topic) -> Document:
    return {
        "partitions": PARTITIONS,
        "topicConfiguration": {
            "cleanup.policy": [topic.cleanup],
            "retention.ms": topic.retention_ms or -1,
            "max.message.bytes": topic.max_message_bytes,
        },
        "bindingVersion": "0.5.0",
    }


def _message_object(topic: Topic) -> Document:
    return {
        "name": topic.ce_type,
        "title": _message(topic).__name__,
        "summary": _what(topic),
        "contentType": "application/json",
        "headers": headers_schema(topic),
        "payload": {"schemaFormat": "application/schema+json;version=2020-12", "schema": {"$ref": f"./json/{topic.name}.json"}},
        "correlationId": {"description": "The W3C trace that the message belongs to.", "location": "$message.header#/traceparent"},
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": "0.5.0"}},
    }


def headers_schema(topic: Topic) -> Document:
    constants = {"ce_specversion": "1.0", "ce_type": topic.ce_type, "content-type": "application/json"}
    properties = {
        name: {"type": "string", "description": description} | ({"const": constants[name]} if name in constants else {})
        for name, description in HEADERS.items()
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _operations() -> Document:
    return {
        f"{service}.{action}.{_camel(topic.name)}": {"action": action, "channel": _ref("channels", _camel(topic.name))}
        for service, action, topic in FLOWS
    }


def _ref(*path: str) -> Document:
    return {"$ref": "#/" + "/".join(path)}


def _camel(topic: str) -> str:
    """news.items.v1.enricher.dlq: newsItemsV1EnricherDlq."""
    first, *rest = topic.split(".")
    return first + "".join(word.capitalize() for word in rest)


if __name__ == "__main__":
    main()
