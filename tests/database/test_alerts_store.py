"""The calendar on PostgreSQL says what the calendar in memory says."""

import random
from collections.abc import Iterator

import msgspec
import pytest
import uuid_utils
from msgspec.structs import replace
from sqlalchemy import Engine, select

from schemas.enriched_item import EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from services.alerts import database
from services.alerts.calendar.memory import MemoryCalendar
from services.alerts.match.take import take
from services.alerts.subscriptions import ActiveSubscriptions
from services.alerts.tables import changes, claims, events
from tests.alerts.calendar.told import instant, item, mention
from tests.alerts.news import TRACEPARENT

NOW = instant("2026-01-01")
DAYS = [f"2025-06-{day:02}" for day in range(1, 29, 4)]
WHENS = [None, *DAYS, "2025-06-04..07", "2025-06-01..30 m", "2025-07-01..31 m"]


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


def news(seed: int, count: int) -> list[EnrichedItem]:
    """Reports of a few overlapping parties, some denied, some replaced by a later version, some withdrawn, some late."""
    luck = random.Random(seed)
    made = []
    for _ in range(count):
        told = [
            mention(
                f"{luck.choice(['meeting', 'dialogue', 'visit'])} {luck.choice(['proposed', 'scheduled', 'held', 'postponed', 'cancelled'])}",
                luck.choice(["IN,US", "IN,US,JP", "JP,US", "IN", "US,UN", "AU,IN,JP,US"]),
                luck.choice(WHENS),
                luck.choice([None, "Geneva", "Vienna"]),
                name=luck.choice([None, None, "Strategic Trade Forum"]),
                denied_by=luck.choice(["", "", "", "", "US"]),
            )
            for _ in range(luck.choice([0, 1, 1, 1, 2]))
        ]
        published, received = sorted(luck.sample(range(1, 29), 2))
        report = item(
            f"2025-05-{published:02}",
            *told,
            id=f"item-{luck.randrange(count * 2 // 3)}",
            received=f"2025-05-{received:02}",
            retracted=luck.random() < 0.05,
        )
        made.append(replace(report, fingerprint=f"{luck.getrandbits(64):016x}"))
    return made


def told(change: EventChange) -> tuple[object, ...]:
    """A change without the ids that are minted for it."""
    after = change.after
    return (
        change.changes,
        change.cause,
        change.notify,
        change.revision,
        after.status,
        after.when,
        after.place,
        after.sources,
        change.evidence,
    )


def plain(state: EventState) -> bytes:
    return msgspec.json.encode(replace(state, event_id="e", split_from=None, merged_into=state.merged_into and "m"))


def stored(engine: Engine) -> tuple[list[tuple[object, ...]], list[bytes]]:
    with engine.connect() as connection:
        said = connection.execute(select(changes.c.change).order_by(changes.c.sequence)).scalars()
        known = connection.execute(select(events.c.state).where(events.c.state.is_not(None))).scalars()
        return (
            sorted((told(msgspec.json.decode(change, type=EventChange)) for change in said), key=str),
            sorted(plain(msgspec.json.decode(state, type=EventState)) for state in known),
        )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_stored_is_what_memory_holds(engine: Engine, seed: int) -> None:
    memory, said, known = MemoryCalendar(mint=lambda: str(uuid_utils.uuid7())), [], ActiveSubscriptions()
    for report in news(seed, 60):
        said += [told(change) for change in memory.take(report, report.item.received_at)]
        take(engine, known, report, traceparent=TRACEPARENT, clock=lambda: NOW)
    # What one item changes of two events has no order.
    assert stored(engine) == (sorted(said, key=str), sorted(plain(event.state) for event in memory.events if event.state))
    with engine.connect() as connection:
        owners = {row.id: row.event_id for row in connection.execute(select(claims.c.id, claims.c.event_id))}
    assert len(owners) == sum(len(event.claims) for event in memory.events)
    groups = {frozenset(claim.id for claim in event.claims) for event in memory.events if event.claims}
    assert groups == {frozenset(id_ for id_, owner in owners.items() if owner == event) for event in owners.values()}
