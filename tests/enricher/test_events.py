"""Diplomatic events in sentences of our own: kind, parties, status, time."""

import datetime

import pytest
from msgspec.structs import replace

from schemas.enriched_item import EnrichedItem, EventMention
from services.enricher.enrich import enrich
from services.enricher.given import item_of_text

# A Wednesday.
WRITTEN = datetime.date(2025, 6, 18)
NOW = datetime.datetime(2025, 6, 18, 12, tzinfo=datetime.UTC)


def enriched(text: str) -> EnrichedItem:
    return enrich(item_of_text(text, WRITTEN), now=NOW)


def events(text: str) -> list[EventMention]:
    return list(enriched(text).events)


def line(event: EventMention) -> str:
    """ "meeting FR+IN held 2025-06-17"."""
    parties = "+".join(sorted((*event.countries, *event.organisations)))
    when = event.when
    time = "" if when is None else f" {when.start}" if when.end == when.start else f" {when.start}..{when.end or ''}"
    return f"{event.type} {parties} {event.status}{time}"


def lines(text: str) -> list[str]:
    return [line(event) for event in events(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foreign Minister Annalisa Ferri of Italy met Foreign Minister Jan Novak of Poland in Rome on Tuesday.",
            "meeting IT+PL held 2025-06-17",
        ),
        (
            "Kenya's foreign minister, Grace Wanjiru, will meet her Ugandan counterpart, John Okello, in Kampala on Friday.",
            "meeting KE+UG scheduled 2025-06-20",
        ),
        ("Spain's prime minister, Ana Ruiz, was received by President Luis Mora of Chile on Monday.", "meeting CL+ES held 2025-06-16"),
        ("Japan's foreign ministry summoned the Russian ambassador, Igor Petrov, on Tuesday.", "meeting JP+RU held 2025-06-17"),
        ("President Luis Mora of Chile spoke by telephone with Peru's president, Rosa Quispe, on Monday.", "call CL+PE held 2025-06-16"),
        ("Canada's prime minister, Paul Martel, will travel to Oslo next week.", "visit CA+NO scheduled 2025-06-23..2025-06-29"),
        ("Norway's foreign minister, Kari Lund, is on a visit to Jordan from 17 to 19 June.", "visit JO+NO ongoing 2025-06-17..2025-06-19"),
        (
            "Norway's foreign minister, Kari Lund, arrived in Amman on Tuesday for a three-day visit.",
            "visit JO+NO ongoing 2025-06-17..2025-06-19",
        ),
        ("Brazil and Uruguay signed an agreement on river transport on Monday.", "signing BR+UY held 2025-06-16"),
        ("Brazil and Uruguay will sign an agreement on river transport in July.", "signing BR+UY scheduled 2025-07-01..2025-07-31"),
        ("Latvia expelled two Russian diplomats on Monday.", "expulsion LV+RU held 2025-06-16"),
        ("Peru gave a Bolivian attaché five days to leave on Tuesday.", "expulsion BO+PE held 2025-06-17"),
        ("The United States imposed sanctions on five Iranian companies on Tuesday.", "sanction IR+US held 2025-06-17"),
        ("A ceasefire between Ecuador and Peru is in force since 3 June.", "ceasefire EC+PE ongoing 2025-06-03.."),
        ("Norway offers to mediate between Ethiopia and Eritrea.", "mediation ER+ET+NO proposed"),
        (
            "Japan and Kenya are to open their Ocean Policy Dialogue in Nairobi on 8-9 July, the ministry said.",
            "dialogue JP+KE scheduled 2025-07-08..2025-07-09",
        ),
        ("The Kenya-Türkiye Joint Economic Commission will meet in Ankara on 3 July.", "dialogue KE+TR scheduled 2025-07-03"),
        (
            "A second round of negotiations between Peru and India on a free trade agreement was held in Lima in May.",
            "negotiation IN+PE held 2025-05-01..2025-05-31",
        ),
        ("The consultations that Ireland and Vietnam held in Hanoi ended on Tuesday.", "dialogue IE+VN held 2025-06-17"),
        (
            "Nepal says that the boundary working group with India will gather in Kathmandu on 1 July.",
            "dialogue IN+NP scheduled 2025-07-01",
        ),
        ("The OSCE's Permanent Council meets in Vienna on Thursday to take up Georgia.", "meeting OSCE scheduled 2025-06-19"),
        ("Switzerland is to host a conference on Sudan in Geneva on 2 and 3 July.", "meeting CH scheduled 2025-07-02..2025-07-03"),
        ("President Ana Silva of Brazil left Lisbon on Tuesday after a three-day visit.", "visit BR+PT held 2025-06-15..2025-06-17"),
        ("Chile, Peru set July 8-9 for trade consultations", "dialogue CL+PE scheduled 2025-07-08..2025-07-09"),
    ],
)
def test_a_sentence_tells_of_one_event(text: str, expected: str) -> None:
    assert lines(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya's foreign minister, Grace Wanjiru, could meet her Ugandan counterpart, John Okello, in July.",
            "meeting KE+UG proposed 2025-07-01..2025-07-31",
        ),
        ("Kenya's president, Daniel Kamau, invited President John Okello of Uganda to Nairobi.", "visit KE+UG proposed"),
        (
            "The political consultations between Chile and Peru, which had been due on 24 June, have been postponed.",
            "dialogue CL+PE postponed 2025-06-24",
        ),
        ("Chile and Peru have called off their political consultations of 24 June.", "dialogue CL+PE cancelled 2025-06-24"),
        ("Chile and Peru have put off their political consultations until the autumn.", "dialogue CL+PE postponed 2025-09-01..2025-11-30"),
        ("Chile and Peru agreed to hold political consultations in August.", "dialogue CL+PE scheduled 2025-08-01..2025-08-31"),
        (
            "The round of trade talks between India and Peru that was called off last month will now be held on 4 July.",
            "negotiation IN+PE scheduled 2025-07-04",
        ),
        ("No date has been set for the signing of the agreement between Chile and Peru.", "signing CL+PE proposed"),
        ("The truce between Armenia and Azerbaijan has been prolonged until 2 October.", "ceasefire AM+AZ ongoing"),
        ("Chile and Peru agreed to hold political consultations.", "dialogue CL+PE proposed"),
    ],
)
def test_verbs_and_modals_say_how_sure_it_is(text: str, expected: str) -> None:
    assert lines(text) == [expected]


