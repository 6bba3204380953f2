"""The connection to PostgreSQL, the schema's version, and the ledger of what the broker has acknowledged."""

import datetime
from collections.abc import Collection
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from services.ingest.tables import SCHEMA

# The advisory lock that migrations of this schema take: "ingest" in ASCII.
_MIGRATION_LOCK = int.from_bytes(b"ingest", "big")

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


def migrate(engine: Engine) -> None:
    """Brings the schema up to the newest version; several processes may call it at once."""
    with engine.begin() as connection:
        # Another process's migration may take longer than a request may.
        connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK})
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
        return f"the database does not answer: {type(error).__name__}"
    return None if found == wanted else f"the schema {SCHEMA} is at {found}, and should be at {wanted}: run `migrate`"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
