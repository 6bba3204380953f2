"""Which states a text refers to, and which it is about; all samples are our own words."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from services.enricher import countries
from services.enricher.gazetteer.countries.load import country_of, states
from services.enricher.gazetteer.rows import GazetteerError, read_rows
from services.enricher.given import item_of_text
from services.enricher.text import read

WRITTEN = datetime.date(2025, 6, 18)


def codes(body: str, title: str | None = None) -> set[str]:
    return {tag.code for tag in countries.tag(read(structs.replace(item_of_text(body, WRITTEN), title=title)))}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Norway and the Republic of Angola signed.", "NO AO"),
        ("Indian officials received two Danes and a Pole.", "IN DK PL"),
        ("The Kremlin told New Delhi that Downing Street knew.", "RU IN GB"),
        ("The Élysée agreed with the Blue House.", "FR KR"),
        ("They met in Sharm el-Sheikh, then in Zanzibar.", "EG TZ"),
        ("US and UK officials told us that it was late.", "US GB"),
        ("THE U.S. AND TURKIYE AGREE", "US TR"),
        ("Burma, Swaziland and Zaire are old names.", "MM SZ CD"),
        ("Ships crossed the South China Sea and the Gulf of Mexico.", ""),
        ("New Mexico and American Samoa sent governors.", "US"),
        ("Nuuk said that Greenland is not for sale.", "DK"),
        ("Guinea, Guinea-Bissau and Equatorial Guinea met Papua New Guinea.", "GN GW GQ PG"),
        ("Niger and Nigeria closed the road.", "NE NG"),
        ("South Sudan is south of Sudan.", "SS SD"),
        ("North Macedonia is not Greece.", "MK GR"),
        ("The Dominican Republic is not Dominica.", "DO DM"),
        ("DR Congo spoke, and so did Rwanda. Congo asked for more.", "CD RW"),
        ("Brazzaville was silent. Congolese ministers left.", "CG"),
        ("Pyongyang fired. A Korean official was quoted.", "KP"),
        ("Tbilisi and Yerevan agree that Georgia gains.", "GE AM"),
        ("Voters in Georgia and Ohio stood in line in Atlanta.", "US"),
        ("In Ohio the towns of Lebanon and Athens vote.", "US"),
        ("Chad Miller and India Brown sang.", ""),
        ("Michael Jordan watched. Jordan smiled.", ""),
        ("Jordan's king spoke in Amman about Jordan.", "JO"),
        ("Sheikh Sabah al-Ahmad spoke for Kuwait.", "KW"),
        ("Police searched a flat in Turkey Street.", ""),
        ("Wholesale turkey is dear. Turkey is what people want.", ""),
        ("Taiwan takes part as Chinese Taipei.", "TW"),
        ("The Paris Agreement and the Geneva Convention bind all.", ""),
        ("He ate Brazil nuts with Turkish coffee.", ""),
        ("Portuguese-speaking states met.", ""),
        ("Donald Trump telephoned Vladimir Putin.", "US RU"),
        ("Kosovo, Palestine and the Holy See have codes.", "XK PS VA"),
        ("The China Daily reported it.", ""),
        ("India-Pakistan relations are tense.", "IN PK"),
        ("Germany-France, Kenya-Tanzania and Peru-Vietnam trade grew before the US-China talks.", "DE FR KE TZ PE VN US CN"),
        ("A China-Japan summit", "CN JP"),
        ("A storm passed over Mauritius and Réunion on Monday.", "MU FR"),
        ("The minister flew to Reunion.", "FR"),
        ("Chile hosted the Reunión de Cancilleres.", "CL"),
        ("The Reunion of old friends took place in Lima.", "PE"),
    ],
)
def test_states_are_found_under_all_their_names_and_told_from_namesakes(body: str, expected: str) -> None:
    assert codes(body) == set(expected.split())


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        ("fr", "L'Allemagne et le Maroc ont signé avec la Côte d'Ivoire.", "DE MA CI"),
        ("es", "Alemania y Países Bajos firmaron.", "DE NL"),
        ("es", "Reunión de ministros en Quito. En la Reunión Ministerial habló Chile.", "EC CL"),
        ("fr", "Réunion à Bamako entre le Mali et le Tchad.", "ML TD"),
        ("fr", "Le ministre du Mali est arrivé à La Réunion.", "ML FR"),
        ("de", "Frankreich und Österreich trafen sich.", "FR AT"),
        ("it", "L'Italia e il Regno Unito.", "IT GB"),
        ("pt", "A Espanha e os Países Baixos.", "ES NL"),
        ("ru", "Россия и Китай встретились.", "RU CN"),
        ("uk", "Німеччина та Франція", "DE FR"),
        ("ar", "فرنسا و المغرب", "FR MA"),
        ("fa", "ایران و فرانسه", "IR FR"),
        ("tr", "Almanya ve Fransa anlaştı.", "DE FR"),
        ("hi", "भारत और फ़्रांस", "IN FR"),
        ("id", "Jerman dan Prancis sepakat.", "DE FR"),
        ("vi", "Pháp và Đức", "FR DE"),
        ("zh", "法国和德国外长会晤", "FR DE"),
        ("ja", "日本とフランスは合意した", "JP FR"),
        ("ko", "프랑스와 독일은", "FR DE"),
        ("th", "ฝรั่งเศสและเยอรมนี", "FR DE"),
    ],
)
def test_states_are_found_by_their_names_in_the_items_language(language: str, body: str, expected: str) -> None:
    document = read(structs.replace(item_of_text(body, WRITTEN), language=language))
    assert {tag.code for tag in countries.tag(document)} == set(expected.split())


def test_mentions_are_the_words_themselves() -> None:
    document = read(item_of_text("İİ Paris and the French agree.", WRITTEN))
    (france,) = countries.tag(document)
    assert [mention.text for mention in france.mentions] == ["Paris", "French"]
    assert all(document.text[mention.start : mention.end] == mention.text for mention in france.mentions)


def test_an_item_is_about_the_states_of_its_title_and_lead_and_not_about_those_in_passing() -> None:
    item = structs.replace(
        item_of_text(
            "Kenya and Norway will hold talks in June, the Kenyan foreign ministry said. Norwegian officials confirmed it.\n\n"
            "The talks follow a meeting at which Kenya asked Norway for help with fisheries. A similar accord with Chile is old.",
            WRITTEN,
        ),
        title="Kenya and Norway set a date",
    )
    salience = {tag.code: tag.salience for tag in countries.tag(read(item))}
    assert salience["KE"] >= 0.5
    assert salience["NO"] >= 0.5
    assert salience["CL"] < 0.5


def test_a_ministry_that_speaks_of_its_president_speaks_of_its_state() -> None:
    item = item_of_text("The President leaves for Hanoi on Monday.", WRITTEN)
    item = structs.replace(item, source=structs.replace(item.source, id="mfa-ke", kind="ministry"))
    assert {tag.code for tag in countries.tag(read(item))} == {"KE", "VN"}


@given(st.text(max_size=200))
def test_any_text_gives_saliences_from_0_to_1_and_spans_in_the_text(body: str) -> None:
    document = read(item_of_text(body or "x", WRITTEN))
    tags = countries.tag(document)
    assert all(0 <= tag.salience <= 1 for tag in tags)
    assert all(document.text[m.start : m.end] == m.text and m.text for tag in tags for m in tag.mentions)
    assert tags == countries.tag(read(item_of_text(body or "x", WRITTEN)))


def test_every_member_of_the_united_nations_has_a_row() -> None:
    assert len(states()) >= 193 + 5
    assert all(country_of(state.name) == code for code, state in states().items())


def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("# head\nFR\tname\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"names\.tsv:2: 2 fields, expected 3"):
        list(read_rows(path, 3))
