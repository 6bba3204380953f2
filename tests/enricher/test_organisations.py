"""International bodies by their short forms; all samples are our own words."""

import datetime

import pytest
from msgspec import structs

from schemas.news_item import Source
from services.enricher import organisations
from services.enricher.gazetteer.organisations.load import names
from services.enricher.given import item_of_text
from services.enricher.text import read

WRITTEN = datetime.date(2025, 6, 18)


def codes(body: str) -> set[str]:
    return {tag.code for tag in organisations.tag(read(item_of_text(body, WRITTEN)))}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The United Nations and the World Bank agree.", "UN WB"),
        ("The UN Security Council met.", "UNSC"),
        ("The UN asked the Security Council to act.", "UN UNSC"),
        ("Russia's National Security Council met.", ""),
        ("The UN General Assembly voted.", "UN"),
        ("European Commission President Ursula von der Leyen spoke.", "EU"),
        ("The Gulf Cooperation Council met the Organisation of Islamic Cooperation.", "GCC OIC"),
        ("Who said so? The WHO did.", "WHO"),
        ("Nato and the AU signed.", "NATO AU"),
        ("He is an au pair in Australia.", ""),
        ("The Quad is not a quad bike.", "QUAD"),
        ("The Commonwealth meets in Apia.", "Commonwealth"),
        ("The Commonwealth of Australia and Commonwealth Games are other things.", ""),
        ("The D-8 and the G20 differ.", "D-8 G20"),
        ("The Fund is silent.", ""),
        ("The IMF came. The Fund is silent.", "IMF"),
        ("Jens Stoltenberg was at home in 2018.", ""),
    ],
)
def test_bodies_are_found_by_name_acronym_and_organ(body: str, expected: str) -> None:
    assert codes(body) == set(expected.split())


def test_a_bodys_head_stands_for_it_while_in_office() -> None:
    then = structs.replace(item_of_text("Jens Stoltenberg telephoned Kyiv.", datetime.date(2018, 5, 2)))
    assert [tag.code for tag in organisations.tag(read(then))] == ["NATO"]


def test_what_a_body_publishes_may_speak_of_it_by_its_offices() -> None:
    item = item_of_text("The Secretary-General will travel to Nairobi.", WRITTEN)
    assert organisations.tag(read(item)) == ()
    published = structs.replace(item, source=Source(id="un-press", name="UN", kind="mission"))
    assert [tag.code for tag in organisations.tag(read(published))] == ["UN"]


def test_a_hundred_bodies_and_more_have_a_code_and_a_name() -> None:
    assert len(names()) >= 130
    assert names()["AfDB"] == "African Development Bank"
