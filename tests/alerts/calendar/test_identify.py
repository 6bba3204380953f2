"""Which reports are of one event: pairs that are, pairs that are not, and choices between two events."""

import pytest

from schemas.enriched_item import EventMention
from services.alerts.calendar.identify import identify
from services.alerts.calendar.likeness import THRESHOLD, likeness
from services.alerts.calendar.neighbourhood import filed_under, looks_under
from services.alerts.calendar.profile import profile_of
from tests.alerts.calendar.told import claims, item, mention

M = mention
Pair = tuple[tuple[str, EventMention], tuple[str, EventMention]]

ONE: dict[str, Pair] = {
    "the same parties, kind and day": (
        ("2025-05-01", M("meeting scheduled", "IN,US", "2025-05-20")),
        ("2025-05-02", M("meeting scheduled", "US,IN", "2025-05-20")),
    ),
    "a mechanism under its name and under its initials": (
        ("2025-05-01", M("dialogue scheduled", "KZ,UZ", "2025-05-20", name="Supreme Interstate Council")),
        ("2025-05-02", M("dialogue scheduled", "KZ,UZ", "2025-06-20", name="SIC")),
    ),
    "a round numbered in figures and in words": (
        ("2025-05-01", M("negotiation scheduled", "CL,KR", "2025-05-20", name="14th round of talks")),
        ("2025-05-02", M("negotiation scheduled", "CL,KR", "2025-07-20", name="fourteenth round")),
    ),
    "the gazetteer's mechanism by names that share no word": (
        ("2025-05-01", M("dialogue scheduled", "AU,JP", "2025-05-20", name="2+2", mechanism="au-jp-22")),
        (
            "2025-05-02",
            M("dialogue scheduled", "AU,JP", "2025-06-24", name="Foreign and Defence Ministerial Consultations", mechanism="au-jp-22"),
        ),
    ),
    "three words for one gathering": (
        ("2025-05-01", M("summit scheduled", "EG,GR", "2025-05-20", "Athens")),
        ("2025-05-02", M("meeting scheduled", "EG,GR", "2025-05-20")),
    ),
    "one round, called a dialogue": (
        ("2025-05-01", M("negotiation scheduled", "NP,CN", "2025-05-20", "Kathmandu")),
        ("2025-05-02", M("dialogue scheduled", "NP,CN", "2025-05-20", "Kathmandu")),
    ),
    "a mediation, and the sides that sit down in it": (
        ("2025-05-01", M("mediation scheduled", "QA,RW,CD", "2025-05-20", "Doha")),
        ("2025-05-20", M("negotiation ongoing", "RW,CD", "2025-05-20", "Doha")),
    ),
    "a party left out": (
        ("2025-05-01", M("meeting scheduled", "AR,BR,UY", "2025-05-20", "Montevideo")),
        ("2025-05-02", M("meeting scheduled", "AR,BR", "2025-05-20", "Montevideo")),
    ),
    "one party named, with the same people on the same day": (
        ("2025-05-01", M("visit scheduled", "NO,IS", "2025-05-20", officials="Espen Dahl")),
        ("2025-05-02", M("visit scheduled", "NO", "2025-05-20", officials="Dahl")),
    ),
    "a body's summit of which each report names other members": (
        ("2025-05-01", M("summit scheduled", "KE,AU-UNION", "2025-05-20..21", "Nairobi")),
        ("2025-05-02", M("summit scheduled", "GH,NG,KE,SN", "2025-05-20..21", "Nairobi")),
    ),
    "next month, and a day in it": (
        ("2025-05-01", M("dialogue scheduled", "PE,EC", "2025-06-01..30 m")),
        ("2025-05-02", M("dialogue scheduled", "PE,EC", "2025-06-14")),
    ),
    "the day that the text says it had before": (
        ("2025-05-01", M("meeting scheduled", "PE,EC", "2025-06-14")),
        ("2025-05-02", M("meeting scheduled", "PE,EC", "2025-08-14", previous="2025-06-14")),
    ),
    "next month, told in December, and a day in January": (
        ("2025-12-15", M("dialogue scheduled", "LA,KH", "2026-01-01..31 m")),
        ("2026-01-05", M("dialogue scheduled", "LA,KH", "2026-01-09")),
    ),
    "a delegate replaced": (
        ("2025-05-01", M("meeting scheduled", "TR,GE", "2025-05-20", officials="Hakan Tekin,Nino Beridze")),
        ("2025-05-02", M("meeting scheduled", "TR,GE", "2025-05-20", officials="Aylin Demir,Nino Beridze")),
    ),
    "a numbered session at a lower rank": (
        ("2025-05-01", M("dialogue scheduled", "TR,GE", "2025-05-20", name="3rd session", officials="Hakan Tekin,Nino Beridze")),
        ("2025-05-02", M("dialogue scheduled", "TR,GE", "2025-05-20", name="third session", officials="Aylin Demir,Levan Kobalia")),
    ),
    "a name spelled in two ways": (
        ("2025-05-01", M("visit scheduled", "SA,OM", "2025-05-20", officials="Mohammed bin Faisal")),
        ("2025-05-02", M("visit scheduled", "SA,OM", "2025-05-20", officials="Mohamed bin Faysal")),
    ),
    "put off, and a new day weeks later": (
        ("2025-05-01", M("dialogue postponed", "TL,ID", "2025-05-20")),
        ("2025-06-02", M("dialogue scheduled", "TL,ID", "2025-07-08")),
    ),
    "held, and told months later": (
        ("2025-05-20", M("dialogue held", "TL,ID", "2025-05-20")),
        ("2026-03-02", M("dialogue held", "TL,ID", "2025-05-01..31 m")),
    ),
    "a signing that moves by a day": (
        ("2025-05-01", M("signing scheduled", "KE,VN", "2025-05-20", "Hanoi")),
        ("2025-05-02", M("signing scheduled", "KE,VN", "2025-05-21", "Hanoi")),
    ),
    "held the day after it was set for": (
        ("2025-05-01", M("meeting scheduled", "IN,US", "2025-05-20", "Oslo")),
        ("2025-05-22", M("meeting held", "IN,US", "2025-05-21", "Oslo")),
    ),
    "over, at no told time and elsewhere, just after its day": (
        ("2025-05-01", M("meeting scheduled", "DE,PL", "2025-05-20", "Frankfurt")),
        ("2025-05-20", M("meeting held", "DE,PL", None, "Slubice")),
    ),
}

