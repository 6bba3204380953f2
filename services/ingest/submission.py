"""What a client submits: as little of a NewsItem as it knows. Every wrong field is named with its rule, all at once."""

import datetime
import json
from typing import Any

import msgspec
from msgspec import Struct

from schemas.codec import field_and_rule


class FieldError(Struct, frozen=True):
    """`field` is a path like `source.id`; "" is the whole item."""

    field: str
    rule: str


class Refused(ValueError):
    """An item that breaks the rules that `errors` name."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__("; ".join(f"{error.field or 'item'}: {error.rule}" for error in errors))
        self.errors = errors


class SubmittedSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str | None = None
    kind: str | None = None


class SubmittedDateline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    place: str
    country: str | None = None
    date: datetime.date | None = None


class Submission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`id` stands for `native_id` where that is missing. `published_at` is an instant with its offset, or a date."""

    source: SubmittedSource
    id: str | None = None
    native_id: str | None = None
    url: str | None = None
    title: str | None = None
    body: str | None = None
    language: str | None = None
    published_at: str | None = None
    published_precision: str | None = None
    dateline: SubmittedDateline | None = None
    retracted: bool = False
    origin: str | None = None


_decoder = msgspec.json.Decoder(Submission)
_TYPES: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(Submission)}


def parse(line: bytes | msgspec.Raw) -> Submission:
    """One submission from JSON. Raises Refused."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(_errors(bytes(line)) or [FieldError(*field_and_rule(error))]) from error


def _errors(line: bytes) -> list[FieldError]:
    """Everything that is wrong, where the decoder stops at the first."""
    try:
        # Unlike msgspec the standard library lets a lone surrogate pass, so that its field can be named.
        given = json.loads(line.decode())
    except UnicodeDecodeError:
        return [FieldError("", "must be UTF-8")]
    except (ValueError, RecursionError) as error:
        return [FieldError("", f"must be JSON: {error}")]
    if not isinstance(given, dict):
        return [FieldError("", "must be a JSON object")]
    wrong = [found for name, value in given.items() if (found := _wrong(name, value))]
    return wrong if "source" in given else [*wrong, FieldError("source", "required")]


def _wrong(name: str, value: Any) -> FieldError | None:
    if name not in _TYPES:
        return FieldError(name, "unknown field")
    parts = {f"{name}.{part}": inner for part, inner in value.items()} if isinstance(value, dict) else {name: value}
    if lone := next((field for field, inner in parts.items() if isinstance(inner, str) and not encodable(inner)), None):
        return FieldError(lone, "must not contain a lone surrogate")
    try:
        msgspec.convert(value, _TYPES[name])
    except msgspec.ValidationError as error:
        field, rule = field_and_rule(error)
        if rule.startswith("Object contains unknown field `"):
            field, rule = f"{field}.{rule.split('`')[1]}".lstrip("."), "unknown field"
        return FieldError(f"{name}.{field}".rstrip("."), rule)
    return None


def encodable(text: str) -> bool:
    """Whether UTF-8 can write it, which it cannot a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
