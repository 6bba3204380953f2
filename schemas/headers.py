"""CloudEvents 1.0 headers in Kafka's binary mode, and the W3C trace context that goes with every message."""

import datetime

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.news_item import NewsItem
from schemas.topic_table import Topic

Headers = list[tuple[str, bytes]]

# What every message carries, and what each is.
HEADERS = {
    "ce_specversion": "CloudEvents, in Kafka's binary mode.",
    "ce_id": "Names the message: what is sent again carries the same.",
    "ce_source": "The sending service, as in /services/ingest.",
    "ce_type": "The kind of message.",
    "ce_time": "When the message was made: RFC 3339 with an offset.",
    "content-type": "Of the value.",
    "traceparent": "W3C Trace Context, carried from ingest to alert.",
}
# What a dead letter carries beside the headers that its message came with.
DEAD_LETTER_HEADERS = {
    "dlq-reason": "A word of a closed list.",
    "dlq-detail": "A sentence for people; for what does not decode, topic, field and rule.",
    "dlq-topic": "Where it came from.",
    "dlq-partition": "Its partition there.",
    "dlq-offset": "Its offset there.",
    "dlq-time": "When it was given up: RFC 3339 with an offset.",
}


def cloudevent_id(message: NewsItem | EnrichedItem | EventState | EventChange) -> str:
    match message:
        case NewsItem():
            return f"{message.id}:{message.version}"
        case EnrichedItem():
            return f"{message.item.id}:{message.item.version}:{message.run}:{message.enricher}"
        case _:
            return f"{message.event_id}:{message.revision}"


def message_key(message: NewsItem | EnrichedItem | EventState | EventChange) -> bytes:
    match message:
        case NewsItem():
            return message.id.encode()
        case EnrichedItem():
            return message.item.id.encode()
        case _:
            return message.event_id.encode()


def cloudevent_headers(
    topic: Topic,
    message: NewsItem | EnrichedItem | EventState | EventChange,
    *,
    source: str,
    time: datetime.datetime,
    traceparent: str,
) -> Headers:
    """`source` is the sending service, as in `/services/ingest`; `time` is when the message was made."""
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", cloudevent_id(message).encode()),
        ("ce_source", source.encode()),
        ("ce_type", topic.ce_type.encode()),
        ("ce_time", time.isoformat().encode()),
        ("content-type", b"application/json"),
        ("traceparent", traceparent.encode()),
    ]
