import datetime

import pytest
from msgspec.structs import replace

from schemas import codec
from schemas.news_item import NewsItem, Source
from schemas.topic_table import NEWS_ENRICHED
from services.enricher import fingerprint, mechanisms
from services.enricher.enrich import enrich, version
from services.enricher.given import item_of_text

NOW = datetime.datetime(2025, 6, 18, 12, tzinfo=datetime.UTC)
STORY = (
    "Officials of Chile and Peru will meet in Lima on 3 July to talk about fishing rights, the Peruvian foreign ministry said on Tuesday. "
    "The talks had been put off twice because of storms along the coast, and fishermen on both sides have complained of the delay. "
    "A joint patrol is among the proposals, as is a common register of boats that would be kept in Arica."
)
ITEM = NewsItem(
    id="sample-1",
    version="v1",
    source=Source(id="sample", name="Sample", kind="agency"),
    title="Chile and Peru to meet over fish",
    body=STORY,
    language="en",
    published_at=NOW,
    received_at=NOW,
)


def test_what_is_said_depends_on_the_item_alone() -> None:
    first = enrich(ITEM, now=NOW)
    enrich(item_of_text("Japan expelled a Russian diplomat on Monday.", datetime.date(2025, 6, 18)), now=NOW)
    assert enrich(ITEM, now=NOW) == first
    later = enrich(ITEM, now=NOW + datetime.timedelta(days=1))
    assert later == replace(first, enriched_at=later.enriched_at)


def test_what_is_said_can_be_sent() -> None:
    enriched = enrich(ITEM, now=NOW)
    assert codec.decode(NEWS_ENRICHED, codec.encode(NEWS_ENRICHED, enriched)) == enriched


def test_every_mention_holds_its_words() -> None:
    enriched = enrich(ITEM, now=NOW)
    mentions = [event.evidence for event in enriched.events]
    for tags in (enriched.countries, enriched.organisations, enriched.officials, enriched.topics):
        mentions += [mention for tag in tags for mention in tag.mentions]
    assert mentions
    for mention in mentions:
        assert ITEM.text[mention.start : mention.end] == mention.text


def test_headline_and_text_tell_of_one_event_with_the_time_of_the_text() -> None:
    (event,) = enrich(ITEM, now=NOW).events
    assert (event.type, set(event.countries), event.status) == ("meeting", {"CL", "PE"}, "scheduled")
    assert event.when is not None
    assert event.when.start == datetime.date(2025, 7, 3)
    assert event.id == "sample-1#0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "....",
        "\u200f\u00ad",
        "a" * 5000,
        "\ud83d\ude00 \U0001f600",
        "1" * 400,
        "- - -\n-\n",
        "今日は会談した。",
        "They met \u200f in Oslo.",
    ],
)
def test_any_text_is_borne(text: str) -> None:
    enrich(replace(ITEM, title=None, body=text), now=NOW)


def test_the_version_names_rules_and_data() -> None:
    assert enrich(ITEM, now=NOW).enricher == version()
    assert version().startswith("1+")


def test_the_fingerprint_is_that_of_the_text() -> None:
    assert enrich(ITEM, now=NOW).fingerprint == fingerprint.of(ITEM.text)


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_a_light_edit_changes_few_bits_of_the_fingerprint_and_another_story_many() -> None:
    story = fingerprint.of(STORY)
    assert len(story) == 16
    assert fingerprint.of(STORY.upper().replace(",", " ,")) == story
    assert distance(story, fingerprint.of(STORY.replace("on Tuesday", "late on Tuesday"))) <= 12
    other = "The bridge between the two towns was closed to lorries on Monday after an inspection found cracks in three of its piers, the council said."
    assert distance(story, fingerprint.of(other)) >= 20


def test_mechanisms_are_known_by_name_and_by_parties() -> None:
    known = mechanisms.mechanisms()
    assert len(known) > 200
    assert known["india-us-strategic-trade-dialogue"].states == ("IN", "US")
    found = mechanisms.by_parties("Strategic Trade Dialogue", ["US", "IN"])
    assert found is known["india-us-strategic-trade-dialogue"]
    assert mechanisms.by_parties("Strategic Trade Dialogue", ["FR", "IN"]) is None
