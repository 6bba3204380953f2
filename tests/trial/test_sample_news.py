import datetime
import json
from collections import Counter

import pytest

from deploy.trial.sample_dates import BadAnchor, day, fill
from deploy.trial.sample_news import sample_news
from services.ingest.item import make_item
from services.ingest.submission import parse

WEDNESDAY = datetime.date(2026, 11, 25)
# Days of all sorts: weekends, ends of months, of a year and of February.
DAYS = [datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in (0, 1, 2, 3, 30, 58, 59, 149, 211, 303, 357, 362, 364, 788)]
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


@pytest.mark.parametrize(
    ("template", "language", "written"),
    [
        ("{b-1}", "en", "24 November"),
        ("{b-3:weekday}", "en", "Friday"),
        ("{b-3:us}", "en", "November 20"),
        ("{w1.tue}", "en", "1 December"),
        ("{w6.thu:month}", "en", "January"),
        ("{w2.mon..w2.tue}", "en", "7 and 8 December"),
        ("{w2.mon..w2.fri:us}", "en", "December 7 to 11"),
        ("{w0.mon..w1.tue}", "en", "23 November to 1 December"),
        ("{w0.mon..w1.tue:us}", "en", "November 23 to December 1"),
        ("{w1.tue}", "fr", "1er décembre"),
        ("{w1.tue..w1.wed}", "fr", "1 et 2 décembre"),
        ("{w6.thu:month}", "es", "enero"),
        ("{w2.mon..w2.fri}", "es", "7 al 11 de diciembre"),
        ("{b-1:weekday}", "ar", "الثلاثاء"),
        ("{w1.tue}", "ar", "1 ديسمبر"),
        ("on {b-1:weekday}, {b-1} and {w1.tue}", "en", "on Tuesday, 24 November and 1 December"),
    ],
)
def test_an_anchor_is_written_as_its_language_writes_dates(template: str, language: str, written: str) -> None:
    assert fill(template, today=WEDNESDAY, language=language) == written


@pytest.mark.parametrize("template", ["{b3}", "{w2}", "{w2.tue..}", "{}"])
def test_a_blank_that_is_no_anchor_is_an_error(template: str) -> None:
    with pytest.raises(BadAnchor):
        fill(template, today=WEDNESDAY, language="en")


@every_day
def test_anchors_lie_on_their_side_of_the_day(today: datetime.date) -> None:
    assert all(day(f"b-{n}", today) < today and day(f"b-{n}", today).weekday() < 5 for n in range(1, 10))
    assert day("b-4", today) >= today - datetime.timedelta(days=6)
    assert day("w1.mon", today) > today


@every_day
def test_ingest_takes_every_sample_as_it_is(today: datetime.date) -> None:
    now = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
    bodies = sample_news(today)
    items = [make_item(parse(json.dumps(body).encode()), now) for body in bodies]
    assert len(items) >= 40
    assert [item.published_at.isoformat().replace("+00:00", "Z") for item in items] == [body["published_at"] for body in bodies]
    assert [item.published_at for item in items] == sorted(item.published_at for item in items)
    assert max(item.published_at for item in items) < now


def test_each_sample_is_an_article_of_its_own_but_for_the_one_that_is_withdrawn() -> None:
    now = datetime.datetime.combine(WEDNESDAY, datetime.time(), datetime.UTC)
    items = [make_item(parse(json.dumps(body).encode()), now) for body in sample_news(WEDNESDAY)]
    assert len({(item.id, item.version) for item in items}) == len(items)
    versions = Counter(item.id for item in items)
    assert sorted(versions.values())[-2:] == [1, 2]
    assert [item.retracted for item in items if versions[item.id] == 2] == [False, True]


def test_the_same_day_gives_the_same_samples_and_another_day_other_articles() -> None:
    assert sample_news(WEDNESDAY) == sample_news(WEDNESDAY)
    today = {body["native_id"] for body in sample_news(WEDNESDAY)}
    assert today.isdisjoint(body["native_id"] for body in sample_news(WEDNESDAY + datetime.timedelta(days=1)))


def test_every_kind_of_source_and_several_languages_are_there() -> None:
    bodies = sample_news(WEDNESDAY)
    assert {body["source"]["kind"] for body in bodies} == {"agency", "ministry", "mission", "media", "social"}
    assert {body["language"] for body in bodies} == {"en", "fr", "es", "ar"}


def test_every_sample_says_that_it_is_one() -> None:
    for body in sample_news(WEDNESDAY):
        assert "written for Demarche" in body["source"]["name"]
        assert "Demarche" in body["body"].splitlines()[-1]
        assert ".example/" in body["url"]
