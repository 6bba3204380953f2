"""An item as sentences, words and datelines; all samples are our own words."""

import datetime
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from schemas.news_item import NewsItem, Source
from services.enricher import countries, officials, organisations
from services.enricher.given import item_of_text
from services.enricher.text import Document, read
from services.enricher.tokens import fold, tokens

WRITTEN = datetime.date(2025, 6, 18)


def document(body: str, title: str | None = None, **changes: object) -> Document:
    return read(structs.replace(item_of_text(body, WRITTEN), title=title, **changes))


def sentences(body: str) -> list[str]:
    read_body = document(body)
    return [read_body.text[sentence.start : sentence.end] for sentence in read_body.sentences]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Talks ended. Envoys left.", ["Talks ended.", "Envoys left."]),
        ("The U.S. envoy left. He flew home.", ["The U.S. envoy left.", "He flew home."]),
        ("He left the U.S. The talks go on.", ["He left the U.S.", "The talks go on."]),
        ("Gen. Prem met Lt. Gen. Rao in St. Lucia. Both smiled.", ["Gen. Prem met Lt. Gen. Rao in St. Lucia.", "Both smiled."]),
        ("K. P. Oli met J. V. Silva. They talked.", ["K. P. Oli met J. V. Silva.", "They talked."]),
        ("It cites Resolution No. 47 of 1948. No. It does not.", ["It cites Resolution No. 47 of 1948.", "No.", "It does not."]),
        ("Marcos Jr. flew in. The host waited.", ["Marcos Jr. flew in.", "The host waited."]),
        ('"We agree." She signed. "So do we," he said.', ['"We agree."', "She signed.", '"So do we," he said.']),
        ("It grew by 2.5 percent at 7 a.m. on Monday.", ["It grew by 2.5 percent at 7 a.m. on Monday."]),
        ("1. The Council met.\n2. It rose.", ["1. The Council met.", "2. It rose."]),
        ("- visas;\n- a bridge;\n- grain.", ["- visas;", "- a bridge;", "- grain."]),
        ("The ministers of the two states will gather again on the far\nbank of the river in June.", None),
        ("会谈结束了。双方同意再次会晤。", ["会谈结束了。", "双方同意再次会晤。"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(body: str, expected: list[str] | None) -> None:
    assert sentences(body) == (expected or [body])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Japan's envoy", ["Japan", "'s", "envoy"]),
        ("Mata’afa’s party", ["Mata’afa", "’s", "party"]),
        ("US-Iran talks", ["US", "-", "Iran", "talks"]),
        ("U.S. and U.N.", ["U.S.", "and", "U.N."]),
        ("1,250 men at 10:30", ["1,250", "men", "at", "10:30"]),
        ("Tü\u00adr\u00adkiye", ["Tü\u00adr\u00adkiye"]),
        ("外相", ["外", "相"]),
    ],
)
def test_words_are_cut_at_their_borders(words: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(words)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élysée", "Elysee"),
        ("Türkiye", "TURKIYE"),
        ("Tü\u00adr\u00adkiye", "Turkiye"),
        ("Łódź", "Lodz"),
        ("İstanbul", "Istanbul"),
        ("Mata’afa", "Mata'afa"),
        ("Straße", "strasse"),
    ],
)
def test_folding_drops_case_accents_and_invisible_characters(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_offsets_count_the_items_own_characters_whatever_folding_does() -> None:
    read_body = document("İİİ Ankara'da konuştu. Then Paris spoke.")
    last = read_body.sentences[-1]
    paris = next(token for token in last.tokens if token.key == "paris")
    assert read_body.text[paris.start : paris.end] == "Paris"


@pytest.mark.parametrize(
    ("opening", "place", "country", "date"),
    [
        ("WASHINGTON, June 17 - Officials met.", "WASHINGTON", "US", (2025, 6, 17)),
        ("PUTRAJAYA, Malaysia, June 18 (Reuters) - Officials met.", "PUTRAJAYA", "MY", (2025, 6, 18)),
        ("Doha, 17 June 2025: Officials met.", "Doha", "QA", (2025, 6, 17)),
        ("Windhoek, 18 June 2025. Officials met.", "Windhoek", "NA", (2025, 6, 18)),
        ("Washington, May 28 (IANS) Officials met.", "Washington", "US", (2025, 5, 28)),
        ("THE HAGUE - Officials met.", "THE HAGUE", "NL", None),
        ("APIA, 17 June 2025\n\nOfficials met.", "APIA", "WS", (2025, 6, 17)),
    ],
)
def test_datelines_tell_place_state_and_date(opening: str, place: str, country: str, date: tuple[int, int, int] | None) -> None:
    found = document(opening).dateline
    assert found is not None
    assert (found.place, found.country, found.date) == (place, country, datetime.date(*date) if date else None)


@pytest.mark.parametrize(
    "opening",
    ["Paris said on Monday that it agreed.", "Officials met - and parted.", "In June 2024 the two sides met.", "Question: Is it true?"],
)
def test_what_is_no_dateline_stays_part_of_the_lead(opening: str) -> None:
    assert document(opening).dateline is None


def test_a_dateline_is_a_sentence_of_its_own() -> None:
    read_body = document("CAIRO, June 18 - Egypt spoke. Then it listened.")
    assert [sentence.is_dateline for sentence in read_body.sentences] == [True, False, False]


@pytest.mark.parametrize(
    ("body", "source", "day"),
    [
        ("CANBERRA, June 19 - Officials met.", Source(id="wire", name="Wire", kind="agency"), 19),
        ("CANBERRA, June 17 - Officials met.", Source(id="wire", name="Wire", kind="agency"), 17),
        ("CANBERRA - Officials met.", Source(id="wire", name="Wire", kind="agency"), 19),
        ("Officials met.", Source(id="mfa-nz", name="MFA", kind="ministry"), 19),
        ("LOS ANGELES - Officials met.", Source(id="wire", name="Wire", kind="agency"), 18),
        ("Officials met.", Source(id="wire", name="Wire", kind="agency"), 18),
        ("CANBERRA, May 2 - Officials met.", Source(id="wire", name="Wire", kind="agency"), 19),
    ],
)
def test_the_day_is_that_of_the_place_of_writing(body: str, source: Source, day: int) -> None:
    late = datetime.datetime(2025, 6, 18, 20, tzinfo=datetime.UTC)
    read_body = document(body, source=source, published_at=late, published_precision="instant")
    assert read_body.day == datetime.date(2025, 6, day)


def test_the_title_is_paragraph_0_and_the_body_begins_behind_a_blank_line() -> None:
    read_item = document("First part.\n\nSecond part.", title="A title")
    assert [sentence.paragraph for sentence in read_item.sentences] == [0, 1, 2]
    assert read_item.text[read_item.body_start :] == "First part.\n\nSecond part."


def test_the_sentence_at_an_offset() -> None:
    read_item = document("First part. Second part.")
    assert [sentence and sentence.tokens[0].text for sentence in map(read_item.sentence_at, (0, 11, 12, 23))] == [
        "First",
        "First",
        "Second",
        "Second",
    ]


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_cut_into_words_that_lie_in_it_in_order(body: str, title: str) -> None:
    read_item = document(body or "x", title=title or None)
    spans = [(token.start, token.end, token.text) for sentence in read_item.sentences for token in sentence.tokens]
    assert all(0 <= start < end <= len(read_item.text) and read_item.text[start:end] == word for start, end, word in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    covered = "".join(read_item.text[start:end] for start, end, _ in spans)
    assert len(covered) == sum(not letter.isspace() for letter in read_item.text)


def test_an_item_is_the_contracts_own_type() -> None:
    assert isinstance(document("x").item, NewsItem)


@pytest.mark.parametrize(
    "unit",
    ['"', "(", " ", "\n", " \n", "U.S.", "A-", "Abc ", "Congo ", "President ", "minister of ", "ministers of France, ", "foreign and "],
)
def test_a_text_made_to_hurt_is_read_in_a_time_that_its_length_bounds(unit: str) -> None:
    hostile = document((unit * 20_000)[:40_000] + "x")
    began = time.process_time()
    named = countries.tag(hostile)
    officials.tag(hostile, named, organisations.tag(hostile))
    assert time.process_time() - began < 5  # seconds; a loop within a loop over 10,000 words takes minutes
