"""What the doors make of raw submissions: entries for the publisher, or the outcome that refuses them."""

import datetime
from collections.abc import Iterable

from services.ingest.bodies import Raw
from services.ingest.item import make_item
from services.ingest.outcome import Entry, Outcome
from services.ingest.submission import Refused, parse
from services.runtime.trace import continue_trace


def entries(batch: Iterable[Raw], now: datetime.datetime, traceparent: str | None) -> list[Entry | Outcome]:
    """All as children of the one span `traceparent`, or each in a trace of its own."""
    return [_entry(raw, now, traceparent) for raw in batch]


def _entry(raw: Raw, now: datetime.datetime, traceparent: str | None) -> Entry | Outcome:
    try:
        return Entry(make_item(parse(raw), now), traceparent or continue_trace(None))
    except Refused as refused:
        return Outcome("rejected", errors=tuple(refused.errors))
