"""The sample news through tagging and calendar: what the trial shows of its stories."""

import datetime
import json
from functools import cache

import pytest

from deploy.trial.sample_news import sample_news
from schemas.event_change import EventChange
from services.alerts.calendar.replay import replay
from services.enricher.enrich import enrich
from services.ingest.item import make_item
from services.ingest.submission import parse

# A Wednesday, a Sunday, the last day of a year and a day before the end of February.
DAYS = [datetime.date(2026, 11, 25), datetime.date(2026, 6, 14), datetime.date(2026, 12, 31), datetime.date(2027, 2, 27)]
every_day = pytest.mark.parametrize("today", DAYS, ids=str)
Told = list[tuple[str, EventChange]]

STORIES = [
    ("india-japan", "dialogue", ["announced", "dated", "rescheduled"]),
    ("eu-indonesia", "signing", ["announced", "postponed", "rescheduled"]),
    ("turkiye-armenia", "meeting", ["announced", "rescheduled", "held"]),
    ("korea-japan", "summit", ["announced", "moved"]),
    ("egypt-jordan-iraq", "summit", ["announced", "postponed"]),
    ("ferghana", "summit", ["announced", "held"]),
    ("mongolia-japan", "visit", ["announced", "retracted"]),
]


@cache
def told(today: datetime.date) -> Told:
    """Each change that a subscriber to everything is told of, with the sample that caused it; all samples arrive today."""
    now = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    bodies = sample_news(today)
    items = [make_item(parse(json.dumps(body).encode()), now) for body in bodies]
    samples = {item.id: str(body["native_id"]) for item, body in zip(items, bodies, strict=True)}
    changes = replay([enrich(item, now=now) for item in items], None)
    return [(samples[change.evidence[0].item_id], change) for change in changes if change.evidence]


@every_day
@pytest.mark.parametrize(("story", "kind", "course"), STORIES, ids=[story for story, _, _ in STORIES])
def test_a_story_is_told_as_it_goes(today: datetime.date, story: str, kind: str, course: list[str]) -> None:
    changes = [change for sample, change in told(today) if sample.startswith(f"{story}-") and change.after.type == kind]
    assert [", ".join(change.changes) for change in changes] == course
    assert len({change.event_id for change in changes}) == 1


@every_day
def test_the_calendar_of_coming_events_is_full(today: datetime.date) -> None:
    states = {change.event_id: change.after for _, change in told(today)}
    coming = [state for state in states.values() if state.status in ("scheduled", "postponed") and state.when and state.when.start > today]
    assert len(coming) >= 15
    assert len({country for state in coming for country in state.countries}) >= 15


@every_day
def test_copies_of_an_article_tell_nothing(today: datetime.date) -> None:
    assert [sample for sample, _ in told(today) if "-copy-" in sample] == []
