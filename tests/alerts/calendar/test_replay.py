"""`calendar replay` reads lines and writes lines."""

import datetime
import io
import json
import subprocess
import sys
from typing import Any

import pytest

from schemas import codec
from schemas.topic_table import DIPLOMACY_CHANGES
from services.alerts.calendar.replay import LineError, read, run

ITEM = {
    "id": "a",
    "source": {"id": "wire", "kind": "agency"},
    "title": "Two to meet",
    "body": "They will meet.",
    "language": "en",
    "published_at": "2025-06-01T12:00:00Z",
}
EVENT = {
    "id": "a#0",
    "type": "meeting",
    "name": None,
    "countries": ["IN", "US"],
    "status": "scheduled",
    "when": {"start": "2025-06-12", "end": "2025-06-12", "precision": "day", "mention": None},
    "evidence": {"start": 0, "end": 11, "text": "Two to meet"},
}


def line(item: dict[str, Any] | None = None, **event: Any) -> bytes:
    return json.dumps({"item": {**ITEM, **(item or {})}, "events": [{**EVENT, **event}]}).encode()


def test_as_little_as_the_calendar_needs_is_enough() -> None:
    (enriched,) = read([line()])
    assert enriched.item.received_at == enriched.item.published_at
    assert enriched.item.source.name == "wire"


def test_lines_without_versions_count_in_their_order() -> None:
    first, second = read([line(), line({"body": "They will not."})])
    assert first.item.version < second.item.version


def test_changes_are_written_as_the_contract_has_them() -> None:
    out = io.BytesIO()
    until = datetime.datetime(2025, 7, 1, tzinfo=datetime.UTC)
    assert run(until, [line(), b"\n", line({"id": "b"}, status="cancelled")], out) == 0
    changes = [codec.decode(DIPLOMACY_CHANGES, written) for written in out.getvalue().splitlines()]
    assert [change.changes for change in changes] == [("announced",), ("cancelled",)]


WRONG = {
    "not JSON": (b"{", "line 2: item: "),
    "no item": (b'{"events": []}', "line 2: item: required, an object"),
    "no event type": (line({}, type=7), "line 2: events[0].type: Expected `str`, got `int`"),
    "no language": (b'{"item": {"id": "a"}}', "line 2: item."),
    "no offset": (line({"published_at": "2025-06-01T12:00:00"}), "line 2: item."),
    "bytes that are no text": (b'{"item": "\xff"}', "line 2: item: "),
}


@pytest.mark.parametrize(("bad", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_bad_line_is_named_with_its_field_and_rule(bad: bytes, said: str) -> None:
    with pytest.raises(LineError) as caught:
        list(read([line(), bad]))
    assert str(caught.value).startswith(said)


def test_the_command_stops_at_a_bad_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services.alerts", "calendar", "replay", "--until", "2025-06-02T00:00:00Z"],
        input=line() + b"\n" + b"{}\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["line 2: item: required, an object"]
    assert json.loads(done.stdout)["changes"] == ["announced"]
