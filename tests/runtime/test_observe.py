import json
import urllib.error
import urllib.request

import pytest

from services.runtime.observe import Progress, routes, served_in_thread


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_service_is_alive_and_ready_apart() -> None:
    reasons: dict[str, str | None] = {"loop": None, "kafka": "no broker answers"}
    checks = routes(alive={"loop": lambda: reasons["loop"]}, ready={"kafka": lambda: reasons["kafka"]})
    with served_in_thread(checks, host="127.0.0.1", port=0) as port:
        assert get(port, "/healthz")[0] == 200
        status, body = get(port, "/readyz")
        assert (status, json.loads(body)) == (503, {"ok": False, "reasons": {"kafka": "no broker answers"}})
        reasons.update(kafka=None)
        assert get(port, "/readyz")[0] == 200
        reasons.update(loop="no progress for 90 s")
        assert get(port, "/healthz")[0] == 503
        assert "demarche_consumer_lag" in get(port, "/metrics")[1]


def test_a_loop_that_no_longer_beats_is_stuck() -> None:
    now = [0.0]
    progress = Progress(stale_after_seconds=60, clock=lambda: now[0])
    now[0] = 59
    assert progress.stuck() is None
    now[0] = 61
    assert progress.stuck() == "no progress for 61 s"
    progress.beat()
    assert progress.stuck() is None


def test_a_taken_port_is_an_error() -> None:
    with served_in_thread([], host="127.0.0.1", port=0) as port, pytest.raises((OSError, SystemExit)):  # noqa: SIM117
        with served_in_thread([], host="127.0.0.1", port=port):
            pass