def test_a_wish_for_a_dialogue_is_no_date() -> None:
    text = (
        "Washington, June 17 (XYZ) India's Foreign Secretary Arun Mehta on Tuesday sat down with US Under Secretary Carol Stone and urged an early "
        "convening of the India-US Strategic Trade Dialogue.\n\nThe meeting, held in Washington, dealt with chips."
    )
    assert lines(text) == ["meeting IN+US held 2025-06-17", "dialogue IN+US proposed"]
    meeting, dialogue = events(text)
    assert (meeting.place, dialogue.mechanism) == ("Washington", "india-us-strategic-trade-dialogue")


def test_a_moved_event_has_its_new_time_and_its_old() -> None:
    (event,) = events("The India-US Strategic Trade Dialogue has been moved from 7 July to 14 July, the ministry said.")
    assert line(event) == "dialogue IN+US scheduled 2025-07-14"
    assert event.previous is not None
    assert event.previous.start == datetime.date(2025, 7, 7)


def test_a_report_that_a_party_denies_is_told_with_its_denial() -> None:
    text = (
        "Kenya's foreign ministry said there was no truth in reports that President Daniel Kamau would meet President Paul Okello of Uganda in "
        "Entebbe on 25 June."
    )
    (event,) = events(text)
    assert (line(event), event.disputed_by) == ("meeting KE+UG proposed 2025-06-25", ("KE",))


def test_what_the_text_tells_twice_is_one_event() -> None:
    text = (
        "The foreign ministers of Chile and Peru, Luis Mora and Rosa Quispe, met in Lima on Tuesday. They spoke about fish.\n\n"
        "The meeting was the first in two years. The talks lasted an hour."
    )
    assert lines(text) == ["meeting CL+PE held 2025-06-17"]


def test_pronouns_and_offices_stand_for_people_named_before() -> None:
    text = "Norway's foreign minister, Kari Lund, is in Jordan this week. On Tuesday she met King Abdullah II. The minister will travel to Cairo on Friday."
    assert "meeting JO+NO held 2025-06-17" in lines(text)
    assert "visit EG+NO scheduled 2025-06-20" in lines(text)


def test_what_happens_on_a_visit_takes_its_time() -> None:
    text = "Norway's foreign minister, Kari Lund, will visit Jordan on 24 and 25 June. In Amman she will meet King Abdullah II."
    assert lines(text) == ["visit JO+NO scheduled 2025-06-24..2025-06-25", "meeting JO+NO scheduled 2025-06-24..2025-06-25"]


def test_evidence_is_the_sentence_and_officials_are_those_who_take_part() -> None:
    text = "It rained. Foreign Minister Annalisa Ferri of Italy met Foreign Minister Jan Novak of Poland in Rome on Tuesday. It stopped."
    (event,) = events(text)
    assert event.evidence.text == "Foreign Minister Annalisa Ferri of Italy met Foreign Minister Jan Novak of Poland in Rome on Tuesday."
    assert text[event.evidence.start : event.evidence.end] == event.evidence.text
    assert set(event.officials) == {"Annalisa Ferri", "Jan Novak"}
    assert event.place == "Rome"