TWO: dict[str, Pair] = {
    "other parties": (
        ("2025-05-01", M("meeting scheduled", "IN,US", "2025-05-20")),
        ("2025-05-02", M("meeting scheduled", "IN,GB", "2025-05-20")),
    ),
    "a visit and the meeting in it": (
        ("2025-05-01", M("visit scheduled", "IN,US", "2025-05-20", "Oslo", officials="A Rao")),
        ("2025-05-02", M("meeting scheduled", "IN,US", "2025-05-20", "Oslo", officials="A Rao")),
    ),
    "a call and the meeting that it prepares": (
        ("2025-05-01", M("call held", "IN,US", "2025-05-01")),
        ("2025-05-01", M("meeting scheduled", "IN,US", "2025-05-20")),
    ),
    "a deal negotiated and signed": (
        ("2025-05-01", M("negotiation ongoing", "IN,US", "2025-05-01")),
        ("2025-05-01", M("signing held", "IN,US", "2025-05-01")),
    ),
    "two rounds": (
        ("2025-05-01", M("negotiation scheduled", "IN,US", "2025-05-20", name="third round")),
        ("2025-05-02", M("negotiation scheduled", "IN,US", "2025-05-24", name="fourth round")),
    ),
    "this year's and last year's": (
        ("2024-05-21", M("dialogue held", "IN,US", "2024-05-20", "Delhi", name="Energy Dialogue")),
        ("2025-05-21", M("dialogue held", "IN,US", "2025-05-20", "Delhi", name="Energy Dialogue")),
    ),
    "held, and the next one": (
        ("2025-05-21", M("dialogue held", "IN,US", "2025-05-20", name="Energy Dialogue")),
        ("2025-05-22", M("dialogue scheduled", "IN,US", "2026-01-01..2026-12-31 y", name="Energy Dialogue")),
    ),
    "held, and one that is asked for": (
        ("2025-05-21", M("dialogue held", "IN,US", "2025-05-20", name="Energy Dialogue")),
        ("2025-05-22", M("dialogue proposed", "IN,US", name="Energy Dialogue")),
    ),
    "two mechanisms of the same parties on one day": (
        ("2025-05-01", M("dialogue scheduled", "IN,US", "2025-05-20", name="India-US Trade Forum", officials="Anna Ray")),
        ("2025-05-02", M("dialogue scheduled", "IN,US", "2025-05-27", name="India-US Cyber Framework", officials="Bo Lind")),
    ),
    "ministers of two portfolios in one week": (
        ("2025-05-01", M("meeting scheduled", "CA,MX", "2025-05-20", "Ottawa", officials="Anna Ray,Luis Gil")),
        ("2025-05-02", M("meeting scheduled", "CA,MX", "2025-05-20", "Ottawa", officials="Bo Lind,Eva Sanz")),
    ),
    "leaders, and ministers in their place": (
        ("2025-05-01", M("meeting scheduled", "CA,MX", "2025-05-20", name="leaders' meeting")),
        ("2025-05-02", M("meeting scheduled", "CA,MX", "2025-05-23", name="foreign ministers' meeting")),
    ),
    "trips by two people": (
        ("2025-05-01", M("visit scheduled", "FR,MA", "2025-05-20", "Rabat", officials="Anne Petit")),
        ("2025-05-02", M("visit scheduled", "FR,MA", "2025-05-20", "Rabat", officials="Marc Roux")),
    ),
    "a stop and the tour": (
        ("2025-05-01", M("visit scheduled", "PT,GH,SN,CV", "2025-05-20..24", officials="Rui Sousa")),
        ("2025-05-02", M("visit scheduled", "PT,GH", "2025-05-20", officials="Rui Sousa")),
    ),
    "two meetings of the same people in one week": (
        ("2025-05-21", M("meeting held", "IR,OM", "2025-05-19", officials="Ali Zand,Badr Said")),
        ("2025-05-23", M("meeting held", "IR,OM", "2025-05-23", officials="Ali Zand,Badr Said")),
    ),
    "a meeting held before the one that is set": (
        ("2025-05-01", M("meeting scheduled", "IR,OM", "2025-06-19", officials="Ali Zand,Badr Said")),
        ("2025-05-23", M("meeting held", "IR,OM", "2025-05-22", officials="Ali Zand,Badr Said")),
    ),
    "two small groups that share two members": (
        ("2025-05-01", M("meeting scheduled", "US,JP,KR", "2025-05-20", "New York")),
        ("2025-05-02", M("meeting scheduled", "US,JP,PH", "2025-05-20", "New York")),
    ),
    "two bodies": (
        ("2025-05-01", M("summit scheduled", "BR,G20", "2025-05-20", "Rio")),
        ("2025-05-02", M("summit scheduled", "BR,BRICS", "2025-05-20", "Rio")),
    ),
    "sanctions imposed and widened": (
        ("2025-05-01", M("sanction held", "GB,RU", "2025-05-01")),
        ("2025-05-20", M("sanction held", "GB,RU", "2025-05-20")),
    ),
    "one that was never heard of again, and the next": (
        ("2025-01-01", M("dialogue scheduled", "KE,SO", "2025-02-12")),
        ("2025-10-02", M("dialogue scheduled", "KE,SO", "2025-11-12")),
    ),
    "January of last year and January to come": (
        ("2025-01-10", M("dialogue held", "LA,KH", "2025-01-09", "Vientiane")),
        ("2025-12-15", M("dialogue scheduled", "LA,KH", "2026-01-01..31 m", "Vientiane")),
    ),
    "a meeting that is denied and another that is held elsewhere": (
        ("2025-05-01", M("meeting scheduled", "BO,CL", "2025-05-23", "Arica", denied_by="CL")),
        ("2025-05-31", M("meeting held", "BO,CL", "2025-05-30", "Lima")),
    ),
}


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE.keys())
def test_one_event(pair: Pair) -> None:
    assert _events(pair) == 1, _reasons(pair)


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO.keys())
def test_two_events(pair: Pair) -> None:
    assert _events(pair) == 2, _reasons(pair)


