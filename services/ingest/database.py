"""The connection to PostgreSQL, the schema's version, and the ledger of what the broker has acknowledged."""

import datetime
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from services.ingest.tables import SCHEMA
from services.runtime.migrations import Migrations

_MIGRATIONS = Migrations(SCHEMA, Path(__file__).parent / "migrations")
migrate = _MIGRATIONS.migrate
require = _MIGRATIONS.require
not_ready = _MIGRATIONS.not_ready

# An item id and a version.
Key = tuple[str, str]

_ACKNOWLEDGED = text(
    f"SELECT item_id, version FROM {SCHEMA}.published"
    " JOIN unnest(CAST(:ids AS text[]), CAST(:versions AS text[])) AS asked (item_id, version) USING (item_id, version)"
)
_RECORD = text(
    f"INSERT INTO {SCHEMA}.published (item_id, version, at)"
    " SELECT item_id, version, :at FROM unnest(CAST(:ids AS text[]), CAST(:versions AS text[])) AS acknowledged (item_id, version)"
    " ORDER BY item_id, version ON CONFLICT DO NOTHING"
)
# The broker holds the item already: what a crash loses of the ledger is published once more, and readers drop it.
_NO_WAIT_FOR_DISK = text("SET LOCAL synchronous_commit = off")


def open_engine(database_url: str, *, pool_size: int = 10) -> Engine:
    """Connects on first use. No statement takes longer than 5 s, so that no request waits for a database that hangs."""
    return create_engine(
        make_url(database_url).set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 3,
            "options": "-c statement_timeout=5s -c lock_timeout=5s -c timezone=UTC",
            "application_name": "demarche-ingest",
        },
    )


def acknowledged(engine: Engine, keys: Collection[Key]) -> set[Key]:
    """Those of the keys that the broker has acknowledged before."""
    with engine.connect() as connection:
        found = connection.execute(_ACKNOWLEDGED, {"ids": [key[0] for key in keys], "versions": [key[1] for key in keys]})
        return {(item_id, version) for item_id, version in found}


def record(engine: Engine, keys: Collection[Key], now: datetime.datetime) -> None:
    with engine.begin() as connection:
        connection.execute(_NO_WAIT_FOR_DISK)
        connection.execute(_RECORD, {"ids": [key[0] for key in keys], "versions": [key[1] for key in keys], "at": now})
