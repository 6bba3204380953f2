import stat
from pathlib import Path

import pytest

from deploy.trial import demo


@pytest.mark.parametrize(
    ("file_holds", "good", "key", "made"),
    [(None, "", "new", 1), ("old", "old", "old", 0), ("old", "", "new", 1)],
)
def test_a_key_is_kept_while_it_is_good(file_holds: str | None, good: str, key: str, made: int, tmp_path: Path) -> None:
    file, asked = tmp_path / "ingest.key", []
    if file_holds:
        file.write_text(file_holds)

    def create() -> str:
        asked.append("new")
        return "new"

    assert demo.key(file, lambda known: known == good, create) == key
    assert (file.read_text(), len(asked)) == (key, made)


def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    demo.key(tmp_path / "ingest.key", lambda _: False, lambda: "secret")
    assert stat.S_IMODE((tmp_path / "ingest.key").stat().st_mode) == 0o600
