"""A service's schema in PostgreSQL, brought up to date by its own Alembic tree, with its own version table."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.context import configure
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, text
from sqlalchemy.exc import SQLAlchemyError


class WrongSchema(Exception):
    """The database has not the version of the schema that this code works with."""


@dataclass(frozen=True)
class Migrations:
    """`folder` holds Alembic's env.py and versions; it calls `configure_env`."""

    schema: str
    folder: Path

    def migrate(self, engine: Engine) -> None:
        """Brings the schema up to the newest version; several processes may call it at once."""
        with engine.begin() as connection:
            # Another process's migration may take longer than a request may.
            connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": self._lock_number})
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {self.schema}"))
            config = self._config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def require(self, engine: Engine) -> None:
        """Raises WrongSchema, and what SQLAlchemy raises where the database is away."""
        wanted = ScriptDirectory.from_config(self._config()).get_current_head()
        with engine.connect() as connection:
            found = MigrationContext.configure(connection, opts={"version_table_schema": self.schema}).get_current_revision()
        if found != wanted:
            raise WrongSchema(f"the schema {self.schema} is at {found}, and should be at {wanted}: run `migrate`")

    def not_ready(self, engine: Engine) -> str | None:
        """Why the database cannot be worked with. Anybody may read it, so it says neither where the database is nor who asks it."""
        try:
            self.require(engine)
        except WrongSchema as error:
            return str(error)
        except SQLAlchemyError as error:
            return f"the database does not answer: {type(error).__name__}"
        return None

    @property
    def _lock_number(self) -> int:
        return int.from_bytes(hashlib.blake2b(f"{self.schema} migrations".encode(), digest_size=8).digest(), "big", signed=True)

    def _config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(self.folder))
        config.set_main_option("path_separator", "os")
        return config


def configure_env(config: Config, schema: str, metadata: MetaData) -> None:
    """For env.py: works on the connection that `migrate` has opened, and looks at no other schema."""
    configure(
        connection=config.attributes["connection"],
        target_metadata=metadata,
        version_table_schema=schema,
        include_schemas=True,
        include_name=lambda name, kind, _parents: name == schema if kind == "schema" else True,
    )
