import sys
from pathlib import Path

import pytest

from deploy.trial.children import spawn
from deploy.trial.errors import ChildCrashed, TrialError
from deploy.trial.whole import crash_told, only_one


def test_where_a_service_does_not_answer_its_crash_is_told(tmp_path: Path) -> None:
    child = spawn("ingest", [sys.executable, "-c", "raise SystemExit(4)"], log=tmp_path / "log")
    child.process.wait()
    with pytest.raises(ChildCrashed, match="ingest ended with exit status 4"), crash_told([child]):
        raise ConnectionRefusedError


def test_where_no_child_has_crashed_the_silence_is_told(tmp_path: Path) -> None:
    child = spawn("ingest", [sys.executable, "-c", "import time; time.sleep(60)"], log=tmp_path / "log")
    with pytest.raises(TrialError, match="a service does not answer: nobody there"), crash_told([child]):
        raise ConnectionRefusedError("nobody there")
    child.stop()


def test_two_runs_never_share_their_data(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(TrialError, match=f"running already on the data in {tmp_path}"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass
