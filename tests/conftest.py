"""Real Kafka and real PostgreSQL, started once a session when a test first asks, or those of KAFKA_BOOTSTRAP and DATABASE_URL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.trial.broker import Broker
from deploy.trial.database import Database, create_database, drop_database
from services.runtime.topics import declare
from tests.streams import Consume, Produce, consume_from_here, produce_with, producer

# For data that live as long as the tests do.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@pytest.fixture(scope="session")
def kafka_bootstrap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A broker that all tests share, with every topic. Be told apart by item ids and consumer groups of your own."""
    if given := os.environ.get("KAFKA_BOOTSTRAP"):
        declare(given)
        yield given
        return
    broker = _broker(tmp_path_factory.mktemp("kafka"))
    yield broker.bootstrap
    broker.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    """A broker of the test's own, with every topic, to kill, pause and restart."""
    broker = _broker(tmp_path)
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def module_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker for all tests of one file: their consumer groups and offsets are theirs alone."""
    broker = _broker(tmp_path_factory.mktemp("kafka"))
    yield broker
    broker.stop()


@pytest.fixture
def produce(kafka_bootstrap: str) -> Iterator[Produce]:
    client = producer(kafka_bootstrap)
    yield produce_with(client)
    client.close()


@pytest.fixture
def consume(kafka_bootstrap: str) -> Consume:
    """Reads a topic from where it ended when the test began."""
    return consume_from_here(kafka_bootstrap)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that all tests share; a test that writes takes `fresh_database`."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    folder = tmp_path_factory.mktemp("postgresql")
    database = Database(folder / "data", folder / "log", settings=CARELESS)
    database.start()
    yield database.url()
    database.stop()


@pytest.fixture
def fresh_database(database_url: str) -> Iterator[str]:
    """The URL of an empty database for one test."""
    yield from _empty_database(database_url)


@pytest.fixture(scope="module")
def module_database(database_url: str) -> Iterator[str]:
    """The URL of a database, empty at first, for all tests of one file."""
    yield from _empty_database(database_url)


def _broker(folder: Path) -> Broker:
    broker = Broker(folder / "data", folder / "log")
    broker.start()
    declare(broker.bootstrap)
    return broker


def _empty_database(server: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield create_database(server, name)
    drop_database(server, name)
