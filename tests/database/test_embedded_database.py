import socket
from pathlib import Path

import psycopg
import pytest

from deploy.trial.database import Database, answers, create_database, libpq_url
from deploy.trial.errors import ChildCrashed, PortInUse
from deploy.trial.ports import HOST


def test_what_was_committed_survives_a_restart_and_a_kill(tmp_path: Path) -> None:
    database = Database(tmp_path / "data", tmp_path / "log")
    database.start()
    url = create_database(database.url(), "kept")
    _run(url, "CREATE TABLE seen (number int)")
    _run(url, "INSERT INTO seen VALUES (1)")
    database.restart()
    _run(url, "INSERT INTO seen VALUES (2)")
    database.kill()
    assert not answers(url)
    database.start()
    with psycopg.connect(libpq_url(url)) as connection:
        rows = connection.execute("SELECT number FROM seen ORDER BY number").fetchall()
    database.stop()
    assert rows == [(1,), (2,)]


def test_it_is_closed_to_those_who_do_not_know_its_password(database_url: str) -> None:
    stranger = libpq_url(database_url).partition("@")[2]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:guess@{stranger}").close()


def test_each_fresh_database_is_empty(fresh_database: str, module_database: str) -> None:
    assert fresh_database != module_database
    for url in (fresh_database, module_database):
        with psycopg.connect(libpq_url(url)) as connection:
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchall() == [(0,)]


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} for PostgreSQL is in use.*POSTGRES_PORT="):
            Database(tmp_path / "data", tmp_path / "log", port=port).start()


def test_a_database_that_ends_at_its_start_shows_its_last_word_and_its_log(tmp_path: Path) -> None:
    database = Database(tmp_path / "data", tmp_path / "log", settings={"shared_buffers": "many"})
    with pytest.raises(ChildCrashed, match=rf"PostgreSQL ended with exit status 1; its log is {database.log}, and ends: .*shared_buffers"):
        database.start()


def _run(url: str, statement: str) -> None:
    with psycopg.connect(libpq_url(url)) as connection:
        connection.execute(statement.encode())
