"""Every Kafka topic: what it carries, by which key, and for how long. Topics are declared from here and nowhere else."""

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.news_item import NewsItem

PARTITIONS = 12
# An item's text is at most this many bytes of UTF-8; ingest refuses more.
MAX_TEXT_BYTES = 1024 * 1024
# JSON doubles a text of quotation marks, and an enriched item carries the words of each mention once more.
MAX_MESSAGE_BYTES = 8 * 1024 * 1024
# A dead letter is a message of the largest size with headers that say why; one that is larger still is cut, and says so.
MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + 1024 * 1024
DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Topic:
    """`message` is None for dead letters, whose bytes are those of the topic `dead_letters_of`; `retention_ms` None keeps for ever."""

    name: str
    message: type[Struct] | None
    ce_type: str
    key: str
    retention_ms: int | None
    cleanup: Literal["delete", "compact"] = "delete"
    dead_letters_of: "Topic | None" = None

    @property
    def max_message_bytes(self) -> int:
        return MAX_DEAD_LETTER_BYTES if self.dead_letters_of else MAX_MESSAGE_BYTES

    def settings(self) -> dict[str, str]:
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.retention_ms or -1),
            "max.message.bytes": str(self.max_message_bytes),
        }


NEWS_ITEMS = Topic("news.items.v1", NewsItem, "news.item.v1", "item id", 30 * DAY_MS)
NEWS_ENRICHED = Topic("news.enriched.v1", EnrichedItem, "news.enriched.v1", "item id", 30 * DAY_MS)
DIPLOMACY_CHANGES = Topic("diplomacy.changes.v1", EventChange, "diplomacy.change.v1", "event id", None)
DIPLOMACY_EVENTS = Topic("diplomacy.events.v1", EventState, "diplomacy.event.v1", "event id", None, "compact")


def dead_letter_topic(topic: Topic, group: str) -> Topic:
    return Topic(f"{topic.name}.{group}.dlq", None, topic.ce_type, topic.key, 30 * DAY_MS, dead_letters_of=topic)


ENRICHER_GROUP = "enricher"
ALERTS_GROUP = "alerts"
NEWS_ITEMS_DLQ = dead_letter_topic(NEWS_ITEMS, ENRICHER_GROUP)
NEWS_ENRICHED_DLQ = dead_letter_topic(NEWS_ENRICHED, ALERTS_GROUP)

MESSAGE_TOPICS = (NEWS_ITEMS, NEWS_ENRICHED, DIPLOMACY_CHANGES, DIPLOMACY_EVENTS)
TOPICS = (*MESSAGE_TOPICS, NEWS_ITEMS_DLQ, NEWS_ENRICHED_DLQ)
