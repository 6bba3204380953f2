"""What long texts cost and what they give: bounded, whatever they say."""

import datetime
import itertools

import pytest

from schemas import codec
from schemas.topic_table import MAX_TEXT_BYTES, NEWS_ENRICHED
from services.enricher import bounds
from services.enricher.dates import tagging as dates
from services.enricher.enrich import enrich
from services.enricher.given import item_of_text
from services.enricher.text import Document, read

WRITTEN = datetime.date(2026, 3, 2)
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit.encode()) + 1))[: size * len(unit) // len(unit.encode())]


def document(text: str) -> Document:
    return read(item_of_text(text, WRITTEN))


@pytest.mark.parametrize(
    "unit",
    [
        "France and Chad met. ",
        "France, Chad, Peru, Japan and ",
        "on 3 May 2026, ",
        "President Emmanuel Macron of France met Prime Minister Narendra Modi in New Delhi on Monday. ",
        "Foreign Minister Ann Aa of France telephoned Minister Bo Bb of Chad and the minister of Peru. ",
        "EU, NATO and UN sanctions; talks, ",
        "sanctions and tariffs and talks, ",
    ],
)
def test_a_long_text_keeps_to_the_bounds_and_can_be_sent(unit: str) -> None:
    enriched = enrich(item_of_text(filled(unit, 60_000), WRITTEN), now=NOW)
    for tags in (enriched.countries, enriched.organisations, enriched.officials, enriched.topics):
        assert len(tags) <= bounds.MOST_TAGS
        assert max((len(tag.mentions) for tag in tags), default=0) <= bounds.MOST_MENTIONS
    assert len(enriched.dates) <= bounds.MOST_DATES + 2 * bounds.MOST_DRAFTS
    assert len(enriched.events) <= bounds.MOST_DRAFTS
    assert len(codec.encode(NEWS_ENRICHED, enriched)) < 60_000 + 1024 * 1024


def test_many_people_of_many_states_are_named_up_to_a_bound() -> None:
    syllables = [
        first + last for first in ("ba", "de", "ki", "lo", "mu", "na", "po", "ri", "sa", "tu") for last in ("bin", "gor", "lek", "mas")
    ]
    people = [f"{a.capitalize()} {b.capitalize()}{a}" for a, b in itertools.product(syllables, repeat=2)]
    text = " ".join(f"Foreign Minister {person} of France met Ann Bell in Peru on Monday." for person in people[:800])
    enriched = enrich(item_of_text(text, WRITTEN), now=NOW)
    assert len(enriched.officials) == bounds.MOST_TAGS
    assert len(enriched.events) <= bounds.MOST_DRAFTS
    assert {name for event in enriched.events for name in event.officials} <= {official.name for official in enriched.officials}


@pytest.mark.parametrize("unit", ["a", "1", "...", "'a", "1.", "A.", "France ", "Chad, ", " " * 50 + "x"])
def test_no_word_and_no_sentence_is_long(unit: str) -> None:
    sentences = document(filled(unit, 20_000)).sentences
    assert max(len(token.text) for sentence in sentences for token in sentence.tokens) <= 1_000
    assert max(len(sentence.tokens) for sentence in sentences) <= 300
    assert max(sentence.end - sentence.start for sentence in sentences) <= 2_400


def test_a_long_list_is_cut_at_a_comma() -> None:
    first, second = document("Chad, " * 140).sentences
    assert (first.tokens[-1].text, second.tokens[0].text) == (",", "Chad")


def test_the_work_on_dates_grows_with_the_length_alone() -> None:
    """Each date looks at the words of its own sentence, and no sentence is longer than a bound."""
    few, many = (sum(len(s.tokens) ** 2 for s in document(filled("on 3 May 2026, ", size)).sentences) for size in (20_000, 80_000))
    assert many < 4.5 * few
    assert len(dates.tag(document(filled("on 3 May 2026, ", 20_000)))) == 20_000 // 15


def test_a_text_of_the_greatest_length_fits_a_message_with_its_tags() -> None:
    text = filled("France and Chad met on 3 May. ", MAX_TEXT_BYTES // 16) + "a" * (15 * MAX_TEXT_BYTES // 16)
    enriched = enrich(item_of_text(text, WRITTEN), now=NOW)
    tagged = len(codec.encode(NEWS_ENRICHED, enriched)) - len(text.encode())
    assert tagged < codec.MAX_VALUE_BYTES - 6 * MAX_TEXT_BYTES  # JSON writes a byte as six at most
