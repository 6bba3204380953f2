"""People introduced by an office, in sentences of our own about made-up and public people."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from schemas.enriched_item import OfficialTag
from schemas.news_item import Source
from services.enricher import countries, officials, organisations
from services.enricher.gazetteer.officials.load import full_names, people
from services.enricher.given import item_of_text
from services.enricher.text import read

WRITTEN = datetime.date(2025, 6, 18)


def tags(body: str, written: datetime.date = WRITTEN, source: Source | None = None) -> tuple[OfficialTag, ...]:
    item = item_of_text(body, written)
    document = read(structs.replace(item, source=source) if source else item)
    return officials.tag(document, countries.tag(document), organisations.tag(document))


def lines(body: str) -> list[str]:
    """ "Name / title / whom he acts for"."""
    return [f"{tag.name} / {tag.title or '-'} / {tag.country or tag.organisation or '-'}" for tag in tags(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Chilean Foreign Minister Ana Prado spoke.", ["Ana Prado / Foreign Minister / CL"]),
        ("Chile's foreign minister, Ana Prado, spoke.", ["Ana Prado / foreign minister / CL"]),
        ("Ana Prado, the Chilean foreign minister, spoke.", ["Ana Prado / foreign minister / CL"]),
        ("Ana Prado, Foreign Minister of Chile, spoke.", ["Ana Prado / Foreign Minister / CL"]),
        ("Minister of Foreign Affairs of the Republic of Chile Ana Prado spoke.", ["Ana Prado / Minister of Foreign Affairs / CL"]),
        ("The foreign ministers of Chile and Peru, Ana Prado and Luis Soto, met.", ["Ana Prado / foreign minister / CL", "Luis Soto / foreign minister / PE"]),
        ("Presidents Ana Prado of Chile and Luis Soto of Peru met.", ["Ana Prado / President / CL", "Luis Soto / President / PE"]),
        ("Ana Prado, Chile's defence minister, met her Peruvian counterpart, Luis Soto.", ["Ana Prado / defence minister / CL", "Luis Soto / - / PE"]),
        (
            "The foreign ministers of Chile and Peru met. Ana Prado of Chile and Luis Soto of Peru signed.",
            ["Ana Prado / foreign minister / CL", "Luis Soto / foreign minister / PE"],
        ),
        ("His Excellency Dr. Ali Bin Omar, Minister of Trade and Industry of Oman, spoke.", ["Ali Bin Omar / Minister of Trade and Industry / OM"]),
        ("Omani Deputy Prime Minister and Minister of Defence Sheikh Ali Omar spoke.", ["Ali Omar / Deputy Prime Minister and Minister of Defence / OM"]),
        ("Norway's ambassador in Lima, Kari Vik, was called in.", ["Kari Vik / ambassador in Lima / NO"]),
        ("Kari Vik, Norway's ambassador to Peru, was called in.", ["Kari Vik / ambassador to Peru / NO"]),
        ("The UN Special Envoy for Yemen, Kari Vik, spoke.", ["Kari Vik / Special Envoy for Yemen / UN"]),
        ("Kremlin spokesman Ivan Petrenko said so.", ["Ivan Petrenko / Kremlin spokesman / RU"]),
        ("European Commission Vice-President Kari Vik said so.", ["Kari Vik / European Commission Vice-President / EU"]),
        ("The deputy UK trade envoy, John Q. Doe, flew in.", ["John Q. Doe / deputy UK trade envoy / GB"]),
        ("Former Peruvian prime minister Luis Soto was there.", ["Luis Soto / Former Peruvian prime minister / PE"]),
        ("Peru's acting foreign minister, Luis Soto, was there.", ["Luis Soto / acting foreign minister / PE"]),
        ("The Kenyan side was led by Dr. Jane Otieno, Principal Secretary.", ["Jane Otieno / Principal Secretary / KE"]),
        ("Joint Secretary (Gulf) Asha Rao met the Omanis in New Delhi.", ["Asha Rao / Joint Secretary / IN"]),
        ("Chief negotiators Ana Prado (EU) and Asha Rao (India) met.", ["Ana Prado / Chief negotiator / EU", "Asha Rao / Chief negotiator / IN"]),
        ("Peru's defence minister, Luis Soto, and Chile's, Ana Prado, met.", ["Luis Soto / defence minister / PE", "Ana Prado / defence minister / CL"]),
        ("Kari Vik, director general for Asia at the Norwegian foreign ministry, came.", ["Kari Vik / director general for Asia / NO"]),
        ("Saimir Leka leads the Albanian side.", ["Saimir Leka / - / AL"]),
        ("President Vladimir Putin's spokesman, Ivan Petrenko, spoke.", ["Vladimir Putin / President / RU", "Ivan Petrenko / spokesman / RU"]),
        ("Samoa's Jane Fonoti is not known to us.", []),
        ("Acme's chief executive, John Doe, and coach Jim Roe spoke.", []),
        ("Club president John Doe spoke.", []),
        ("A spokesman for the bakers, John Doe, spoke.", []),
        ("Ana Prado, who heads the Chilean delegation, spoke.", ["Ana Prado / - / CL"]),
        ("Mayor Ana Prado of Arica spoke in Chile.", ["Ana Prado / Mayor / CL"]),
        ("Thai Foreign Minister Somchai Na Ayutthaya and Lao Prime Minister Bounmy Vong met.",
         ["Somchai Na Ayutthaya / Foreign Minister / TH", "Bounmy Vong / Prime Minister / LA"]),
        ("Korean Vice Minister Kim Min-ji met Dutch Minister of Agriculture, Fisheries, Food Security and Nature Jan de Wit.",
         ["Kim Min-ji / Vice Minister / KR", "Jan de Wit / Minister of Agriculture, Fisheries, Food Security and Nature / NL"]),
    ],
)  # fmt: skip
def test_people_are_found_by_the_office_that_introduces_them(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_a_surname_later_is_the_same_person() -> None:
    (prado,) = tags("Chilean Foreign Minister Ana Prado flew to Lima. Prado will stay for a day, and Mr Prado will not.")
    assert [mention.text for mention in prado.mentions] == ["Ana Prado", "Prado", "Prado"]


def test_a_known_persons_title_may_stand_in_another_sentence() -> None:
    assert lines("Emmanuel Macron flew to Berlin. The French president will stay for a day.") == ["Emmanuel Macron / president / FR"]


@pytest.mark.parametrize(("year", "expected"), [(2014, "in-sushma-swaraj"), (2021, "in-subrahmanyam-jaishankar")])
def test_the_gazetteer_knows_who_was_minister_when(year: int, expected: str) -> None:
    person = people()[expected]
    assert person.term(datetime.date(year, 7, 1)) is not None
    other = people()[{"in-sushma-swaraj": "in-subrahmanyam-jaishankar", "in-subrahmanyam-jaishankar": "in-sushma-swaraj"}[expected]]
    assert not any(term.office == "foreign_minister" and term.start <= datetime.date(year, 7, 1) <= term.end for term in other.terms)


def test_a_leader_is_known_by_name_alone_only_around_his_term() -> None:
    assert [tag.id for tag in tags("Barack Obama spoke.", datetime.date(2012, 5, 1))] == ["us-barack-obama"]
    assert tags("Barack Obama spoke.", datetime.date(2021, 5, 1)) == ()


def test_offices_are_named_from_the_closed_list() -> None:
    found = tags(
        "Chilean Foreign Minister Ana Prado, Peru's deputy foreign minister, Luis Soto, and Bolivian Energy Minister Juan Roca met."
    )
    assert [tag.office for tag in found] == ["foreign_minister", "deputy_foreign_minister", "energy_minister"]


def test_a_ministrys_minister_is_its_states_own() -> None:
    (minister,) = tags("Minister of Foreign Affairs Kari Vik travels to Chile.", source=Source(id="mfa-no", name="MFA", kind="ministry"))
    assert minister.country == "NO"


@given(st.text(alphabet=st.sampled_from("The foreign minister of Chile, Ana's Prado and President-elect. \n"), max_size=120))
def test_any_string_of_such_words_gives_spans_in_the_text(body: str) -> None:
    for tag in tags(body or "x"):
        assert tag.name
        assert all(mention.text for mention in tag.mentions)


def test_the_gazetteer_is_searched_by_names_of_two_words() -> None:
    document = read(item_of_text("Shigeru Ishiba and Ishiba Shigeru are one.", WRITTEN))
    found = [match.value[0].id for match in full_names().search(document.sentences[0].tokens)]
    assert found == ["jp-shigeru-ishiba", "jp-shigeru-ishiba"]
