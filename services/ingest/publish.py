"""From items to Kafka, once each: the one path that HTTP, files and feeds share.

`begin` claims the items, leaves out those that the broker has acknowledged before, and hands the rest to the producer;
`finish` waits for the acknowledgements and writes them into the ledger. What is not acknowledged in time stays claimed, since
the producer may still deliver it: a retry meanwhile waits for that same attempt instead of sending the item once more.
"""

import contextlib
import datetime
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kafka.errors import KafkaError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from schemas.codec import encode
from schemas.headers import cloudevent_headers, message_key
from schemas.topic_table import NEWS_ITEMS
from services.ingest import database, metrics
from services.ingest.database import Key
from services.ingest.outcome import RESULTS, Door, Entry, Outcome
from services.runtime import logs
from services.runtime import metrics as runtime_metrics
from services.runtime.producer import Producer, Record

CE_SOURCE = "/services/ingest"
State = Literal["known", "acknowledged", "failed", "under_way"]
# In place of a future: the ledger has the item already; it has not come to a send.
_KNOWN = object()
_UNSENT = object()

log = logs.get_logger(__name__)


class _Unavailable(Exception):
    """Why nothing can be sent at present."""


class _Attempt:
    """The items of one batch that nobody else had claimed. Once `sent` is set there is a future, or what stands for it, for each."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.futures: list[Any] = []
        self.sent = threading.Event()
        self.undecided: list[int] = []
        self.size_bytes = 0

    def state(self, position: int, deadline: float) -> State:
        """Waits until the monotonic deadline at most."""
        if not self.sent.wait(_seconds_to(deadline)):
            return "under_way"
        future = self.futures[position]
        if future is _KNOWN:
            return "known"
        if future is _UNSENT or isinstance(future, KafkaError):
            return "failed"
        if not future.is_done:
            _wait(future, deadline)
        if not future.is_done:
            return "under_way"
        return "failed" if future.failed() else "acknowledged"


class _Place(NamedTuple):
    """Where an item is: in an attempt, which may be another request's. `repeated`: its own request had it before, or the broker."""

    attempt: _Attempt
    position: int
    repeated: bool


@dataclass(slots=True)
class Begun:
    """A batch under way."""

    entries: Sequence[Entry | Outcome]
    attempt: _Attempt = field(default_factory=_Attempt)
    places: dict[int, _Place] = field(default_factory=dict)


