import datetime
import json
import random

import pytest

from deploy.trial.sample import article
from services.enricher.enrich import enrich
from services.ingest.item import make_item
from services.ingest.submission import parse

TODAY = datetime.date(2026, 11, 25)
NOW = datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize("seed", range(12))
def test_the_article_of_make_sample_tells_of_one_coming_dialogue(seed: int) -> None:
    item = make_item(parse(json.dumps(article(TODAY, random.Random(seed))).encode()), NOW)
    [event] = enrich(item, now=NOW).events
    assert (event.type, event.status, len(event.countries)) == ("dialogue", "scheduled", 2)
    assert event.when
    assert event.when.start == event.when.end
    assert event.when.start > TODAY
    assert event.when.start.weekday() < 5


def test_the_article_says_that_it_is_a_sample() -> None:
    assert "This is a sample" in article(TODAY, random.Random(1))["body"]