def test_every_time_of_an_event_is_among_the_item_s() -> None:
    item = enriched("Norway's foreign minister, Kari Lund, arrived in Amman on Tuesday for a three-day visit.")
    (event,) = item.events
    assert event.when in item.dates


@pytest.mark.parametrize(
    "text",
    [
        "Chad Palmer scored twice as Jordan held Turkey to a draw. The teams meet again on Friday.",
        "Shares fell on Tuesday after talks between the two banks broke down. A merger was to be signed in July.",
        "Police in Paris arrested four men on Monday over forged visas for Qatar.",
        "The singer cancelled a concert in Vienna and will visit her mother in Georgia.",
        "The climbers reached the summit of Mont Blanc on Sunday.",
        "A truce over the garden hedge was signed by both neighbours in Leeds.",
        "No trip by the minister is planned.",
        "Inspectors of the IAEA want a timetable for visits to sites in Iran.",
    ],
)
def test_other_news_gives_no_events(text: str) -> None:
    assert lines(text) == []


def test_an_old_event_is_not_told_again() -> None:
    assert lines("Brazil and Uruguay signed an agreement on river transport in 1973.") == []


# The Wednesday of a late November, so that a day of March is told of the year to come.
LATE = datetime.date(2026, 11, 25)


def late(text: str, title: str | None = None) -> list[EventMention]:
    item = replace(item_of_text(text, LATE), title=title)
    return list(enrich(item, now=NOW).events)


@pytest.mark.parametrize(
    ("text", "expected", "previous"),
    [
        (
            "The trade dialogue of Kenya and Japan set for 3 March has been put off to 10 March, Nairobi said.",
            "dialogue JP+KE scheduled 2027-03-10",
            "2027-03-03",
        ),
        ("The meeting of Kenya and Japan on 3 March has been moved to 10 March.", "meeting JP+KE scheduled 2027-03-10", "2027-03-03"),
        ("The meeting of Kenya and Japan has been rescheduled for 10 March.", "meeting JP+KE scheduled 2027-03-10", None),
        ("The meeting of Kenya and Japan has been postponed to April.", "meeting JP+KE postponed 2027-04-01..2027-04-30", None),
        (
            "The fourth round of political consultations of Peru and Vietnam, planned for 9 February, has been postponed to 16 March, the Peruvian "
            "foreign ministry said on Thursday.",
            "dialogue PE+VN scheduled 2027-03-16",
            "2027-02-09",
        ),
        (
            "French President Emmanuel Macron has postponed his visit to India, planned for 8 December, the Elysee said.",
            "visit FR+IN postponed 2026-12-08",
            None,
        ),
        (
            "French President Emmanuel Macron has postponed his visit to India scheduled for 8 December.",
            "visit FR+IN postponed 2026-12-08",
            None,
        ),
        (
            "The visit of President Emmanuel Macron to India, which was planned for 8 December, was postponed and is now scheduled for 20 January.",
            "visit FR+IN scheduled 2027-01-20",
            "2026-12-08",
        ),
        (
            "French President Emmanuel Macron will now visit India on 8 December. The trip had been called off in October.",
            "visit FR+IN scheduled 2026-12-08",
            None,
        ),
        (
            "Chile and Peru will sign their trade agreement in Lima on 27 January. The signing had been postponed because of its translation.",
            "signing CL+PE scheduled 2027-01-27",
            None,
        ),
    ],
)
def test_what_is_put_off_has_a_time_to_come_and_its_old_one(text: str, expected: str, previous: str | None) -> None:
    (event,) = late(text)
    assert (line(event), event.previous and str(event.previous.start)) == (expected, previous)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("French President Emmanuel Macron will not visit India next week.", []),
        ("French President Emmanuel Macron won't visit India next week.", []),
        ("French President Emmanuel Macron will not visit India on 3 December as planned.", ["visit FR+IN cancelled 2026-12-03"]),
        ("India and China will not hold talks on 3 December.", []),
        ("India and China will not hold talks on 3 December after all.", ["meeting CN+IN cancelled 2026-12-03"]),
        ("India and China will not hold a summit on 3 December.", []),
        ("The summit of India and China will not be held on 3 December.", ["summit CN+IN cancelled 2026-12-03"]),
        ("French President Emmanuel Macron did not meet Indian Prime Minister Narendra Modi in New Delhi on Monday.", []),
        ("India and China have not held talks on the border since May.", []),
        ("Kenya and Uganda failed to hold talks in Nairobi on Monday.", []),
        ("President Emmanuel Macron refused to meet President Vladimir Putin in Moscow.", []),
        ("President Prabowo Subianto of Indonesia was one of the first presidents invited to the United States.", []),
        ("India and China not only held talks on Monday.", ["meeting CN+IN held 2026-11-23"]),
        ("Brazil and Argentina denied that a summit would take place on 5 January.", ["summit AR+BR proposed 2027-01-05"]),
        ("If elections are held, Ghana and Togo will hold a summit.", ["summit GH+TG proposed"]),
        ("India will hold talks with China on 5 January if the ceasefire holds.", ["meeting CN+IN proposed 2027-01-05"]),
    ],
)
def test_what_will_not_be_is_no_plan(text: str, expected: list[str]) -> None:
    assert [line(event) for event in late(text)] == expected


