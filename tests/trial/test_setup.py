import sys
from pathlib import Path

import pytest

from deploy.trial.chromium import from_debian, install_commands
from deploy.trial.errors import TrialError
from deploy.trial.setup import Step, run


def test_a_step_is_done_when_any_of_its_stamps_holds_what_it_should(tmp_path: Path) -> None:
    small, large = tmp_path / "embedded.stamp", tmp_path / "dev.stamp"
    step = Step("packages", "a hint", (), {small: "1", large: "2"})
    assert not step.is_done()
    large.write_text("another lock file's")
    assert not step.is_done()
    large.write_text("2")
    assert step.is_done()


def test_a_step_without_a_stamp_is_due_each_time() -> None:
    assert not Step("an environment", "a hint", (), {}).is_done()


def test_a_step_is_marked_by_its_first_stamp_and_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stamps = {tmp_path / "embedded.stamp": "1", tmp_path / "dev.stamp": "2"}
    run(Step("packages", "a hint", ([sys.executable, "-c", "print('much talk')"],), stamps), tmp_path / "log")
    assert [path.name for path in stamps if path.exists()] == ["embedded.stamp"]
    assert capsys.readouterr().out == "setting up: packages ... 0 s\n"


def test_a_step_that_fails_is_told_with_its_last_word_and_leaves_no_stamp(tmp_path: Path) -> None:
    step = Step(
        "packages", "is there a network?", ([sys.executable, "-c", "raise SystemExit('ERROR: nobody there')"],), {tmp_path / "stamp": "1"}
    )
    with pytest.raises(TrialError) as error:
        run(step, tmp_path / "log")
    assert str(error.value) == f"setting up packages failed (is there a network?); see {tmp_path / 'log'}, which ends: ERROR: nobody there"
    assert not step.is_done()


def test_the_browser_comes_from_debian_for_root_else_from_playwright() -> None:
    first = install_commands("playwright")[0]
    assert first == (["apt-get", "update", "-q"] if from_debian() else ["playwright", "install", "chromium"])
