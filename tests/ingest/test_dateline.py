"""Datelines of agencies and ministries, and heads of texts that only look like one."""

import datetime

import pytest

from services.ingest.dateline import parse_dateline

NEAR = datetime.date(2025, 6, 2)


@pytest.mark.parametrize(
    ("text", "place", "country", "date", "agency"),
    [
        ("Washington, May 28 (IANS) Exporters of", "Washington", "US", "2025-05-28", "ians"),
        ("NEW DELHI, June 17 - Growers of", "New Delhi", "IN", "2025-06-17", None),
        ("GENEVA (Reuters) — The talks", "Geneva", "CH", None, "reuters"),
        ("GENEVA (Reuters) - The talks", "Geneva", "CH", None, "reuters"),
        ("ISTANBUL (AA) - Talks", "Istanbul", "TR", None, "aa"),
        ("UNITED NATIONS, Sept. 23 (AP) — World leaders", "United Nations", "US", "2025-09-23", "ap"),
        ("BEIJING, May 28 (Xinhua) -- China", "Beijing", "CN", "2025-05-28", "xinhua"),
        ("LONDON, 12 March (Xinhua) -- Britain", "London", "GB", "2025-03-12", "xinhua"),
        ("MOSCOW, May 28. /TASS/. Russian", "Moscow", "RU", "2025-05-28", "tass"),
        ("MOSCOW. May 28 (Interfax) - Russian", "Moscow", "RU", "2025-05-28", "interfax"),
        ("Paris, le 3 mai 2025 – La France", "Paris", "FR", "2025-05-03", None),
        ("Paris, le 1er mai\nLa France", "Paris", "FR", "2025-05-01", None),
        ("Berlin, 28. Mai (dpa) - Der", "Berlin", "DE", "2025-05-28", "dpa"),
        ("Berlin, den 28. März 2025\nDer", "Berlin", "DE", "2025-03-28", None),
        ("Madrid, 28 may (EFE).- El", "Madrid", "ES", "2025-05-28", "efe"),
        ("BUENOS AIRES, 28 de mayo de 2025 - El", "Buenos Aires", "AR", "2025-05-28", None),
        ("APIA, 25 October 2024\n\nPrime Minister", "Apia", "WS", "2024-10-25", None),
        ("Windhoek, 28 August 2025. Farmers of", "Windhoek", "NA", "2025-08-28", None),
        ("Luxembourg, 22 October 2019 – Bankers from", "Luxembourg", "LU", "2019-10-22", None),
        ("CHAMAN, Pakistan, March 12 - Lorry drivers", "Chaman", "PK", "2025-03-12", None),
        ("IMPERIAL BEACH, Calif. - Surfers of", "Imperial Beach", "US", None, None),
        ("Washington, D.C. - The", "Washington", "US", None, None),
        ("ATHENS/SKOPJE - Greece and", "Athens/Skopje", "GR", None, None),
        ("Jakarta - The Minister", "Jakarta", "ID", None, None),
        ("MERU - Growers in", "Meru", None, None, None),
        ("ISLAMABAD: The Foreign Office", "Islamabad", "PK", None, None),
        ("N'DJAMENA, Feb 20 - Chad", "N'Djamena", "TD", "2025-02-20", None),
        ("SÃO PAULO - When", "São Paulo", "BR", None, None),
        ("St. Petersburg, June 5 - The", "St. Petersburg", "RU", "2025-06-05", None),
        ("PORT OF SPAIN, June 14 - Sailors of", "Port of Spain", "TT", "2025-06-14", None),
        ("WASHINGTON, Dec 30 - The year", "Washington", "US", "2024-12-30", None),
        ("SEOUL, Feb 29 - The leap day", "Seoul", "KR", "2024-02-29", None),
        ("  ANKARA, June 1 - After spaces", "Ankara", "TR", "2025-06-01", None),
        ("KYIV, June 1 (Some Agency) - An agency that is not known", "Kyiv", "UA", "2025-06-01", None),
    ],
)
def test_datelines(text: str, place: str, country: str | None, date: str | None, agency: str | None) -> None:
    head = parse_dateline(text, NEAR)
    assert head is not None
    found = head.dateline
    assert (found.place, found.country, found.date and found.date.isoformat()) == (place, country, date)
    assert (head.agency and head.agency.id) == agency


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The mayors of two towns will have lunch in Rosario on Friday, 9 June",
        "Washington and Havana will restore ties",
        "Washington said on May 28 - and not before - that",
        "In Paris, May 28 was a day of strikes",
        "Paris, May 28 was a day of strikes",
        "Radio: Rain is on its way to Lima",
        "PTI: When will the talks be held",
        "QUESTION: There are still voices",
        "QUESTION - Is there a date?",
        "Friday, 4 April: exams in the schools",
        "21-22 October: Thailand and Cambodia",
        "09:15 Coffee, a queue",
        "EXCLUSIVE - The plan",
        "From our staff, after agencies",
        "MR PRICE: Good afternoon",
        "Ned Price, Department Spokesperson\n\nMR PRICE",
        "ABUJA, Feb 30 - No such day",
        "May 28 (Reuters) - No place",
        "(Reuters) - No place",
        "London Bridge - a song",
        "ECOWAS has barred the members",
    ],
)
def test_no_dateline(text: str) -> None:
    assert parse_dateline(text, NEAR) is None
