import datetime
import json
from pathlib import Path

import pytest

from deploy.trial.following import LINES
from deploy.trial.lines import alert_line, days
from schemas import codec
from schemas.enriched_item import DateSpan
from schemas.topic_table import DIPLOMACY_CHANGES, NEWS_ENRICHED, NEWS_ITEMS, Topic

SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"
DAY = datetime.date(2025, 5, 28)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (None, ""),
        (DateSpan(start=DAY, end=DAY, precision="day"), "2025-05-28"),
        (DateSpan(start=DAY, end=DAY.replace(day=31), precision="week"), "2025-05-28 to 2025-05-31"),
        (DateSpan(start=DAY, precision="day"), "from 2025-05-28"),
    ],
)
def test_days(when: DateSpan | None, said: str) -> None:
    assert days(when) == said


@pytest.mark.parametrize(
    ("topic", "sample", "line"),
    [
        (NEWS_ITEMS, "02-full", "   item  sample-wire  Kenya and Tanzania set date for trade consultations"),
        (NEWS_ITEMS, "01-minimal", "   item  sample-wire  Sample. The two ministers spoke by phone on Monday."),
        (NEWS_ENRICHED, "02-full", "   tags  Kenya, Tanzania  EAC  Musalia Mudavadi  trade.dialogue  dialogue scheduled"),
        (NEWS_ENRICHED, "01-minimal", "   tags  none"),
        (DIPLOMACY_CHANGES, "01-minimal", " change  announced  dialogue"),
        (
            DIPLOMACY_CHANGES,
            "02-rescheduled-and-moved",
            " change  rescheduled, moved, disputed  9th Joint Trade Consultations · Kenya, Tanzania, EAC"
            "  2026-01-13 → 2026-01-20, Dodoma → Arusha"
            "  “Kenya and Tanzania will hold the 9th Joint Trade Consultations in Arusha on 20 January at 10:00,"
            " Kenyan Foreign Minister Musalia Mudavadi said on Monday.”",
        ),
    ],
)
def test_each_message_is_one_line(topic: Topic, sample: str, line: str) -> None:
    message = codec.decode(topic, (SAMPLES / topic.name / f"{sample}.json").read_bytes())
    assert LINES[topic](message).plain == line


MOVED = json.loads((SAMPLES / DIPLOMACY_CHANGES.name / "02-rescheduled-and-moved.json").read_bytes())


@pytest.mark.parametrize(
    ("notice", "line"),
    [
        (
            {"kinds": MOVED["changes"], "event": MOVED["after"], "before": MOVED["before"]},
            "  alert  My dialogues  rescheduled, moved, disputed  9th Joint Trade Consultations · Kenya, Tanzania, EAC"
            "  2026-01-13 → 2026-01-20, Dodoma → Arusha",
        ),
        (
            {"kinds": ["announced"], "event": {**MOVED["after"], "name": None, "when": None, "place": None}, "before": None},
            "  alert  My dialogues  announced  dialogue · Kenya, Tanzania, EAC",
        ),
        ({"kinds": [], "event": None, "item": {"title": "Two ministers met"}}, "  alert  My dialogues  Two ministers met"),
        ({"kinds": [], "event": None, "item": {"title": None}}, "  alert  My dialogues  an item"),
    ],
)
def test_an_alert_names_its_subscription_and_what_it_is_about(notice: dict[str, object], line: str) -> None:
    assert alert_line({"subscriptions": [{"name": "My dialogues"}], **notice}).plain == line
