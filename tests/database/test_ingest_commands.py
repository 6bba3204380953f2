"""The commands that need no Kafka: migrate and keys."""

import re
from pathlib import Path

from services.ingest import database, keys
from tests.ingest_service import ran


def test_keys_are_made_listed_and_revoked(fresh_database: str, tmp_path: Path) -> None:
    def ingest(*arguments: str) -> tuple[int, str]:
        return ran(list(arguments), "127.0.0.1:9", fresh_database, tmp_path / "log")

    assert ingest("migrate") == (0, "")
    status, key = ingest("keys", "create", "a partner")
    assert status == 0 and re.fullmatch(r"dmk_\S{43}\n", key)
    engine = database.open_engine(fresh_database)
    assert keys.is_valid(engine, key.strip()) and not keys.is_valid(engine, key)
    assert key.strip() not in str([vars(known) for known in keys.listed(engine)])
    status, listing = ingest("keys", "list")
    assert status == 0 and re.fullmatch(r"1\ta partner\tmade .*\tin use\n", listing)
    assert ingest("keys", "revoke", "1") == (0, "")
    assert not keys.is_valid(engine, key.strip())
    assert ingest("keys", "revoke", "1") == (1, "no key 1 in use\n")
    engine.dispose()


def test_settings_that_are_wrong_are_told_all_at_once(tmp_path: Path) -> None:
    wrong = {"HTTP_PORT": "70000", "EGRESS_ALLOW": "10.0.0.0/99"}
    status, said = ran(["serve"], "127.0.0.1:9", "postgresql://x@127.0.0.1/x", tmp_path / "log", **wrong)
    assert status == 2
    assert [line.partition(":")[0] for line in said.splitlines()] == ["HTTP_PORT", "EGRESS_ALLOW"]
