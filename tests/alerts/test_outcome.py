import datetime

import pytest

from services.alerts.deliver.outcome import Answer, Step, next_step

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
SCHEDULE = (5.0, 60.0)


def after(seconds: float) -> datetime.datetime:
    return NOW + datetime.timedelta(seconds=seconds)


def answered(code: int, retry_after: str | None = None) -> Answer:
    return Answer("answered", code, retry_after)


CASES = [
    (answered(200), 1, Step("delivered", "delivered")),
    (answered(204), 3, Step("delivered", "delivered")),
    (answered(410), 1, Step("failed", "gone", reason="gone", disable=True)),
    (answered(301), 1, Step("pending", "redirected", due_at=after(5))),
    (answered(400), 1, Step("pending", "rejected", due_at=after(5))),
    (answered(500), 2, Step("pending", "rejected", due_at=after(60))),
    (answered(500), 3, Step("failed", "rejected", reason="schedule_ended")),
    (Answer("timed_out"), 1, Step("pending", "timed_out", due_at=after(5))),
    (Answer("not_connected"), 2, Step("pending", "not_connected", due_at=after(60))),
    (Answer("egress_refused"), 1, Step("failed", "egress_refused", reason="egress_refused")),
    (answered(429, "120"), 1, Step("pending", "rejected", due_at=after(120))),
    (answered(429, "1"), 1, Step("pending", "rejected", due_at=after(5))),
    (answered(503, "Mon, 02 Mar 2026 09:10:00 GMT"), 1, Step("pending", "rejected", due_at=after(600))),
    (answered(503, "Mon, 02 Mar 2026 08:00:00 GMT"), 1, Step("pending", "rejected", due_at=after(5))),
    (answered(503, "Mon, 02 Mar 2026 09:10:00 -0000"), 1, Step("pending", "rejected", due_at=after(600))),
    (answered(503, "99999999999999999999"), 1, Step("pending", "rejected", due_at=after(86400))),
    (answered(503, "soon"), 1, Step("pending", "rejected", due_at=after(5))),
]


@pytest.mark.parametrize(("answer", "attempt", "step"), CASES)
def test_what_follows_from_an_answer(answer: Answer, attempt: int, step: Step) -> None:
    assert next_step(answer, attempt=attempt, schedule=SCHEDULE, jitter=0, now=NOW) == step


def test_jitter_stretches_a_wait_by_up_to_a_fifth() -> None:
    assert next_step(answered(500), attempt=1, schedule=SCHEDULE, jitter=0.5, now=NOW).due_at == after(5.5)