def _events(pair: Pair) -> int:
    return len(identify(claims(*(item(day, one) for day, one in pair))))


def _reasons(pair: Pair) -> str:
    first, second = claims(*(item(day, one) for day, one in pair))
    alike = likeness(second, profile_of([first]))
    return f"{alike.score} of {THRESHOLD}: {alike.reasons}"


def test_words_that_fit_two_events_are_about_the_nearer() -> None:
    far = item("2025-05-01", M("meeting scheduled", "IN,US", "2025-06-10", officials="A Rao"))
    near = item("2025-05-01T13:00", M("meeting scheduled", "IN,US", "2025-05-20", officials="B Sen"))
    vague = item("2025-05-02", M("meeting scheduled", "IN,US"))
    groups = identify(claims(far, near, vague))
    assert [len(group) for group in groups] == [1, 2]


def test_two_mentions_of_an_item_are_two_events() -> None:
    known = item("2025-05-01", M("negotiation ongoing", "ID,GCC", "2025-02-10..14", "Riyadh"))
    both = item(
        "2025-05-02",
        M("negotiation ongoing", "ID,GCC", "2025-02-10..14", "Riyadh"),
        M("negotiation scheduled", "ID,GCC", "2025-02-14", "Riyadh"),
    )
    assert sorted(len(group) for group in identify(claims(known, both))) == [1, 2]


def test_reports_are_taken_in_order_of_publication() -> None:
    reports = [
        item("2025-05-01", M("dialogue scheduled", "TH,LA", "2025-07-01..31 m", name="Joint Commission")),
        item("2025-05-02", M("dialogue scheduled", "TH,LA", "2025-07-16", name="Joint Commission")),
        item("2025-05-03", M("dialogue scheduled", "TH,LA", "2025-07-23", name="Joint Commission", previous="2025-07-16")),
        item("2025-07-24", M("dialogue held", "TH,LA", "2025-07-23")),
    ]
    assert identify(claims(*reversed(reports))) == identify(claims(*reports))
    assert len(identify(claims(*reports))) == 1


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE.keys())
def test_an_index_finds_each_report_from_the_other(pair: Pair) -> None:
    first, second = claims(*(item(day, one) for day, one in pair))
    assert filed_under(first) & looks_under(second)
    assert filed_under(second) & looks_under(first)