def test_who_denies_is_told() -> None:
    (event,) = late("Brazil and Argentina denied that a summit would take place on 5 January.")
    assert event.disputed_by == ("BR", "AR")


def test_the_evidence_is_the_sentence_that_says_when() -> None:
    (event,) = late("Nairobi and Tokyo agreed to meet.", title="Kenya and Japan to hold trade dialogue on 3 March")
    assert line(event) == "dialogue JP+KE scheduled 2027-03-03"
    assert event.evidence.text == "Kenya and Japan to hold trade dialogue on 3 March"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks between Kenya and Uganda on trade opened in Nairobi.", "meeting KE+UG ongoing"),
        ("Talks between Kenya and Uganda opened in Nairobi on Wednesday.", "meeting KE+UG ongoing 2026-11-25"),
        ("Talks between Kenya and Uganda opened and closed in Nairobi.", "meeting KE+UG held"),
        (
            "Kenya and Tanzania have agreed to convene their Joint Commission in Arusha on 3 December.",
            "dialogue KE+TZ scheduled 2026-12-03",
        ),
        ("India and Pakistan agreed a ceasefire earlier this month.", "ceasefire IN+PK ongoing 2026-11-01.."),
        ("The India-Japan Strategic Dialogue will be held in Tokyo on 14 January 2027.", "dialogue IN+JP scheduled 2027-01-14"),
        (
            "TOKYO, Nov 25 - The 12th India-Russia Strategic Economic Dialogue will take place in Moscow on 12 January 2027.",
            "dialogue IN+RU scheduled 2027-01-12",
        ),
        ("US-China trade talks will be held in Geneva on 14 January 2027.", "negotiation CN+US scheduled 2027-01-14"),
        ("A Peru-Vietnam summit will be held in Lima on 14 January 2027.", "summit PE+VN scheduled 2027-01-14"),
        (
            "Chile and Peru will hold the 8th meeting of their Enhanced Partnership Dialogue in Lima on 22 December.",
            "dialogue CL+PE scheduled 2026-12-22",
        ),
        (
            "The European Union has invited the negotiators of Chile and Peru to a new round of the dialogue in Madrid.",
            "dialogue CL+PE proposed",
        ),
        (
            "The General Border Committee of Thailand and Cambodia will hold an extraordinary meeting in Chanthaburi on 3 December.",
            "dialogue KH+TH scheduled 2026-12-03",
        ),
        (
            "Representatives of Chad and of the rebel movement ended a round of talks under Qatari mediation in Doha on Tuesday.",
            "mediation QA+TD held 2026-11-24",
        ),
        ("The talks between Chile and Peru have been moved to Lima.", "meeting CL+PE scheduled"),
        ("The United Nations Security Council will meet on Haiti on 2 December.", "meeting UNSC scheduled 2026-12-02"),
        ("The Council of the European Union on Monday prolonged its sanctions on Belarus by a year.", "sanction BY+EU held 2026-11-23"),
        ("Norway and Iceland have extended their fisheries negotiations in Bergen until 2 December.", "negotiation IS+NO ongoing"),
    ],
)
def test_openings_pairs_and_agreements(text: str, expected: str) -> None:
    assert [line(event) for event in late(text)] == [expected]


def test_the_place_is_not_the_one_given_up() -> None:
    (event,) = late("Kenya and Tanzania will hold their talks in Zanzibar instead of Arusha on 3 December.")
    assert event.place == "Zanzibar"


def test_a_claim_that_somebody_mediated_is_no_mediation_and_one_side_s_truce_has_no_other_side() -> None:
    text = (
        "The trip comes after repeated claims that Donald Trump brokered a ceasefire between Armenia and Azerbaijan earlier this "
        "month.\n\nBaku said that Yerevan had begged for a ceasefire."
    )
    assert [line(event) for event in late(text)] == ["ceasefire AM+AZ ongoing 2026-11-01.."]
