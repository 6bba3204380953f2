"""The connection to PostgreSQL, the schema's version, and the locks."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from services.alerts.tables import SCHEMA

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


def migrate(engine: Engine) -> None:
    """Brings the schema up to the newest version; several processes may call it at once."""
    with engine.begin() as connection:
        lock_all(connection, [lock_number("alerts migrations")])
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def not_ready(engine: Engine) -> str | None:
    """Why the database cannot be worked with: away, or at another version of the schema."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA}).get_current_revision()
    except SQLAlchemyError as error:
        return f"database: {type(error).__name__}"
    return None if found == wanted else f"database schema is at {found}, wanted {wanted}: run `migrate`"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
