"""The work on a batch of enriched items: each in a transaction of its own, the faulty ones refused."""

import datetime
import re
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import DataError

from schemas import codec
from schemas.codec import DecodeError, EncodeError
from schemas.enriched_item import EnrichedItem
from schemas.topic_table import NEWS_ENRICHED
from services.alerts import metrics
from services.alerts.match.take import Taken, Unhandled, take
from services.alerts.subscriptions import ActiveSubscriptions
from services.runtime import logs
from services.runtime.consumer import Handler
from services.runtime.dead_letters import Refusal
from services.runtime.received import Received
from services.runtime.trace import continue_trace, trace_id, traceparent_of

# Ids go into indexes, whose entries PostgreSQL limits to some 2,700 bytes.
MOST_ID_BYTES = 1000
OUTCOMES = {"taken": "applied", "known": "repeated", "superseded": "outdated"}

log = logs.get_logger(__name__)


def handler(engine: Engine, *, clock: Callable[[], datetime.datetime]) -> Handler:
    """Keeps what it knows of the subscriptions from batch to batch."""
    known = ActiveSubscriptions()

    def handle(batch: list[Received]) -> list[Refusal]:
        return [refusal for received in batch if (refusal := _handle(engine, known, received, clock))]

    return handle


def _handle(engine: Engine, known: ActiveSubscriptions, received: Received, clock: Callable[[], datetime.datetime]) -> Refusal | None:
    traceparent = continue_trace(traceparent_of(received.headers))
    try:
        enriched: EnrichedItem = codec.decode(NEWS_ENRICHED, received.value)
        if reason := _unstorable(enriched):
            return Refusal(received, "unstorable", reason)
        taken = take(engine, known, enriched, traceparent=traceparent, clock=clock)
    except DecodeError as error:
        return Refusal(received, "undecodable", str(error))
    except (Unhandled, EncodeError) as error:
        log.exception("item not handled", topic=received.topic, partition=received.partition, offset=received.offset)
        return Refusal(received, "unhandled", str(error))
    except DataError as error:
        return Refusal(received, "unstorable", str(error.orig))
    _note(enriched, taken, traceparent)
    return None


def _unstorable(enriched: EnrichedItem) -> str | None:
    """What PostgreSQL would choke on: it takes no U+0000, and no long index entries."""
    item = enriched.item
    for field, value in (("item.id", item.id), ("item.version", item.version), ("fingerprint", enriched.fingerprint)):
        if "\0" in value or len(value.encode()) > MOST_ID_BYTES:
            return f"{field}: U+0000, or more than {MOST_ID_BYTES} bytes"
    if not re.fullmatch("[0-9a-fA-F]{1,16}", enriched.fingerprint):
        return "fingerprint: not 64 bits in hex digits"
    parties = [party for mention in enriched.events for party in (*mention.countries, *mention.organisations)]
    if any("\0" in party or len(party.encode()) > MOST_ID_BYTES for party in parties):
        return f"events: a party with U+0000, or of more than {MOST_ID_BYTES} bytes"
    return None


def _note(enriched: EnrichedItem, taken: Taken, traceparent: str) -> None:
    metrics.ITEMS.labels(OUTCOMES[taken.reason]).inc()
    for kind in taken.kinds:
        metrics.CHANGES.labels(kind).inc()
    log.info(
        "item taken in",
        item=enriched.item.id,
        version=enriched.item.version,
        outcome=taken.reason,
        changes=list(taken.kinds),
        notifications=taken.notified,
        trace_id=trace_id(traceparent),
    )
