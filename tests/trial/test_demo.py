import datetime
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


def test_the_samples_are_of_one_day_for_a_week(tmp_path: Path) -> None:
    file, first = tmp_path / "samples.date", datetime.date(2025, 12, 29)
    days = [demo.sample_day(file, first + datetime.timedelta(days=n)) for n in (0, 1, 6, 7, 8)]
    assert days == [first, first, first, datetime.date(2026, 1, 5), datetime.date(2026, 1, 5)]
