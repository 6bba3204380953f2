import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.enriched_item import CountryTag, OfficialTag
from schemas.event_change import EventChange
from schemas.event_state import EventState
from services.alerts.match.matching import Mismatch, change_subject, item_subject, mismatch
from services.alerts.subscriptions import Filter
from tests.alerts.news import NOW, day, enriched, mention, subscription

STATE = EventState(
    event_id="e",
    revision=2,
    type="dialogue",
    countries=("KE", "PE"),
    organisations=("AU",),
    officials=("Amina Odhiambo",),
    status="scheduled",
    when=day("2026-06-08"),
    first_seen_at=NOW,
    changed_at=NOW,
)
CHANGE = EventChange(
    event_id="e",
    revision=2,
    changes=("rescheduled", "moved"),
    before=replace(STATE, revision=1, when=day("2026-05-04")),
    after=STATE,
    cause="item",
    notify=True,
    changed_at=NOW,
)
MARCH_TO_MAY: dict[str, Any] = {"from_date": datetime.date(2026, 3, 1), "until": datetime.date(2026, 5, 31)}

CASES: list[tuple[dict[str, Any], Mismatch | None]] = [
    ({}, None),
    ({"countries": ("PE", "FR")}, None),
    ({"countries": ("FR",)}, "country"),
    ({"all_countries": ("KE", "PE")}, None),
    ({"all_countries": ("KE", "FR")}, "country"),
    ({"organisations": ("AU", "EU")}, None),
    ({"organisations": ("EU",)}, "organisation"),
    ({"officials": ("amina odhiambo",)}, None),
    ({"officials": ("ke-odhiambo",)}, None),
    ({"officials": ("Someone Else",)}, "official"),
    ({"topics": ("trade.tariffs",)}, None),
    ({"topics": ("trade",)}, None),
    ({"topics": ("tra",)}, "topic"),
    ({"topics": ("energy",)}, "topic"),
    ({"event_types": ("summit", "dialogue")}, None),
    ({"event_types": ("summit",)}, "event_type"),
    ({"statuses": ("scheduled",)}, None),
    ({"statuses": ("held",)}, "status"),
    ({"changes": ("moved",)}, None),
    ({"changes": ("held",)}, "change"),
    ({"from_date": datetime.date(2026, 6, 8)}, None),
    ({"from_date": datetime.date(2026, 6, 9)}, "date"),
    # Who waited for May is told that it moved to June.
    (MARCH_TO_MAY, None),
    ({"until": datetime.date(2026, 5, 3)}, "date"),
    ({"countries": ("KE",), "topics": ("trade",), "statuses": ("cancelled",)}, "status"),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_a_change_matches_where_every_given_field_does(given: dict[str, Any], expected: Mismatch | None) -> None:
    subject = change_subject(CHANGE, topics=["trade.tariffs"], official_ids=["KE-odhiambo"])
    assert mismatch(subscription(filter=Filter(**given)), subject) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"paused": True}, "inactive"),
        ({"disabled_reason": "gone"}, "inactive"),
        ({"wants": ("items",)}, "not_wanted"),
        ({"wants": ("items", "changes")}, None),
    ],
)
def test_a_subscription_that_is_off_or_wants_other_things_does_not_match(fields: dict[str, Any], expected: Mismatch | None) -> None:
    assert mismatch(subscription(filter=Filter(), **fields), change_subject(CHANGE, topics=[])) == expected


def test_an_event_without_a_date_is_in_no_window() -> None:
    undated = replace(CHANGE, before=None, after=replace(STATE, when=None))
    assert mismatch(subscription(filter=Filter(**MARCH_TO_MAY)), change_subject(undated, topics=[])) == "date"


def test_an_event_with_an_open_end_reaches_every_later_day() -> None:
    when = replace(day("2026-02-01"), end=None)
    change = replace(CHANGE, before=None, after=replace(STATE, when=when))
    assert mismatch(subscription(filter=Filter(**MARCH_TO_MAY)), change_subject(change, topics=[])) is None


ITEM = enriched(
    mention("They will meet.", when=day("2026-05-04")),
    mention("A summit was held.", id="2", type="summit", status="held", when=day("2026-02-01")),
    officials=(OfficialTag(id="ke-odhiambo", name="Amina Odhiambo"),),
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"officials": ("ke-odhiambo",)}, None),
        ({"topics": ("trade",)}, None),
        ({"event_types": ("summit",), "statuses": ("held",)}, None),
        # The scheduled one is the dialogue.
        ({"event_types": ("summit",), "statuses": ("scheduled",)}, "status"),
        ({"event_types": ("summit",), **MARCH_TO_MAY}, "date"),
        (MARCH_TO_MAY, None),
        ({"countries": ("FR",)}, "country"),
    ],
)
def test_an_item_matches_where_one_of_its_events_fits_as_a_whole(given: dict[str, Any], expected: Mismatch | None) -> None:
    assert mismatch(subscription(wants=("items",), filter=Filter(**given)), item_subject(ITEM)) == expected


def test_a_country_named_in_passing_is_not_what_an_item_is_about() -> None:
    item = replace(enriched(), countries=(CountryTag(code="KE", salience=0.49), CountryTag(code="PE", salience=0.5)))
    assert item_subject(item).countries == {"PE"}
