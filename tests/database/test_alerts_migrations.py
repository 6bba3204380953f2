from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from services.alerts import database
from services.alerts.tables import SCHEMA, metadata


def test_the_migrations_make_the_tables_that_the_code_declares(fresh_database: str) -> None:
    engine = database.open_engine(fresh_database)
    assert (database.not_ready(engine) or "").startswith("the schema alerts is at None")
    database.migrate(engine)
    database.migrate(engine)
    assert database.not_ready(engine) is None
    with engine.connect() as connection:
        options = {
            "version_table_schema": SCHEMA,
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: name == SCHEMA if kind == "schema" else True,
            "compare_server_default": False,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert connection.execute(text("SELECT count(*) FROM alerts.subscription_edits")).scalar_one() == 1
    engine.dispose()


def test_a_database_that_is_away_is_told_as_such() -> None:
    engine = database.open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    assert database.not_ready(engine) == "the database does not answer: OperationalError"
