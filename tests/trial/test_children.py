import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from deploy.trial.children import Child, has_ended, spawn, wait_until
from deploy.trial.errors import ChildCrashed, NotReady, last_line

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
)
# Starts a child as the trial does, says which, and is then killed from outside.
PARENT = """
import sys, time
from pathlib import Path
from deploy.trial.children import spawn
child = spawn("orphan", [sys.executable, "-c", "import time; time.sleep(60)"], log=Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('ready'); raise SystemExit(3)", "worker ended with exit status 3; its log is {log}, and ends: ready"),
        ("1 / 0", "worker ended with exit status 1; its log is {log}, and ends: ZeroDivisionError: division by zero"),
        ("pass", "worker ended with exit status 0; its log is {log}"),
        ("import os; os.kill(os.getpid(), 9)", "worker was killed by signal 9; its log is {log}"),
    ],
)
def test_a_child_that_ends_by_itself_is_told_in_one_line(code: str, said: str, tmp_path: Path) -> None:
    child = spawn("worker", [sys.executable, "-c", code], log=tmp_path / "log")
    with pytest.raises(ChildCrashed) as error:
        child.wait_until(lambda: False, 20)
    assert str(error.value) == said.format(log=tmp_path / "log")


def test_a_child_that_never_gets_ready_is_told(tmp_path: Path) -> None:
    child = _sleeping(tmp_path)
    with pytest.raises(NotReady, match=r"worker is not ready after 0 seconds; its log is"):
        child.wait_until(lambda: False, 0.1)
    assert child.stop() == -signal.SIGTERM


def test_a_child_that_does_not_hear_is_killed_when_its_time_is_over(tmp_path: Path) -> None:
    child = spawn("worker", DEAF, log=tmp_path / "log")
    child.wait_until(lambda: "deaf" in (tmp_path / "log").read_text(), 20)
    assert child.stop(seconds=0.2) == -signal.SIGKILL


def test_a_killed_child_takes_its_own_children_with_it(tmp_path: Path) -> None:
    code = f"import subprocess, sys; print(subprocess.Popen({list(SLEEP)!r}).pid, flush=True); import time; time.sleep(60)"
    child = spawn("worker", [sys.executable, "-c", code], log=tmp_path / "log")
    child.wait_until(lambda: (tmp_path / "log").read_text().endswith("\n"), 20)
    grandchild = psutil.Process(int((tmp_path / "log").read_text()))
    child.kill()
    assert has_ended(grandchild)


def test_ctrl_c_in_the_terminal_reaches_the_parent_alone(tmp_path: Path) -> None:
    child = _sleeping(tmp_path)
    assert os.getpgid(child.process.pid) != os.getpgid(0)
    child.stop()


def test_a_child_ends_with_its_parent_however_that_ends(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path / "log")], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: has_ended(orphan), 10)


def test_the_last_word_of_a_log_is_no_frame_of_a_stack_trace(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert last_line(log) == ""
    log.write_text("begun\njava.lang.Error: full disk\n\tat kafka.Kafka.main\n    at java.Thread\n\n")
    assert last_line(log) == "java.lang.Error: full disk"


def _sleeping(folder: Path) -> Child:
    return spawn("worker", SLEEP, log=folder / "log")
