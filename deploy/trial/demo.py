"""The demo's keys, its subscriber and its news."""

import datetime
import http.client
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from deploy.trial.errors import TrialError
from deploy.trial.ports import HOST

SUBSCRIBER = "demo"
SUBSCRIPTIONS = Path(__file__).with_name("subscriptions.json")
REQUEST_SECONDS = 30
SAMPLES_LAST = datetime.timedelta(days=7)


class Refused(TrialError):
    def __init__(self, method: str, path: str, status: int, answer: Any) -> None:
        super().__init__(f"{method} {path} was answered {status}: {json.dumps(answer)[:300]}")


def key(file: Path, is_good: Callable[[str], bool], create: Callable[[], str]) -> str:
    """The one in the file while it is good, else a new one, put there for its owner's eyes alone."""
    if file.exists() and is_good(known := file.read_text()):
        return known
    made = create()
    file.touch(mode=0o600)
    file.write_text(made)
    return made


def is_known(port: int, method: str, path: str, key: str) -> bool:
    return call(port, method, path, key)[0] != 401


def sample_day(file: Path, today: datetime.date) -> datetime.date:
    """The day for which the samples are written: that of the last run for a week, so that a restart brings no second copy of them."""
    if file.exists() and today - (last := datetime.date.fromisoformat(file.read_text())) < SAMPLES_LAST:
        return last
    file.write_text(today.isoformat())
    return today


def subscribe(port: int, key: str) -> None:
    """Makes the demo's subscriptions, once."""
    status, answer = call(port, "GET", "/v1/subscriptions", key)
    there = {known["name"] for known in _expect(200, "GET", "/v1/subscriptions", status, answer)["subscriptions"]}
    for wanted in json.loads(SUBSCRIPTIONS.read_text()):
        if wanted["name"] not in there:
            _expect(201, "POST", "/v1/subscriptions", *call(port, "POST", "/v1/subscriptions", key, wanted))


def feed(port: int, key: str, news: Iterable[Mapping[str, Any]], pause: Callable[[], object]) -> None:
    """Posts items one after another, in their order, with a pause after each that is new, so that people can follow."""
    for item in news:
        if _expect(202, "POST", "/v1/items", *call(port, "POST", "/v1/items", key, item))["accepted"]:
            pause()


def call(port: int, method: str, path: str, key: str, body: Any = None, more_headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(HOST, port, timeout=REQUEST_SECONDS)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **(more_headers or {})}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        text = response.read()
    finally:
        connection.close()
    return response.status, json.loads(text) if text else None


def _expect(wanted: int, method: str, path: str, status: int, answer: Any) -> Any:
    if status != wanted:
        raise Refused(method, path, status, answer)
    return answer
