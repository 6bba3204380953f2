import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import logging
from services.runtime import logs
logs.configure("demo", as_json={as_json}, level="DEBUG")
log = logs.get_logger("here")
logging.getLogger("aiokafka.consumer").debug("each fetch")
logging.getLogger("library").warning("from a %s", "library")
secret = "do not print"
try:
    raise ValueError("why")
except ValueError:
    log.exception("item refused", reason="undecodable")
"""


def stderr_of(as_json: bool) -> str:
    program = PROGRAM.format(as_json=as_json)
    return subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True).stderr


def test_json_lines_carry_the_fields_of_ours_and_of_libraries() -> None:
    library, ours = map(json.loads, stderr_of(as_json=True).splitlines())
    assert (library["event"], library["level"], library["service"]) == ("from a library", "warning", "demo")
    assert (ours["event"], ours["reason"], ours["service"]) == ("item refused", "undecodable", "demo")
    assert "ValueError: why" in ours["exception"]


def test_readable_lines_tell_of_no_local_variable() -> None:
    text = stderr_of(as_json=False)
    assert "item refused" in text
    assert "ValueError: why" in text
    assert "do not print" not in text
    assert "each fetch" not in text
