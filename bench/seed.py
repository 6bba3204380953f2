"""A real article through all three services, and made-up follow-ups to it: what must come of them."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.parts import parts
from deploy.trial.chain import Chain, running
from deploy.trial.children import wait_until

FOLLOW_UPS = Path(__file__).with_name("seed_follow_ups.yaml")
OFFICIALS = {
    ("Vikram Misri", "Foreign Secretary", "IN"),
    ("Jeffrey Kessler", "Under Secretary", "US"),
    ("Narendra Modi", "Prime Minister", "IN"),
    ("Donald Trump", "President", "US"),
    ("S. Jaishankar", "External Affairs Minister", "IN"),
}
TOPICS = {"trade.dialogue", "technology.critical-emerging"}
COPIES = 10
SECONDS = 60


def check_seed(article: Path) -> list[str]:
    """Runs the whole system on a Kafka and a database of its own, and says what did not come out as it must."""
    with parts() as here, running(here.folder, kafka=here.kafka, database=here.database) as chain:
        return list(failures(chain, article))


def failures(chain: Chain, article: Path) -> Iterator[str]:
    subscribe(chain)
    chain.command("ingest", "import", str(article))
    wait_until(lambda: len(items(chain)) == 1, SECONDS)
    chain.command("ingest", "import", str(article))
    yield from wrong_tags(chain)
    follow_ups = yaml.safe_load(FOLLOW_UPS.read_text(encoding="utf-8"))
    wait_until(lambda: len(alerts(chain)) >= 1, SECONDS)
    dated, moved = follow_ups["dated"], follow_ups["moved"]
    for item in [dated, *copies(dated), moved]:
        status, answer = chain.post({**item, "published_at": str(item["published_at"])})
        if status != 202:
            yield f"{item['native_id']} was answered {status}: {answer}"
    wait_until(lambda: len(items(chain)) == COPIES + 3, SECONDS)
    if len(items(chain)) != COPIES + 3:
        yield f"{len(items(chain))} items, not {COPIES + 3}: the article imported twice must be one"
    yield from wrong_alerts(alerts(chain))


def subscribe(chain: Chain) -> None:
    wanted = {"all_countries": ["IN", "US"], "event_types": ["dialogue"]}
    status, answer = chain.ask("POST", "/v1/subscriptions", {"name": "India-US dialogues", "filter": wanted, "channel": "stream"})
    if status != 201:
        raise RuntimeError(f"not subscribed: {status} {answer}")


def items(chain: Chain) -> list[Any]:
    return list(chain.ask("GET", "/v1/items?limit=50")[1]["items"])


def alerts(chain: Chain) -> list[Any]:
    """Oldest first."""
    found = chain.ask("GET", "/v1/notifications?limit=50")[1]["notifications"]
    return [one["notice"] for one in reversed(found)]


def wrong_tags(chain: Chain) -> Iterator[str]:
    found = items(chain)
    if not found:
        yield "the article did not arrive"
        return
    _, enriched = chain.ask("GET", f"/v1/items/{found[0]['item']['id']}")
    countries = {tag["code"]: tag["salience"] >= 0.5 for tag in enriched["countries"]}
    if countries != {"IN": True, "US": True, "PK": False}:
        yield f"countries {countries}"
    officials = {(tag["name"], tag["title"], tag["country"]) for tag in enriched["officials"]}
    if officials != OFFICIALS:
        yield f"officials: missed {sorted(OFFICIALS - officials)}, made up {sorted(officials - OFFICIALS, key=str)}"
    if missed := TOPICS - {tag["id"] for tag in enriched["topics"]}:
        yield f"topics: missed {sorted(missed)}"
    yield from wrong_events(enriched["events"])


def wrong_events(events: list[Mapping[str, Any]]) -> Iterator[str]:
    dialogues = [e for e in events if e["type"] == "dialogue" and set(e["countries"]) == {"IN", "US"}]
    if [(e["status"], e["when"]) for e in dialogues] != [("proposed", None)]:
        yield f"the India-US Strategic Trade Dialogue: {dialogues}"
    if not any("Strategic Trade Dialogue" in (e["name"] or "") for e in dialogues):
        yield "the dialogue has no name"
    met = [e for e in events if e["type"] == "meeting" and {"Vikram Misri", "Jeffrey Kessler"} <= set(e["officials"])]
    day = "2025-05-28"
    if [(e["status"], e["place"], e["when"] and (e["when"]["start"], e["when"]["end"])) for e in met] != [
        ("held", "Washington", (day, day))
    ]:
        yield f"the meeting of Misri and Kessler: {met}"


def wrong_alerts(told: list[Mapping[str, Any]]) -> Iterator[str]:
    if len(told) != 3:
        yield f"{len(told)} alerts, not three: {[one['kinds'] for one in told]}"
        return
    announced, dated, moved = told
    if announced["kinds"] != ["announced"] or "dated" not in dated["kinds"] or moved["kinds"] != ["rescheduled"]:
        yield f"kinds {[one['kinds'] for one in told]}"
    days = (moved["before"]["when"]["start"], moved["event"]["when"]["start"])
    if days != ("2025-07-21", "2025-07-28"):
        yield f"moved from {days[0]} to {days[1]}"
    for one, words in zip(told, ("Strategic Trade Dialogue", "July 21", "July 28"), strict=True):
        if not any(words in sentence for sentence in one["sentences"]):
            yield f"{one['kinds']}: no sentence with {words!r} in {one['sentences']}"


def copies(original: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lightly edited, under other addresses of other outlets."""
    at = original["published_at"]
    openings = ("By our correspondent. ", "With agency inputs. ", "From our bureau. ", "")
    return [
        {
            **original,
            "source": {"id": f"sample-daily-{n}", "name": f"Sample Daily {n} (written for Demarche)", "kind": "media"},
            "native_id": f"copy-{n}",
            "url": f"https://daily-{n}.example/story",
            "published_at": (at + datetime.timedelta(minutes=5 * n + 5)).isoformat(),
            "body": openings[n % 4] + original["body"].replace("announced", "said" if n % 2 else "announced"),
        }
        for n in range(COPIES)
    ]
