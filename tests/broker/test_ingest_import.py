"""`import` on real Kafka and PostgreSQL: files in, a summary and an exit status out."""

import json
import signal
from pathlib import Path

import pytest
from sqlalchemy import text

from schemas.codec import decode
from schemas.topic_table import NEWS_ITEMS
from services.ingest import database
from tests.ingest_service import ran, started, until
from tests.streams import Consume

ARTICLE = " date 2025-05-28 Vienna, May 28 (IANS) A sample text: two officials met.\n\nThey will meet again.\n"


@pytest.fixture
def migrated(fresh_database: str) -> str:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    engine.dispose()
    return fresh_database


def import_files(bootstrap: str, database_url: str, log: Path, *arguments: str) -> tuple[int, str]:
    return ran(["import", *arguments], bootstrap, database_url, log)


def test_an_article_is_imported_once(kafka_bootstrap: str, migrated: str, consume: Consume, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    log = tmp_path / "log"
    status, said = import_files(kafka_bootstrap, migrated, log, str(tmp_path / "article.txt"), "--backfill")
    assert (status, said) == (0, "1 accepted, 0 duplicate, 0 rejected\n")
    status, said = import_files(kafka_bootstrap, migrated, log, str(tmp_path / "article.txt"))
    assert (status, said) == (0, "0 accepted, 1 duplicate, 0 rejected\n")
    records = consume(NEWS_ITEMS, until=lambda found: any(b"A sample text: two officials met" in record.value for record in found))
    (item,) = [decode(NEWS_ITEMS, record.value) for record in records if b"two officials met" in record.value]
    assert (item.source.id, item.source.kind, item.origin) == ("ians", "agency", "backfill")
    assert (item.published_at.date().isoformat(), item.published_precision) == ("2025-05-28", "day")
    assert item.body.startswith("Vienna, May 28 (IANS) A sample") and item.dateline.place == "Vienna"


def test_a_folder_with_rejects_names_file_line_field_and_rule(kafka_bootstrap: str, migrated: str, tmp_path: Path) -> None:
    folder = tmp_path / "items"
    folder.mkdir()
    good = [{"source": {"id": "wire-a"}, "native_id": f"{tmp_path.name}-{n}", "body": "A sample."} for n in range(1200)]
    lines = [*good, {"source": {"id": "wire-a"}, "body": "x", "language": "!"}, good[0]]
    (folder / "items.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (folder / "broken.txt").write_bytes(b"caf\xe9")
    status, said = import_files(kafka_bootstrap, migrated, tmp_path / "log", str(folder))
    assert status == 1
    assert said.splitlines() == [
        f"{folder}/broken.txt: item: must be UTF-8",
        f"{folder}/items.jsonl:1201: language: must be a language tag of BCP 47, such as en or pt-BR",
        "1200 accepted, 1 duplicate, 2 rejected",
    ]


def test_what_cannot_be_done_is_one_line(kafka_bootstrap: str, migrated: str, tmp_path: Path) -> None:
    log, article = tmp_path / "log", tmp_path / "article.txt"
    article.write_text(ARTICLE)
    absent = str(tmp_path / "absent")
    assert import_files(kafka_bootstrap, migrated, log, absent) == (1, f"{absent}: there is no such file\n")
    status, said = import_files(kafka_bootstrap, "postgresql://nobody@127.0.0.1:9/none", log, str(article))
    assert status == 1 and said.startswith("the database does not answer: ") and said.count("\n") == 1


def test_a_database_without_the_schema_says_what_to_do(kafka_bootstrap: str, fresh_database: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    status, said = import_files(kafka_bootstrap, fresh_database, tmp_path / "log", str(tmp_path / "article.txt"))
    assert (status, said) == (1, "the schema ingest is at None, and should be at 0001: run `migrate`\n")


def test_kafka_away_is_said(migrated: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    status, said = import_files("127.0.0.1:9", migrated, tmp_path / "log", str(tmp_path / "article.txt"))
    assert (status, said) == (1, "Kafka at 127.0.0.1:9 does not answer\n")


def test_an_import_that_is_stopped_has_written_down_what_kafka_took(kafka_bootstrap: str, migrated: str, tmp_path: Path) -> None:
    path, lines = tmp_path / "items.jsonl", 200_000
    path.write_text("".join(f'{{"source": {{"id": "wire-a"}}, "native_id": "{tmp_path.name}-{n}", "body": "A."}}\n' for n in range(lines)))
    engine, log = database.open_engine(migrated), tmp_path / "log"

    def written() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM ingest.published")).scalar_one())

    with started(["import", str(path)], kafka_bootstrap, migrated, log) as process:
        until(lambda: written() > 0, log)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    accepted = written()
    engine.dispose()
    assert 0 < accepted < lines
    assert sorted(log.read_text().splitlines()) == [
        f"{accepted} accepted, 0 duplicate, 0 rejected",
        "stopped; import the same once more, nothing is taken twice",
    ]
