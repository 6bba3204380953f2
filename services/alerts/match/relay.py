"""The outbox's way to Kafka: one relay at a time, in order, each row gone only after the broker's acknowledgement.

A crash between acknowledgement and deletion sends rows again; readers drop a revision that they have seen.
"""

import datetime
import threading
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, text

from schemas import codec
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.headers import cloudevent_headers, message_key
from schemas.topic_table import Topic
from services.alerts import metrics
from services.alerts.database import WAKE_RELAY, notify, try_lock
from services.alerts.tables import outbox
from services.runtime import logs
from services.runtime.observe import Progress
from services.runtime.producer import Producer, Record

SOURCE = "/services/alerts"
LOCK = "alerts outbox relay"

log = logs.get_logger(__name__)


def put(
    connection: Connection, messages: Sequence[tuple[Topic, EventState | EventChange]], *, traceparent: str, now: datetime.datetime
) -> None:
    """Raises EncodeError for a message that breaks the contract."""
    rows = [_row(topic, message, traceparent, now) for topic, message in messages]
    if rows:
        connection.execute(insert(outbox), rows)
        notify(connection, WAKE_RELAY)


class Relay:
    def __init__(
        self, engine: Engine, producer: Producer, *, batch: int, progress: Progress, clock: Callable[[], datetime.datetime]
    ) -> None:
        self._engine = engine
        self._producer = producer
        self._batch = batch
        self._progress = progress
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Until `stop`. Waits while another process relays. Raises what the database or Kafka raises."""
        with self._engine.connect() as connection:
            # The lock lives as long as this connection does, so it must not go back to the pool with it.
            connection.detach()
            connection.execute(text(f"LISTEN {WAKE_RELAY}"))
            connection.commit()
            while not stop.is_set():
                self._progress.beat()
                mine = try_lock(connection, LOCK)
                connection.commit()
                if mine:
                    break
                stop.wait(1)
            while not stop.is_set():
                self._progress.beat()
                if not self._relay(connection):
                    _wait(connection, seconds=0.5)

    def _relay(self, connection: Connection) -> int:
        """How many rows went out."""
        rows = connection.execute(select(outbox).order_by(outbox.c.id).limit(self._batch)).all()
        metrics.OUTBOX_AGE.set((self._clock() - rows[0].created_at).total_seconds() if rows else 0)
        self._producer.publish(_record(row) for row in rows)
        if rows:
            connection.execute(delete(outbox).where(outbox.c.id.in_([row.id for row in rows])))
        connection.commit()
        return len(rows)


def _wait(connection: Connection, *, seconds: float) -> None:
    """Until somebody puts a row, or the time is up."""
    driver: Any = connection.connection.dbapi_connection
    for _ in driver.notifies(timeout=seconds, stop_after=1):
        pass


def _row(topic: Topic, message: EventState | EventChange, traceparent: str, now: datetime.datetime) -> dict[str, Any]:
    headers = cloudevent_headers(topic, message, source=SOURCE, time=now, traceparent=traceparent)
    return {
        "topic": topic.name,
        "key": message_key(message),
        "value": codec.encode(topic, message),
        "headers": [[name, value.decode()] for name, value in headers],
        "created_at": now,
    }


def _record(row: Row[Any]) -> Record:
    return Record(row.topic, row.key, row.value, [(name, value.encode()) for name, value in row.headers])
