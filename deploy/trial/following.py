"""Shows what happens in the topics, and what the demo subscriber is told, as it happens."""

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from rich.text import Text

from deploy.trial.lines import alert_line, change_line, item_line, tags_line
from deploy.trial.ports import HOST
from schemas import codec
from schemas.topic_table import DIPLOMACY_CHANGES, MAX_MESSAGE_BYTES, NEWS_ENRICHED, NEWS_ITEMS, Topic

POLL_MS = 200
Show = Callable[[Text], None]
LINES: Mapping[Topic, Callable[[Any], Text]] = {NEWS_ITEMS: item_line, NEWS_ENRICHED: tags_line, DIPLOMACY_CHANGES: change_line}


def follow_topics(bootstrap: str, show: Show, stop: threading.Event) -> None:
    """From each topic's end when this is called; reads on in a thread of its own until `stop` is set."""
    client = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, max_partition_fetch_bytes=MAX_MESSAGE_BYTES)
    partitions = [TopicPartition(topic.name, number) for topic in LINES for number in client.partitions_for_topic(topic.name) or ()]
    client.assign(partitions)
    for partition, offset in client.end_offsets(partitions).items():
        client.seek(partition, offset)
    threading.Thread(target=_read, args=(client, show, stop), name="follow-topics", daemon=True).start()


def _read(client: KafkaConsumer, show: Show, stop: threading.Event) -> None:
    topics = {topic.name: topic for topic in LINES}
    while not stop.is_set():
        for partition, records in client.poll(timeout_ms=POLL_MS).items():
            topic = topics[partition.topic]
            for record in records:
                show(LINES[topic](codec.decode(topic, record.value)))
    client.close()


def follow_alerts(port: int, key: str, show: Show, stop: threading.Event) -> None:
    threading.Thread(target=_listen, args=(port, key, show, stop), name="follow-alerts", daemon=True).start()


def _listen(port: int, key: str, show: Show, stop: threading.Event) -> None:
    connection = http.client.HTTPConnection(HOST, port)
    try:
        connection.request("GET", "/v1/stream", headers={"Authorization": f"Bearer {key}"})
        for line in connection.getresponse():
            if line.startswith(b"data:") and not stop.is_set():
                show(alert_line(json.loads(line.removeprefix(b"data:"))))
    except (OSError, http.client.HTTPException):
        # The stream ends with its service, and that a service has ended is told by those who watch it.
        return
