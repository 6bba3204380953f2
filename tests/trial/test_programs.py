import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy.trial.children import Child, has_ended
from deploy.trial.errors import ChildCrashed
from deploy.trial.ports import free_port
from deploy.trial.programs import Program, answers, run_once, start, stop_all, watch

# Answers /readyz with 200 as soon as the file named by READY_FILE is there, 503 before.
SERVER = """
import http.server, os, pathlib, signal, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if pathlib.Path(os.environ["READY_FILE"]).exists() else 503)
        self.end_headers()

if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
server = http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
open(os.environ["READY_FILE"], "w").close()
server.serve_forever()
"""


def test_programs_are_ready_when_each_has_said_so(tmp_path: Path) -> None:
    children: list[Child] = []
    programs = [_server("one"), _server("two")]
    try:
        start(programs, children, environment={"READY_FILE": str(tmp_path / "ready")}, logs=tmp_path, folder=tmp_path)
        assert [child.name for child in children] == ["one", "two"]
        assert all(answers(program.port, "/readyz") for program in programs)
    finally:
        stop_all(children, 5)


def test_a_program_that_ends_before_it_is_ready_stops_the_start(tmp_path: Path) -> None:
    children: list[Child] = []
    with pytest.raises(ChildCrashed, match="two ended with exit status 7"):
        start(
            [_server("one"), _program("two", "raise SystemExit(7)")],
            children,
            environment={"READY_FILE": str(tmp_path / "ready")},
            logs=tmp_path,
            folder=tmp_path,
        )
    assert [child.name for child in children] == ["one", "two"]
    stop_all(children, 5)


def test_a_stop_leaves_nothing_running_within_its_time_even_of_the_deaf(tmp_path: Path) -> None:
    children: list[Child] = []
    programs = [_server("one"), _server("deaf", "deaf"), _server("two")]
    start(programs, children, environment={"READY_FILE": str(tmp_path / "ready")}, logs=tmp_path, folder=tmp_path)
    processes = [psutil.Process(child.process.pid) for child in children]
    begun = time.monotonic()
    stop_all(children, 1)
    assert time.monotonic() - begun < 2
    assert all(map(has_ended, processes))


def test_the_watch_tells_which_child_has_crashed(tmp_path: Path) -> None:
    children: list[Child] = []
    start([_server("one"), _server("two")], children, environment={"READY_FILE": str(tmp_path / "ready")}, logs=tmp_path, folder=tmp_path)
    children[1].process.kill()
    with pytest.raises(ChildCrashed, match="two was killed by signal 9"):
        watch(children)
    stop_all(children, 5)


def test_a_command_gives_what_it_prints_or_tells_its_last_word(tmp_path: Path) -> None:
    def run(code: str) -> str:
        return run_once("keys", [sys.executable, "-c", code], environment={"NAME": "demo"}, log=tmp_path / "log", folder=tmp_path)

    assert run("import os; print(os.environ['NAME'])") == "demo"
    with pytest.raises(ChildCrashed, match=r"keys ended with exit status 1; .*, and ends: KeyError: 'MISSING'"):
        run("import os; os.environ['MISSING']")


def _server(name: str, *arguments: str) -> Program:
    return _program(name, SERVER, *arguments)


def _program(name: str, code: str, *arguments: str) -> Program:
    port = free_port()
    return Program(name, (sys.executable, "-c", code, *arguments), port, f"{name.upper()}_PORT", {"PORT": str(port)})
