"""`python -m deploy.trial`, from its start to its stop, on ports and data of the test's own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from deploy.trial import demo
from deploy.trial.children import has_ended, wait_until
from deploy.trial.ports import HOST, free_port, is_open
from deploy.trial.terminal import OWN_ARTICLE

REPOSITORY = Path(__file__).parents[2]
PORTS = ("KAFKA_PORT", "POSTGRES_PORT", "INGEST_PORT", "ENRICHER_PORT", "ALERTS_PORT")
START_SECONDS = 120
STOP_SECONDS = 5


@dataclass(frozen=True)
class Trial:
    process: subprocess.Popen[bytes]
    output: Path
    ports: dict[str, int]
    data: Path

    def said(self, pattern: str) -> bool:
        return re.search(pattern, self.output.read_text(), re.MULTILINE) is not None

    def wait_for(self, pattern: str, seconds: float = START_SECONDS) -> None:
        wait_until(lambda: self.said(pattern) or self.process.poll() is not None, seconds)
        assert self.said(pattern), self.output.read_text()

    def call(self, service: str, method: str, path: str, body: Any = None) -> Any:
        status, answer = demo.call(self.ports[f"{service}_PORT"], method, path, (self.data / f"{service.lower()}.key").read_text(), body)
        assert status in (200, 202), answer
        return answer

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def test_it_starts_takes_more_stops_within_five_seconds_and_has_its_data_when_started_again(tmp_path: Path) -> None:
    ports = {name: free_port() for name in PORTS}
    with started(tmp_path, ports) as trial:
        trial.wait_for("^All sample news is in")
        assert trial.said(rf"^The page:\nhttp://{HOST}:{ports['ALERTS_PORT']}/#key=dmk_\S+&ingest_key=dmk_\S+$")
        assert trial.said(rf"^curl .* http://{HOST}:{ports['INGEST_PORT']}/v1/items -d ")
        for kind in ("item", "tags", "change", "alert"):
            trial.wait_for(rf"^ +{kind}  \S", 30)
        trial.call("INGEST", "POST", "/v1/items", json.loads(OWN_ARTICLE.read_text()))
        for line in (
            "item  me  ",
            "tags  Kenya, Japan  ",
            "change  announced  dialogue · Kenya, Japan  ",
            "alert  .*  announced  dialogue · Kenya, Japan  ",
        ):
            trial.wait_for(f"^ +{line}", 10)
        wait_until(lambda: is_settled(trial), 30)
        events = trial.call("ALERTS", "GET", "/v1/events?limit=200")["events"]
        assert len(events) > 10
        assert_stops_well(trial, lambda: os.killpg(trial.process.pid, signal.SIGINT))
        assert trial.process.returncode == 0
    with started(tmp_path, ports) as trial:
        trial.wait_for("^All sample news is in")
        assert trial.call("ALERTS", "GET", "/v1/events?limit=200")["events"] == events
        assert_stops_well(trial, lambda: trial.process.send_signal(signal.SIGTERM))


def test_a_crashed_service_is_told_in_one_line_and_everything_stops(tmp_path: Path) -> None:
    with started(tmp_path) as trial:
        trial.wait_for("^The page:")
        enricher = next(process for process in trial.family() if "services.enricher" in process.cmdline())
        assert_stops_well(trial, enricher.kill)
        assert trial.process.returncode == 1
        assert trial.said(rf"^enricher was killed by signal 9; its log is {trial.data}/logs/enricher.log")
        assert not trial.said("Traceback")


def test_what_stands_in_the_way_is_told_in_one_line_before_anything_starts(tmp_path: Path) -> None:
    ports = {name: free_port() for name in PORTS}
    with socket.create_server((HOST, ports["ALERTS_PORT"])), started(tmp_path, ports) as trial:
        assert trial.process.wait(60) == 1
        assert trial.output.read_text() == (
            f"port {ports['ALERTS_PORT']} for alerts is in use: stop what listens there, or choose another with ALERTS_PORT=…\n"
        )
        assert not (trial.data / "kafka").exists()


def test_a_given_kafka_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    with started(tmp_path, KAFKA_BOOTSTRAP="127.0.0.1:1") as trial:
        assert trial.process.wait(60) == 1
        assert trial.said(r"^no topics at 127.0.0.1:1: KafkaTimeoutError: Unable to bootstrap from 127.0.0.1:1$")
        assert not trial.said("Traceback")


def test_the_article_that_it_offers_is_that_of_the_readme() -> None:
    given = re.search(r"/v1/items -d '(\{.*?\})'", (REPOSITORY / "README.md").read_text(), re.DOTALL)
    assert given is not None
    assert json.loads(given[1]) == json.loads(OWN_ARTICLE.read_text())


def test_a_killed_trial_leaves_no_child_behind(tmp_path: Path) -> None:
    with started(tmp_path) as trial:
        trial.wait_for("^starting ingest")
        family = trial.family()
        assert family
        trial.process.kill()
        assert wait_until(lambda: all(map(has_ended, family)), 10)


def assert_stops_well(trial: Trial, cause: Callable[[], None]) -> None:
    """In time, with nothing left that runs or listens."""
    family = trial.family()
    begun = time.monotonic()
    cause()
    trial.process.wait(20)
    assert time.monotonic() - begun < STOP_SECONDS
    assert [process for process in family if not has_ended(process)] == []
    assert not any(map(is_open, trial.ports.values()))


def is_settled(trial: Trial) -> bool:
    """Whether all that was fed has come through: alerts has as many items as ingest has taken."""
    shown = trial.output.read_text()
    return len(re.findall("^   item  ", shown, re.MULTILINE)) == len(re.findall("^   tags  ", shown, re.MULTILINE))


@contextmanager
def started(folder: Path, ports: dict[str, int] | None = None, **given: str) -> Iterator[Trial]:
    ports = ports or {name: free_port() for name in PORTS}
    output = folder / "output"
    environment = {name: value for name, value in os.environ.items() if name not in ("KAFKA_BOOTSTRAP", "DATABASE_URL")}
    environment |= {name: str(port) for name, port in ports.items()}
    environment |= {"DEMARCHE_DATA": str(folder / "data"), "COLUMNS": "300", "PYTHONUNBUFFERED": "1", **given}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.trial"], stdout=file, stderr=file, cwd=REPOSITORY, env=environment, start_new_session=True
        )
    try:
        yield Trial(process, output, ports, folder / "data")
    finally:
        process.kill()
        process.wait()
