"""Items out of the body of a request, a batch at a time, within limits."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from itertools import islice

import msgspec

# Small enough to come back soon, large enough that a look-up and a write of the ledger for each cost little.
BATCH_ITEMS = 500
BATCH_BYTES = 4 * 1024 * 1024

Raw = bytes | msgspec.Raw


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


def from_json(body: bytes, items_max: int) -> list[Raw]:
    """The items of an array, or the one object. Raises NotItems, TooLarge."""
    if body.lstrip()[:1] != b"[":
        return [body]
    items = _elements(body)
    if len(items) > items_max:
        raise TooLarge(f"a batch must not be over {items_max} items")
    return items


def _elements(body: bytes) -> list[Raw]:
    try:
        return list(msgspec.json.decode(body, type=list[msgspec.Raw]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A lone surrogate in one item must not spoil the others; the standard library lets it pass, and the item is refused by itself.
        return _elements_slowly(body)


def _elements_slowly(body: bytes) -> list[Raw]:
    try:
        return [json.dumps(element).encode() for element in json.loads(body)]
    except (ValueError, RecursionError) as error:
        raise NotItems(f"must be JSON: {error}") from error


def batches(items: Iterable[Raw]) -> Iterable[list[Raw]]:
    left = iter(items)
    while batch := list(islice(left, BATCH_ITEMS)):
        yield batch
