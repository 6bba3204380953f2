"""What the documentation of POST /v1/items shows."""

from typing import Any

import msgspec

from services.ingest.submission import Submission

_EXAMPLE = {
    "source": {"id": "sample-agency", "name": "Sample Agency", "kind": "agency"},
    "native_id": "2025-0042",
    "url": "https://news.example/world/2025/05/28/dialogue",
    "title": "Foreign secretary meets under secretary in Washington",
    "body": "WASHINGTON, May 28 - A sample text: the two officials discussed an early date for the dialogue.",
    "language": "en",
    "published_at": "2025-05-28T16:30:00Z",
}
_OUTCOMES = {
    "accepted": 1,
    "duplicate": 0,
    "rejected": 1,
    "unconfirmed": 0,
    "items": [
        {"index": 0, "outcome": "accepted", "id": "sample-agency-2f1c8a0b9d3e4f5061728394", "version": "8b1d0c3f5a7e9264"},
        {"index": 1, "outcome": "rejected", "errors": [{"field": "published_at", "rule": "must say its offset from UTC"}]},
    ],
}


def _inlined() -> dict[str, Any]:
    """The schema with its definitions in place, since a route's own part cannot add components."""
    (_, components) = msgspec.json.schema_components([Submission], ref_template="#/components/schemas/{name}")

    def resolve(node: Any) -> Any:
        if isinstance(node, dict) and "$ref" in node:
            return resolve(components[node["$ref"].rsplit("/", 1)[1]])
        if isinstance(node, dict):
            return {name: resolve(value) for name, value in node.items()}
        return [resolve(value) for value in node] if isinstance(node, list) else node

    schema: dict[str, Any] = resolve(components["Submission"])
    return schema


def _answer(description: str, example: Any, media: str = "application/problem+json") -> dict[str, Any]:
    return {"description": description, "content": {media: {"example": example}}}


_ITEM = _inlined()
OPENAPI: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"oneOf": [_ITEM, {"type": "array", "items": _ITEM}]}, "example": _EXAMPLE},
            "application/x-ndjson": {"schema": {"type": "string"}, "example": msgspec.json.encode(_EXAMPLE).decode() + "\n"},
        },
    },
    "responses": {
        "202": _answer("All accepted items are in Kafka; rejected ones, if any, are told apart", _OUTCOMES, "application/json"),
        "401": _answer("No valid API key", {"type": "about:blank", "status": 401, "title": "an API key is needed"}),
        "413": _answer("Over 10,000 items or 32 MiB; `items` tells what was taken", {"type": "about:blank", "status": 413, "title": "…"}),
        "415": _answer("Neither JSON nor NDJSON", {"type": "about:blank", "status": 415, "title": "…"}),
        "422": _answer(
            "Every item breaks a rule", {"type": "about:blank", "status": 422, "title": "every item breaks a rule", **_OUTCOMES}
        ),
        "503": _answer(
            "Kafka or the database is away: send the same again after Retry-After; nothing is taken twice",
            {"type": "about:blank", "status": 503, "title": "not all items were acknowledged; send all of them again", **_OUTCOMES},
        ),
    },
    "security": [{"bearer": []}],
}
