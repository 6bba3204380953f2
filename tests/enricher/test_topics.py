"""Topics from the closed list; all samples are our own words."""

import datetime

import pytest
from msgspec import structs

from schemas.vocabulary import TOPICS
from services.enricher import countries, officials, organisations, topics
from services.enricher.gazetteer.rows import read_rows
from services.enricher.gazetteer.topics.load import PATH, plural
from services.enricher.given import item_of_text
from services.enricher.text import read

WRITTEN = datetime.date(2025, 6, 18)


def found(title: str, body: str) -> dict[str, float]:
    document = read(structs.replace(item_of_text(body, WRITTEN), title=title))
    named, bodies = countries.tag(document), organisations.tag(document)
    return {tag.id: tag.score for tag in topics.tag(document, named, bodies, officials.tag(document, named, bodies))}


CHILE = "Chilean Foreign Minister Ana Prado and Peruvian President Luis Soto met in Lima."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chile and Peru agree to a ceasefire", "security.ceasefire"),
        ("Chile imposes sanctions on Peru", "sanctions"),
        ("Chile expels two Peruvian diplomats", "consular"),
        ("Chile raises tariffs on Peruvian sugar", "trade.tariffs"),
        ("Chile and Peru sign a free trade agreement", "trade.agreement"),
        ("Chile and Peru to talk about chips and artificial intelligence", "technology.critical-emerging"),
        ("Chile and Peru open a border crossing", "border"),
        ("Chile blames Peru for a ransomware attack", "technology.cyber"),
        ("Chile lends Peru money for a gas pipeline", "energy"),
        ("Chile and Peru quarrel over a maritime boundary", "maritime"),
        ("Chile lifts visas for Peruvians", "migration"),
        ("Chile sends earthquake relief to Peru", "humanitarian"),
        ("Chile asks Peru for uranium enrichment data", "security.nuclear"),
        ("Chile and Peru hold a joint military exercise", "security.defence"),
        ("Chile and Peru will plan for climate change", "climate"),
    ],
)
def test_a_title_names_its_topic(title: str, expected: str) -> None:
    assert expected in found(title, CHILE)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "A truce in the derby",
            "The coach spoke of a ceasefire with his striker. The pirates laid siege to the goal and the war of words went on.",
        ),
        (
            "A summit for turkey prices",
            "Turkey prices are at a summit, and a truce is near, said a farmer in Ohio. She pays a higher electricity tariff.",
        ),
        (
            "A truce in the cup",
            "Chile beat Peru and drew with Bolivia. The bench was quiet until the goal.",
        ),
        ("The trade union wants more", "Workers asked for more pay. The trade union spoke of a war chest."),
    ],
)
def test_figures_of_speech_in_other_news_speak_for_no_topic(title: str, body: str) -> None:
    assert found(title, body) == {}


def test_what_is_told_as_history_counts_less_than_news() -> None:
    news = found("Chile and Peru talk", f"{CHILE} They signed a loan agreement for the railway.")
    past = found("Chile and Peru talk", f"{CHILE} They signed a loan agreement for the railway in 1960.")
    assert set(news) >= {"economy.finance", "transport-connectivity"}
    assert past == {}


def test_each_topic_tells_the_words_that_speak_for_it() -> None:
    document = read(structs.replace(item_of_text(CHILE, WRITTEN), title="Chile imposes sanctions on Peru"))
    (tag,) = topics.tag(document, countries.tag(document), (), officials.tag(document, countries.tag(document), ()))
    assert [mention.text for mention in tag.mentions] == ["sanctions"]


def test_every_topic_of_the_list_has_words() -> None:
    assert {row[0] for _, row in read_rows(PATH, 3)} == set(TOPICS)


def test_phrases_are_found_in_the_plural_too() -> None:
    assert [plural(word) for word in ("quota", "embassy", "gas field", "ceasefire", "visa", "clash")] == [
        "quotas",
        "embassies",
        "gas fields",
        "ceasefires",
        "visas",
        "clashes",
    ]
