"""What follows from one try to deliver: done, another try at a time, or the end."""

import datetime
import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# `answered` carries a status code; the others never got one.
Result = Literal["answered", "timed_out", "not_connected", "egress_refused"]
Word = Literal[
    "delivered", "gone", "rejected", "redirected", "timed_out", "not_connected", "egress_refused", "schedule_ended", "unsubscribed"
]

MOST_RETRY_AFTER = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Answer:
    """`retry_after` is the header as it came; `detail` a few words for the owner."""

    result: Result
    status_code: int | None = None
    retry_after: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """`status` is the notification's; `outcome` the attempt's. `due_at` is set while pending; `disable` ends the subscriptions."""

    status: Literal["pending", "delivered", "failed"]
    outcome: Word
    reason: str | None = None
    due_at: datetime.datetime | None = None
    disable: bool = False


def next_step(answer: Answer, *, attempt: int, schedule: Sequence[float], jitter: float, now: datetime.datetime) -> Step:
    """`attempt` counts from 1; `schedule` has the seconds before each further one; `jitter` in [0, 1) stretches them by up to a fifth."""
    outcome = _outcome(answer)
    if outcome == "delivered":
        return Step("delivered", outcome)
    if outcome == "gone":
        return Step("failed", outcome, reason="gone", disable=True)
    if outcome == "egress_refused":
        return Step("failed", outcome, reason="egress_refused")
    if attempt > len(schedule):
        return Step("failed", outcome, reason="schedule_ended")
    wait = datetime.timedelta(seconds=schedule[attempt - 1] * (1 + jitter / 5))
    return Step("pending", outcome, due_at=now + max(wait, _asked_wait(answer.retry_after, now)))


def _outcome(answer: Answer) -> Word:
    if answer.result != "answered":
        return answer.result
    code = answer.status_code or 0
    if 200 <= code < 300:
        return "delivered"
    if code == 410:
        return "gone"
    return "redirected" if 300 <= code < 400 else "rejected"


def _asked_wait(retry_after: str | None, now: datetime.datetime) -> datetime.timedelta:
    """Of a Retry-After header: seconds, or a date. Zero where there is none that can be read."""
    if retry_after is None:
        return datetime.timedelta(0)
    if retry_after.strip().isdecimal():
        return min(datetime.timedelta(seconds=min(int(retry_after), 10**6)), MOST_RETRY_AFTER)
    try:
        then = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return datetime.timedelta(0)
    if then.tzinfo is None:
        then = then.replace(tzinfo=datetime.UTC)
    return min(max(then - now, datetime.timedelta(0)), MOST_RETRY_AFTER)
