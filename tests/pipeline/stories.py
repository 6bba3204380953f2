"""Sample news of one event, in our own words: it is announced, gets a date, and moves. Not reporting."""

import datetime
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]


def item(name: str, at: datetime.datetime, title: str, body: str, outlet: str = "wire") -> Item:
    return {
        "source": {"id": f"sample-{outlet}", "name": f"Sample {outlet}", "kind": "agency"},
        "native_id": name,
        "url": f"https://{outlet}.example/{name}",
        "title": title,
        "body": body,
        "language": "en",
        "published_at": at.isoformat(),
    }


@dataclass(frozen=True)
class Pair:
    """Two countries, and what a story of their joint commission needs of their names."""

    codes: tuple[str, str]
    one: str
    other: str
    ours: str
    our_capital: str
    their_capital: str
    us: str
    them: str


KENYA_TURKIYE = Pair(("KE", "TR"), "Kenya", "Türkiye", "Kenyan", "Nairobi", "Ankara", "Musalia Mudavadi", "Hakan Fidan")
CHILE_JAPAN = Pair(("CL", "JP"), "Chile", "Japan", "Chilean", "Santiago", "Tokyo", "Alberto van Klaveren", "Takeshi Iwaya")
VIETNAM_AUSTRALIA = Pair(("VN", "AU"), "Vietnam", "Australia", "Vietnamese", "Hanoi", "Canberra", "Bui Thanh Son", "Penny Wong")
POLAND_CANADA = Pair(("PL", "CA"), "Poland", "Canada", "Polish", "Warsaw", "Ottawa", "Radosław Sikorski", "Anita Anand")


def story(run: str, now: datetime.datetime, pair: Pair) -> dict[str, Item]:
    """Keys `asked`, `dated`, `moved`; `run` tells one run's items from another's. The days are some weeks after `now`."""
    start = (now + datetime.timedelta(days=40)).date()
    end, later = start + datetime.timedelta(days=1), start + datetime.timedelta(days=7)
    body = f"{pair.one}-{pair.other} Joint Economic Commission"
    return {
        "asked": item(
            f"{run}-asked",
            now - datetime.timedelta(hours=30),
            f"{pair.one} and {pair.other} discuss early session of joint economic commission",
            f"{pair.our_capital.upper()} - {pair.ours} Foreign Minister {pair.us} and his counterpart from {pair.other}, {pair.them}, discussed "
            f"the early convening of the {body}, the ministry said. No date was named.",
        ),
        "dated": item(
            f"{run}-dated",
            now - datetime.timedelta(hours=20),
            f"{pair.one}, {pair.other} fix date of joint economic commission",
            f"{pair.our_capital.upper()} - The {body} will be held in {pair.their_capital} on {day(start)} and {day(end)}, the {pair.ours} foreign "
            "ministry announced. Trade in tea and machinery is on the agenda.",
        ),
        "moved": item(
            f"{run}-moved",
            now - datetime.timedelta(hours=2),
            f"Joint economic commission of {pair.one} and {pair.other} put back by a week",
            f"{pair.our_capital.upper()} - The {body} has been moved from {day(start)} to {day(later)}, the {pair.ours} foreign ministry said. It did "
            "not say why.",
        ),
    }


def other_news(run: str, now: datetime.datetime, count: int) -> list[Item]:
    """What nobody here has asked for, to keep the chain busy."""
    return [
        item(f"{run}-other-{n}", now, f"Prices in market {n}", f"Traders in market {n} sold apples at {n} a crate on Monday. " * 10)
        for n in range(count)
    ]


def copies(original: Item, count: int) -> list[Item]:
    """Lightly edited, under other addresses of other outlets, a minute apart."""
    at = datetime.datetime.fromisoformat(original["published_at"])
    openings = ("From our bureau: ", "By staff: ", "Report: ", "With agency inputs: ", "")
    return [
        item(
            f"{original['native_id']}-copy-{n}",
            at + datetime.timedelta(minutes=n + 1),
            original["title"].replace("fix", "set") if n % 2 else original["title"],
            openings[n % len(openings)] + original["body"].replace("announced", "has announced"),
            outlet=f"daily-{n}",
        )
        for n in range(count)
    ]


def day(date: datetime.date) -> str:
    return f"{date.day} {date:%B %Y}"