class Publisher:
    """Thread-safe. `producer` answers None until Kafka has been reached."""

    def __init__(
        self, *, producer: Callable[[], Producer | None], engine: Engine, clock: Callable[[], datetime.datetime], in_flight_bytes_max: int
    ) -> None:
        self._producer = producer
        self._engine = engine
        self._clock = clock
        self._in_flight_bytes_max = in_flight_bytes_max
        self._lock = threading.Lock()
        self._claims: dict[Key, tuple[_Attempt, int]] = {}
        self._in_flight_bytes = 0
        self._unsettled: list[_Attempt] = []
        self._age = runtime_metrics.WorkAge("ingest")

    def begin(self, entries: Sequence[Entry | Outcome], seen: set[Key]) -> Begun:
        """Sends what is new, in order. `seen` gathers the keys of one request over its batches."""
        begun = Begun(entries)
        self._claim(begun, seen)
        attempt = begun.attempt
        attempt.undecided = list(range(len(attempt.entries)))
        attempt.futures = [_UNSENT] * len(attempt.entries)
        try:
            attempt.futures = self._send(attempt)
        except (SQLAlchemyError, KafkaError, _Unavailable) as error:
            runtime_metrics.ERRORS.labels("publish").inc()
            log.warning("items not taken", reason=str(error) if isinstance(error, _Unavailable) else type(error).__name__)
        finally:
            attempt.sent.set()
            # What was not sent is free at once for others to try.
            if attempt.futures and attempt.futures[0] is _UNSENT:
                self._settle(attempt, deadline=0)
        return begun

    def finish(self, begun: Begun, deadline: float, door: Door) -> list[Outcome]:
        """Waits until the monotonic deadline at most; one outcome an entry, in order."""
        if not self._settle(begun.attempt, deadline):
            with self._lock:
                self._unsettled.append(begun.attempt)
        outcomes = [_outcome(entry, begun.places.get(n), deadline) for n, entry in enumerate(begun.entries)]
        counts = Counter(outcome.outcome for outcome in outcomes)
        for result in RESULTS:
            metrics.ITEMS.labels(door, result).inc(counts[result])
        return outcomes

    def settle(self) -> bool:
        """Writes down what was acknowledged after its request had been answered. True if nothing is left open."""
        with self._lock:
            unsettled, self._unsettled = self._unsettled, []
        left = [attempt for attempt in unsettled if not self._settle(attempt, deadline=0)]
        with self._lock:
            self._unsettled += left
        return not left

    def _claim(self, begun: Begun, seen: set[Key]) -> None:
        own = begun.attempt
        with self._lock:
            for n, entry in enumerate(begun.entries):
                if isinstance(entry, Outcome):
                    continue
                key = entry.key
                attempt, position = self._claims.setdefault(key, (own, len(own.entries)))
                if attempt is own and position == len(own.entries):
                    own.entries.append(entry)
                repeated = key in seen or (attempt is not own and attempt.state(position, deadline=0) == "acknowledged")
                begun.places[n] = _Place(attempt, position, repeated)
                seen.add(key)

    def _send(self, attempt: _Attempt) -> list[Any]:
        if not attempt.entries:
            return []
        # Asked after the claim, and a claim is released after the ledger is written: no other request can slip between.
        known = database.acknowledged(self._engine, [entry.key for entry in attempt.entries])
        records = [_record(entry) for entry in attempt.entries if entry.key not in known]
        futures = iter(self._hand_over(attempt, records) if records else ())
        return [_KNOWN if entry.key in known else next(futures) for entry in attempt.entries]

    def _hand_over(self, attempt: _Attempt, records: list[Record]) -> list[Any]:
        producer = self._producer()
        if producer is None:
            raise _Unavailable("Kafka has not been reached yet")
        size_bytes = sum(len(record.value or b"") for record in records)
        with self._lock:
            if self._in_flight_bytes + size_bytes > self._in_flight_bytes_max:
                raise _Unavailable("too much is waiting for Kafka already")
            self._add_in_flight(size_bytes)
        attempt.size_bytes = size_bytes
        return producer.start(records)

    def _settle(self, attempt: _Attempt, deadline: float) -> bool:
        """Releases what is decided: known, failed, or acknowledged and written down. True if that is all of it."""
        states = {position: attempt.state(position, deadline) for position in attempt.undecided}
        acknowledged = [position for position, state in states.items() if state == "acknowledged"]
        decided = {position for position, state in states.items() if state in ("known", "failed")}
        if acknowledged and self._written([attempt.entries[position].key for position in acknowledged]):
            decided.update(acknowledged)
        with self._lock:
            for position in decided:
                del self._claims[attempt.entries[position].key]
            attempt.undecided = [position for position in attempt.undecided if position not in decided]
            if not attempt.undecided:
                self._add_in_flight(-attempt.size_bytes)
                attempt.size_bytes = 0
        return not attempt.undecided

    def _written(self, keys: list[Key]) -> bool:
        now = self._clock()
        self._age.finished(now.timestamp())
        try:
            database.record(self._engine, keys, now)
        except SQLAlchemyError as error:
            # Kafka has the items, so they are accepted; `settle` tries again, and until then the claim marks them as taken.
            runtime_metrics.ERRORS.labels("ledger").inc()
            log.warning("acknowledged items not yet written down", reason=type(error).__name__, items=len(keys))
            return False
        runtime_metrics.MESSAGES.labels(NEWS_ITEMS.name, "published").inc(len(keys))
        return True

    def _add_in_flight(self, size_bytes: int) -> None:
        self._in_flight_bytes += size_bytes
        metrics.IN_FLIGHT_BYTES.set(self._in_flight_bytes)


def _outcome(entry: Entry | Outcome, place: _Place | None, deadline: float) -> Outcome:
    if isinstance(entry, Outcome) or place is None:
        assert isinstance(entry, Outcome)
        return entry
    state = place.attempt.state(place.position, deadline)
    if state in ("failed", "under_way"):
        return Outcome("unconfirmed", *entry.key)
    return Outcome("duplicate" if state == "known" or place.repeated else "accepted", *entry.key)


def _record(entry: Entry) -> Record:
    item = entry.item
    headers = cloudevent_headers(NEWS_ITEMS, item, source=CE_SOURCE, time=item.received_at, traceparent=entry.traceparent)
    return Record(NEWS_ITEMS.name, message_key(item), encode(NEWS_ITEMS, item), headers)


def _wait(future: Any, deadline: float) -> None:
    # The answer is read from the future afterwards: a timeout of its own and one that the producer met look alike here.
    with contextlib.suppress(KafkaError):
        future.get(timeout=_seconds_to(deadline))


def _seconds_to(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())
