"""What time alone changes: events of which nothing more was heard have lapsed."""

import datetime
import threading
from collections.abc import Callable

from sqlalchemy import Engine

from services.alerts import metrics
from services.alerts.calendar.arrive import tick
from services.alerts.database import lock_all
from services.alerts.match import notify, store
from services.alerts.match.matching import change_subject
from services.alerts.match.take import write
from services.alerts.subscriptions import ActiveSubscriptions
from services.runtime import logs
from services.runtime.observe import Progress
from services.runtime.trace import continue_trace

BATCH = 100
TURN_SECONDS = 1.0

log = logs.get_logger(__name__)


def run(
    engine: Engine,
    stop: threading.Event,
    *,
    interval_seconds: float,
    lag: Callable[[], float],
    progress: Progress,
    clock: Callable[[], datetime.datetime],
) -> None:
    """Until `stop`. Keeps still while there are items to be read: one of them may tell what came of an event."""
    known = ActiveSubscriptions()
    waited = 0.0
    while not stop.wait(TURN_SECONDS):
        progress.beat()
        waited += TURN_SECONDS
        if waited >= interval_seconds and lag() == 0:
            pass_time(engine, known, now=clock())
            waited = 0.0


def pass_time(engine: Engine, known: ActiveSubscriptions, *, now: datetime.datetime) -> int:
    """How many events have lapsed. Several processes may call it at once."""
    lapsed = 0
    with engine.connect() as connection:
        waiting = store.due(connection, now, BATCH)
    for event_id in waiting:
        lapsed += _tick(engine, known, event_id, now)
    return lapsed


def _tick(engine: Engine, known: ActiveSubscriptions, event_id: str, now: datetime.datetime) -> int:
    with engine.begin() as connection:
        lock_all(connection, [store.event_number(event_id)])
        near, topics = store.load_events(connection, {event_id})
        outcome = tick(near[0], now)
        traceparent = continue_trace(None)
        write(connection, near, outcome, topics, traceparent=traceparent, now=now)
        rows = [
            row
            for change in outcome.changes
            if change.notify
            for row in notify.change_rows(
                known.read(connection), change_subject(change, topics=topics[event_id]), change, None, traceparent=traceparent, now=now
            )
        ]
        notify.store(connection, rows)
    for _ in outcome.changes:
        metrics.CHANGES.labels("lapsed").inc()
        log.info("event lapsed", event_id=event_id)
    return len(outcome.changes)
