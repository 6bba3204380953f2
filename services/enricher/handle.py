"""One message of news.items.v1 into one of news.enriched.v1, or the reason why it cannot be."""

import datetime
from collections.abc import Callable

from schemas import codec
from schemas.enriched_item import EnrichedItem
from schemas.headers import cloudevent_headers, message_key
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ENRICHED, NEWS_ITEMS
from services.runtime.dead_letters import Refusal
from services.runtime.producer import Record
from services.runtime.received import Received
from services.runtime.trace import continue_trace, traceparent_of

SOURCE = "/services/enricher"


def handle(received: Received, enrich: Callable[[NewsItem], EnrichedItem], *, now: datetime.datetime) -> Record | Refusal:
    """Pure but for `enrich`. Refuses with `undecodable`, `unsendable` (it breaks the contract, or is too large) or `unhandled`."""
    try:
        item = codec.decode(NEWS_ITEMS, received.value)
    except codec.DecodeError as error:
        return Refusal(received, "undecodable", str(error))
    try:
        enriched = enrich(item)
        value = codec.encode(NEWS_ENRICHED, enriched)
    except codec.EncodeError as error:
        return Refusal(received, "unsendable", str(error))
    except Exception as error:  # noqa: BLE001 - whatever one item provokes must not stop the others
        return Refusal(received, "unhandled", f"{type(error).__name__}: {error}")
    traceparent = continue_trace(traceparent_of(received.headers))
    headers = cloudevent_headers(NEWS_ENRICHED, enriched, source=SOURCE, time=now, traceparent=traceparent)
    return Record(NEWS_ENRICHED.name, message_key(enriched), value, headers)
