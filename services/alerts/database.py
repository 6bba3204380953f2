"""The connection to PostgreSQL, the schema's version, and the locks."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.engine import make_url

from services.alerts.tables import SCHEMA
from services.runtime.migrations import Migrations

_MIGRATIONS = Migrations(SCHEMA, Path(__file__).parent / "migrations")
migrate = _MIGRATIONS.migrate
require = _MIGRATIONS.require
not_ready = _MIGRATIONS.not_ready

# Advisory locks live in one space of 64-bit numbers; these are ours, the rest are hashes of names with a prefix.
WAKE_DELIVERY = "alerts_notifications"
WAKE_RELAY = "alerts_outbox"


def open_engine(database_url: str, *, pool_size: int = 10) -> Engine:
    """Connects on first use. A statement that waits for a lock longer than 30 s fails, since something is stuck then."""
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c lock_timeout=30s -c timezone=UTC", "application_name": "demarche-alerts"},
    )


def lock_number(name: str) -> int:
    """A signed 64-bit number for a name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def lock_all(connection: Connection, numbers: Iterable[int]) -> None:
    """Takes every lock until the transaction ends, in ascending order, so that two transactions never wait for each other."""
    ordered = sorted(set(numbers))
    if ordered:
        number = func.unnest(ordered).column_valued("number")
        connection.execute(select(func.pg_advisory_xact_lock(number)))


def try_lock(connection: Connection, name: str) -> bool:
    """Takes a lock for the session, if nobody holds it. It ends with the connection, so close that."""
    return bool(connection.execute(select(func.pg_try_advisory_lock(lock_number(name)))).scalar_one())


def notify(connection: Connection, channel: str, payload: str = "") -> None:
    """Wakes listeners of the channel once the transaction commits."""
    connection.execute(select(func.pg_notify(channel, payload)))
