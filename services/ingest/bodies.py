"""Items out of the body of a request, a batch at a time, within limits."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice

import msgspec

# Small enough to come back soon, large enough that a look-up and a write of the ledger for each cost little.
BATCH_ITEMS = 500
BATCH_BYTES = 4 * 1024 * 1024

# An array with fewer commas is split at once, at 90 bytes of memory an element; more than this holds no news, and is split one by one.
DENSE_COMMAS = 1_000_000

Raw = bytes | msgspec.Raw

_ONE = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")


class TooLarge(Exception):
    """The body goes past a limit."""


class NotItems(ValueError):
    """The body is neither an object nor an array of JSON."""


async def bounded(stream: AsyncIterator[bytes], bytes_max: int, idle_seconds: float) -> AsyncIterator[bytes]:
    """Raises TooLarge as soon as there is more, and TimeoutError where nothing comes for so long."""
    size = 0
    while True:
        try:
            async with asyncio.timeout(idle_seconds):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        size += len(chunk)
        if size > bytes_max:
            raise TooLarge(f"a body must not be over {bytes_max} bytes")
        yield chunk


async def ndjson(stream: AsyncIterator[bytes], items_max: int) -> AsyncIterator[list[Raw]]:
    """Batches as they arrive; empty lines are none. Raises TooLarge after the batches before it."""
    taken, batch, batch_bytes = 0, list[Raw](), 0
    async for line in _lines(stream):
        if taken + len(batch) == items_max:
            if batch:
                yield batch
            raise TooLarge(f"a batch must not be over {items_max} items")
        batch.append(line)
        batch_bytes += len(line)
        if len(batch) == BATCH_ITEMS or batch_bytes >= BATCH_BYTES:
            yield batch
            taken, batch, batch_bytes = taken + len(batch), [], 0
    if batch:
        yield batch


async def _lines(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    begun: list[bytes] = []
    async for chunk in stream:
        first, *rest = chunk.split(b"\n")
        begun.append(first)
        for part in rest:
            line = b"".join(begun)
            begun = [part]
            if line.strip():
                yield line
    if (line := b"".join(begun)).strip():
        yield line


def from_json(body: bytes, items_max: int, dense_commas: int = DENSE_COMMAS) -> list[Raw]:
    """The items of an array, or the one object. Raises NotItems, TooLarge."""
    if body.lstrip()[:1] != b"[":
        return [body]
    items = _elements_at_once(body) if body.count(b",") < dense_commas else None
    items = _elements_one_by_one(body, items_max) if items is None else items
    if len(items) > items_max:
        raise TooLarge(f"a batch must not be over {items_max} items")
    return items


def _elements_at_once(body: bytes) -> list[Raw] | None:
    try:
        return list(msgspec.json.decode(body, type=list[msgspec.Raw]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A lone surrogate in one item must not spoil the others; the standard library lets it pass, and the item is refused by itself.
        return None


def _elements_one_by_one(body: bytes, items_max: int) -> list[Raw]:
    """One more than `items_max` at most."""
    try:
        return list(islice(_elements(body.decode(errors="surrogateescape")), items_max + 1))
    except (ValueError, RecursionError) as error:
        raise NotItems(f"must be JSON: {error}") from error


def _elements(text: str) -> Iterator[bytes]:
    """Raises JSONDecodeError for what is no array, once it is come to."""
    at = _after_space(text, text.index("[") + 1)
    while text[at : at + 1] != "]":
        _, end = _ONE.raw_decode(text, at)
        yield text[at:end].encode(errors="surrogateescape")
        at = _after_space(text, end)
        if text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
            if text[at : at + 1] == "]":
                raise json.JSONDecodeError("Expecting value", text, at)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if (end := _after_space(text, at + 1)) != len(text):
        raise json.JSONDecodeError("Extra data", text, end)


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def batches(items: Iterable[Raw]) -> Iterable[list[Raw]]:
    left = iter(items)
    while batch := list(islice(left, BATCH_ITEMS)):
        yield batch
