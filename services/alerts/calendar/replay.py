"""`calendar replay`: EnrichedItem lines in, EventChange lines out, with no Kafka and no database."""

import argparse
import datetime
import sys
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
import uuid_utils

from schemas.codec import field_and_rule
from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from services.alerts.calendar.memory import MemoryCalendar

# When a line that does not say was enriched; the calendar does not look at it.
_UNKNOWN = "1970-01-01T00:00:00Z"


class LineError(ValueError):
    """A line that is no enriched item: which line, field and rule."""

    def __init__(self, number: int, field: str, rule: str) -> None:
        super().__init__(f"line {number}: {field or 'item'}: {rule}")
        self.number = number
        self.field = field
        self.rule = rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until", type=instant, help="when the clock stops (an ISO instant with its offset); by default, at the last item")


def run(until: datetime.datetime | None, lines: Iterable[bytes], out: BinaryIO) -> int:
    try:
        for change in replay(read(lines), until):
            out.write(msgspec.json.encode(change) + b"\n")
    except LineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def replay(items: Iterable[EnrichedItem], until: datetime.datetime | None) -> Iterator[EventChange]:
    """What subscribers are told, in the order in which it is decided; the clock is each item's receipt, and at last `until`."""
    calendar = MemoryCalendar(mint=lambda: str(uuid_utils.uuid7()))
    for enriched in items:
        now = enriched.item.received_at
        yield from (change for change in calendar.pass_time(now) if change.notify)
        yield from (change for change in calendar.take(enriched, now) if change.notify)
    if until is not None:
        yield from (change for change in calendar.pass_time(until) if change.notify)


def instant(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset from UTC")
    return moment


def read(lines: Iterable[bytes]) -> Iterator[EnrichedItem]:
    """Enriched items, or as little of them as the calendar needs: what is missing is filled in. Raises LineError."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _enriched(number, line)


def _enriched(number: int, line: bytes) -> EnrichedItem:
    try:
        return msgspec.convert(_filled(number, msgspec.json.decode(line)), EnrichedItem)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LineError(number, *field_and_rule(error)) from error


def _filled(number: int, given: Any) -> Any:
    """Versions of one item that have no version of their own count in the order of their lines."""
    if not isinstance(given, dict) or not isinstance(given.get("item"), dict):
        raise LineError(number, "item", "required, an object")
    item = {"version": f"line-{number:09d}", **given["item"]}
    if "published_at" in item:
        item.setdefault("received_at", item["published_at"])
    if isinstance(item.get("source"), dict):
        item["source"] = {"name": item["source"].get("id"), **item["source"]}
    return {"fingerprint": "", "enriched_at": _UNKNOWN, "enricher": "given", **given, "item": item}
