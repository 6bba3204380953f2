"""The commands of both services: where their database is away, refuses them, lacks the schema or is not named; and their keys."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from deploy.trial.ports import free_port
from services.alerts.__main__ import main as alerts
from services.ingest.__main__ import main as ingest

MAINS = {"alerts": alerts, "ingest": ingest}
KEYS = [("alerts", "keys create x"), ("alerts", "keys list"), ("alerts", "keys revoke 1")]
KEYS += [("ingest", words) for _, words in KEYS]
ALL = [("alerts", "migrate"), ("ingest", "migrate"), *KEYS]
CATALOGUE = "sources:\n- {id: sample, url: 'https://news.example/feed'}\n"

# Exit status, stdout, stderr.
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(service: str, words: str, database: str | None) -> tuple[int, str, str]:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if database is not None:
            monkeypatch.setenv("DATABASE_URL", database)
        try:
            status = MAINS[service](words.split())
        except SystemExit as ended:
            status = int(str(ended.code))
        return status, *capsys.readouterr()

    return run


def test_a_database_that_is_away_is_told_in_a_line(run: Run) -> None:
    port = free_port()
    for service, words in ALL:
        status, out, said = run(service, words, f"postgresql://nobody:secret@127.0.0.1:{port}/none")
        assert (status, out, said.count("\n")) == (1, "", 1), said
        assert said.startswith("the database does not answer: ") and str(port) in said and "secret" not in said


@pytest.mark.parametrize("service", MAINS)
def test_a_database_that_refuses_is_told_in_a_line(run: Run, database_url: str, service: str) -> None:
    known = make_url(database_url)
    for given, why in (
        (known.set(database="absent"), 'database "absent" does not exist'),
        (known.set(username="stranger", password="secret"), 'for user "stranger"'),
    ):
        status, out, said = run(service, "keys list", given.render_as_string(hide_password=False))
        assert (status, out, said.count("\n")) == (1, "", 1), said
        assert why in said and "secret" not in said


def test_a_database_without_the_schema_is_told_in_a_line(run: Run, module_database: str) -> None:
    for service, words in KEYS:
        said = f"the schema {service} is at None, and should be at 0001: run `migrate`\n"
        assert run(service, words, module_database) == (1, "", said)


@pytest.mark.parametrize("words", ["alerts serve", "ingest import {folder}", "ingest poll {folder}/feeds.yaml --once"])
def test_a_service_does_not_start_without_its_schema(module_database: str, tmp_path: Path, words: str) -> None:
    (tmp_path / "feeds.yaml").write_text(CATALOGUE)
    environment = {**os.environ, "DATABASE_URL": module_database, "KAFKA_BOOTSTRAP": "127.0.0.1:9", "HTTP_PORT": "0"}
    service, *rest = words.format(folder=tmp_path).split()
    line = [sys.executable, "-m", f"services.{service}", *rest]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"the schema {service} is at None, and should be at 0001: run `migrate`\n"


@pytest.mark.parametrize("service", MAINS)
def test_a_database_must_be_named_as_one(run: Run, service: str) -> None:
    for given in (None, "mysql://root@127.0.0.1/x", "postgresql://a@127.0.0.1:port/x", "nonsense"):
        status, out, said = run(service, "keys list", given)
        assert (status, out, said.count("\n")) == (2, "", 1), said
        assert said.startswith("DATABASE_URL: ")


@pytest.mark.parametrize("service", MAINS)
def test_a_second_key_of_one_name_is_made_and_noted(run: Run, fresh_database: str, service: str) -> None:
    assert run(service, "migrate", fresh_database)[0] == 0

    def create(name: str) -> str:
        status, out, said = run(service, f"keys create {name}", fresh_database)
        assert (status, out[:4], out.count("\n")) == (0, "dmk_", 1)
        return said

    assert create("ada") == ""
    assert create("bea") == ""
    first = run(service, "keys list", fresh_database)[1].partition("\t")[0]
    assert create("ada") == f"ada has other keys in use, until they are revoked: {first}\n"
    for line in run(service, "keys list", fresh_database)[1].splitlines():
        assert run(service, f"keys revoke {line.split()[0]}", fresh_database)[0] == 0
    assert create("ada") == ""
