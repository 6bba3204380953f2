"""Messages to bytes and back. `encode` holds writers to the closed lists; `decode` lets unknown fields and values pass."""

import functools
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect

from schemas.topic_table import Topic

Message = TypeVar("Message", bound=Struct)


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


_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(topic: Topic, message: Struct) -> bytes:
    """JSON bytes. Raises EncodeError for another topic's message, or a value that is not in its closed list."""
    if topic.message is not type(message):
        raise EncodeError(topic.name, "", f"expected {topic.message and topic.message.__name__}, got {type(message).__name__}")
    for field, rule in _violations(message, ""):
        raise EncodeError(topic.name, field, rule)
    return _encoder.encode(message)


def decode(topic: Topic, data: bytes) -> Any:
    """The topic's message type. Raises DecodeError, which names the topic, the field and the rule."""
    if topic.message is None:
        raise DecodeError(topic.name, "", "this topic carries no messages of its own")
    try:
        return _decoder(topic.message).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(topic.name, *field_and_rule(error)) from error


def field_and_rule(error: Exception) -> tuple[str, str]:
    """What msgspec says ("Expected `str`, got `int` - at `$.source.id`") as a field and a rule."""
    rule, _, path = str(error).partition(" - at `$")
    if missing := re.match(r"Object missing required field `(\w+)`", rule):
        return f"{path.rstrip('`')}.{missing[1]}".lstrip("."), "required"
    return path.rstrip("`").lstrip("."), rule


@functools.cache
def _decoder(message: type[Message]) -> "msgspec.json.Decoder[Message]":
    return msgspec.json.Decoder(message)


def _violations(value: Any, path: str) -> Any:
    for field, check in _checks(type(value)):
        yield from check(getattr(value, field), f"{path}.{field}" if path else field)


Check = Callable[[Any, str], Any]


@functools.cache
def _checks(struct: type[Struct]) -> tuple[tuple[str, Check], ...]:
    """The fields below which a closed list stands, each with the generator of what it breaks."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return tuple((field.encode_name, check) for field in info.fields if (check := _check(field.type)))


def _check(kind: inspect.Type) -> Check | None:
    if isinstance(kind, inspect.Metadata) and "closed" in (kind.extra or {}):
        return functools.partial(_outside, (kind.extra or {})["closed"])
    if isinstance(kind, inspect.Metadata):
        return _check(kind.type)
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


def _outside(closed: frozenset[str], value: str, path: str) -> Any:
    if value not in closed:
        yield path, f"{value!r} is not one of {', '.join(sorted(closed))}"


def _unless_none(check: Check, value: Any, path: str) -> Any:
    return check(value, path) if value is not None else ()


def _each(check: Check, values: tuple[Any, ...], path: str) -> Any:
    for n, value in enumerate(values):
        yield from check(value, f"{path}[{n}]")


def _each_value(check: Check, values: dict[str, Any], path: str) -> Any:
    for key, value in values.items():
        yield from check(value, f"{path}.{key}")
