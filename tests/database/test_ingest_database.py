"""The schema that the migrations make is the one that the code expects, and the ledger remembers what it is told."""

import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from services.ingest import database
from services.ingest.feeds import state
from services.ingest.feeds.catalogue import FeedSource
from services.ingest.feeds.state import FeedState
from services.ingest.tables import SCHEMA, Table

NOW = datetime.datetime(2025, 5, 28, 12, tzinfo=datetime.UTC)


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(engine: Engine) -> Engine:
    database.migrate(engine)
    return engine


def test_models_and_migrations_agree(migrated: Engine) -> None:
    with migrated.connect() as connection:
        options = {
            "include_schemas": True,
            "version_table_schema": SCHEMA,
            "compare_type": True,
            "include_name": lambda name, kind, _parents: name == SCHEMA if kind == "schema" else True,
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Table.metadata) == []


def test_only_the_schema_of_ingest_is_touched(migrated: Engine) -> None:
    tables = inspect(migrated)
    assert tables.get_table_names(schema="public") == []
    assert set(tables.get_table_names(schema=SCHEMA)) == {"alembic_version", "api_keys", "published", "feeds"}


def test_several_may_migrate_at_once_and_again(engine: Engine) -> None:
    assert database.not_ready(engine) == "the schema ingest is at None, and should be at 0001: run `migrate`"
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(database.migrate, engine) for _ in range(4)]:
            done.result()
    database.migrate(engine)
    assert database.not_ready(engine) is None


def test_the_ledger(migrated: Engine) -> None:
    first, second, other_version = ("a", "1"), ("b", "1"), ("a", "2")
    assert database.acknowledged(migrated, [first, second]) == set()
    database.record(migrated, [first, second], NOW)
    database.record(migrated, [second, other_version], NOW)
    assert database.acknowledged(migrated, [first, ("c", "1"), other_version]) == {first, other_version}
    assert database.acknowledged(migrated, []) == set()


def test_two_that_write_the_same_keys_in_another_order_do_not_lock_each_other(migrated: Engine) -> None:
    keys = [(f"item-{n}", "1") for n in range(300)]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(database.record, migrated, keys[:: 1 if n % 2 else -1], NOW) for n in range(16)]:
            done.result()
    assert database.acknowledged(migrated, keys) == set(keys)


def test_the_state_of_feeds(migrated: Engine) -> None:
    sources = [FeedSource(id="a", url="https://a.example/feed"), FeedSource(id="b", url="https://b.example/feed")]
    fresh = state.load(migrated, sources, NOW)
    assert fresh["a"] == FeedState("a", "https://a.example/feed", None, None, next_poll_at=NOW)
    polled = FeedState("a", "https://a.example/feed", '"one"', "Wed", NOW + datetime.timedelta(hours=1), 2, "timed_out", NOW)
    state.save(migrated, fresh["a"])
    state.save(migrated, polled)
    again = state.load(migrated, sources, NOW)
    assert again == {"a": polled, "b": fresh["b"]}
    moved = state.load(migrated, [FeedSource(id="a", url="https://a.example/other")], NOW)
    assert moved["a"].etag is None and moved["a"].next_poll_at == NOW


def test_a_statement_that_hangs_is_given_up(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "5s"
