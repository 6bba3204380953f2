"""Messages to bytes and back. `encode` holds writers to the contract; `decode` lets unknown fields and values pass."""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec import Struct, inspect

from schemas.topic_table import MAX_MESSAGE_BYTES, Topic

# The broker counts key, headers and the batch's own bytes too.
MAX_VALUE_BYTES = MAX_MESSAGE_BYTES - 64 * 1024


class ContractError(ValueError):
    """A message that breaks the contract: `field` is a path like `source.id` ("" for the whole), `rule` says what it breaks."""

    def __init__(self, topic: str, field: str, rule: str) -> None:
        super().__init__(f"{topic}: {field or 'message'}: {rule}")
        self.topic = topic
        self.field = field
        self.rule = rule


class DecodeError(ContractError):
    """Bytes that are not a message of their topic."""


class EncodeError(ContractError):
    """A message that its writer may not send."""


_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def encode(topic: Topic, message: Struct) -> bytes:
    """JSON bytes that `decode` reads.

    Raises EncodeError for another topic's message, a value that is not in its closed list or breaks its field's bounds (a
    share above 1, an instant without a zone), and for more bytes than the topic takes.
    """
    if topic.message is not type(message):
        raise EncodeError(topic.name, "", f"expected {topic.message and topic.message.__name__}, got {type(message).__name__}")
    for field, rule in _violations(message, ""):
        raise EncodeError(topic.name, field, rule)
    try:
        data = msgspec.json.encode(message)
        # msgspec checks bounds only when it decodes: what no reader could read is refused here.
        _decoder(topic.message).decode(data)
    except (*_UNREADABLE, UnicodeEncodeError) as error:
        raise EncodeError(topic.name, *field_and_rule(error)) from error
    if len(data) > MAX_VALUE_BYTES:
        raise EncodeError(topic.name, "", f"{len(data)} bytes are more than {MAX_VALUE_BYTES}")
    return data


def decode(topic: Topic, data: bytes | None) -> Any:
    """The topic's message type, or None for the null with which a compacted topic erases a key.

    Raises DecodeError, which names the topic, the field and the rule.
    """
    if topic.message is None:
        raise DecodeError(topic.name, "", "this topic carries no messages of its own")
    if data is None and topic.cleanup == "compact":
        return None
    if data is None:
        raise DecodeError(topic.name, "", "null, and this topic has no erasures")
    try:
        return _decoder(topic.message).decode(data)
    except _UNREADABLE as error:
        raise DecodeError(topic.name, *field_and_rule(error)) from error


def field_and_rule(error: Exception) -> tuple[str, str]:
    """What msgspec says ("Expected `str`, got `int` - at `$.source.id`") as a field and a rule."""
    if isinstance(error, UnicodeDecodeError | UnicodeEncodeError):
        return "", f"not UTF-8: {error.reason}"
    if isinstance(error, RecursionError):
        return "", "nested too deep"
    rule, _, path = str(error).partition(" - at `$")
    if missing := re.match(r"Object missing required field `(\w+)`", rule):
        return f"{path.rstrip('`')}.{missing[1]}".lstrip("."), "required"
    return path.rstrip("`").lstrip("."), rule


@functools.cache
def _decoder(message: type[Struct]) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(message)


# Answers with a field and a rule for each value outside its closed list.
Check = Callable[[Any, str], Iterable[tuple[str, str]]]


def _violations(value: Any, path: str) -> Iterable[tuple[str, str]]:
    struct: type[Struct] = type(value)
    for field, check in _checks(struct):
        yield from check(getattr(value, field), f"{path}.{field}" if path else field)


@functools.cache
def _checks(struct: type[Struct]) -> tuple[tuple[str, Check], ...]:
    """The fields of a Struct type below which a closed list stands, each with its check."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return tuple((field.encode_name, check) for field in info.fields if (check := _check(field.type)))


def _check(kind: inspect.Type) -> Check | None:
    if isinstance(kind, inspect.Metadata):
        marks = kind.extra or {}
        if "passed_on" in marks:
            return None
        return functools.partial(_outside, marks["closed"]) if "closed" in marks else _check(kind.type)
    if isinstance(kind, inspect.UnionType):
        inner = next((check for member in kind.types if (check := _check(member))), None)
        return inner and functools.partial(_unless_none, inner)
    if isinstance(kind, inspect.VarTupleType):
        inner = _check(kind.item_type)
        return inner and functools.partial(_each, inner)
    if isinstance(kind, inspect.DictType):
        inner = _check(kind.value_type)
        return inner and functools.partial(_each_value, inner)
    if isinstance(kind, inspect.StructType):
        return _violations if _checks(kind.cls) else None
    return None


def _outside(closed: frozenset[str], value: str, path: str) -> Iterable[tuple[str, str]]:
    if value not in closed:
        yield path, f"{value!r} is not one of {', '.join(sorted(closed))}"


def _unless_none(check: Check, value: Any, path: str) -> Iterable[tuple[str, str]]:
    return check(value, path) if value is not None else ()


def _each(check: Check, values: tuple[Any, ...], path: str) -> Iterable[tuple[str, str]]:
    for n, value in enumerate(values):
        yield from check(value, f"{path}[{n}]")


def _each_value(check: Check, values: dict[str, Any], path: str) -> Iterable[tuple[str, str]]:
    for key, value in values.items():
        yield from check(value, f"{path}.{key}")
