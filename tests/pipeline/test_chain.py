"""All three services as processes: an item goes in, a signed webhook comes out, whatever is killed in between."""

import datetime
import signal
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deploy.trial.broker import Broker
from deploy.trial.chain import Chain, running
from deploy.trial.children import wait_until
from tests.pipeline.receiver import Receiver, receiving
from tests.pipeline.stories import CHILE_JAPAN, KENYA_TURKIYE, POLAND_CANADA, VIETNAM_AUSTRALIA, Pair, copies, other_news, story

STORY = [["announced"], ["confirmed", "dated", "placed"], ["rescheduled"]]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def chain(module_broker: Broker, module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with running(tmp_path_factory.mktemp("chain"), kafka=module_broker.bootstrap, database=module_database) as chain:
        yield chain


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def subscribe(chain: Chain, receiver: Receiver) -> Iterator[Callable[[Pair], str]]:
    """Subscribes the demo subscriber's webhook to dialogues of a pair, and answers with its secret; gone after the test."""
    made: list[str] = []

    def subscribe(pair: Pair) -> str:
        wanted = {"all_countries": pair.codes, "event_types": ["dialogue"]}
        status, answer = chain.ask(
            "POST", "/v1/subscriptions", {"name": pair.one, "filter": wanted, "channel": "webhook", "url": receiver.url}
        )
        assert status == 201, answer
        made.append(answer["id"])
        return str(answer["secret"])

    yield subscribe
    for subscription in made:
        chain.ask("DELETE", f"/v1/subscriptions/{subscription}")


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def accepted(answer: tuple[int, Any], count: int) -> list[str]:
    """The ids of the items."""
    assert answer[0] == 202, answer
    assert answer[1]["accepted"] == count, answer
    return [item["id"] for item in answer[1]["items"]]


def kinds(notices: list[Any]) -> list[list[str]]:
    return [notice["kinds"] for notice in notices]


def test_a_story_with_ten_copies_gives_three_signed_alerts_each_with_its_sentence(
    chain: Chain, receiver: Receiver, subscribe: Callable[[Pair], str]
) -> None:
    secret, told = subscribe(KENYA_TURKIYE), story(uuid.uuid4().hex, now(), KENYA_TURKIYE)
    accepted(chain.post(told["asked"], traceparent=f"00-{TRACE}-00f067aa0ba902b7-01"), 1)
    receiver.wait_for(1)
    accepted(chain.post(told["dated"]), 1)
    receiver.wait_for(2)
    accepted(chain.post(copies(told["dated"], 10)), 10)
    accepted(chain.post(told["moved"]), 1)
    receiver.wait_for(3)
    asked, dated, moved = receiver.notices(secret)
    assert kinds([asked, dated, moved]) == STORY
    assert (asked["event"]["status"], asked["event"]["when"]) == ("proposed", None)
    assert "early convening" in asked["sentences"][0]
    assert "will be held in Ankara" in dated["sentences"][0]
    assert "has been moved" in moved["sentences"][0]
    start = datetime.date.fromisoformat(moved["before"]["when"]["start"])
    assert moved["event"]["when"]["start"] == (start + datetime.timedelta(days=7)).isoformat()
    assert asked["trace_id"] == TRACE
    assert len({headers["webhook-id"] for headers, _ in receiver.deliveries}) == 3


def test_an_item_posted_twice_is_one_and_an_edit_is_a_new_version(chain: Chain) -> None:
    once = other_news(uuid.uuid4().hex, now(), 1)[0]
    _, first = chain.post(once)
    _, again = chain.post(once)
    _, edited = chain.post({**once, "body": once["body"] + "Pears cost more."})
    results = [answer["items"][0] for answer in (first, again, edited)]
    assert [result["outcome"] for result in results] == ["accepted", "duplicate", "accepted"]
    assert len({result["id"] for result in results}) == 1
    assert results[0]["version"] == results[1]["version"] != results[2]["version"]


@pytest.mark.parametrize(("victim", "pair"), [("ingest", CHILE_JAPAN), ("enricher", VIETNAM_AUSTRALIA), ("alerts", POLAND_CANADA)])
def test_a_kill_loses_nothing_and_tells_nothing_twice(
    chain: Chain, receiver: Receiver, subscribe: Callable[[Pair], str], victim: str, pair: Pair
) -> None:
    secret, run = subscribe(pair), uuid.uuid4().hex
    told, noise = story(run, now(), pair), other_news(run, now(), 300)
    accepted(chain.post(told["asked"]), 1)
    receiver.wait_for(1)
    sent = accepted(chain.post([*noise[:150], told["dated"]]), 151)
    chain.children[victim].stop(signal.SIGKILL)
    chain.restart(victim)
    receiver.wait_for(2, seconds=60)
    sent += accepted(chain.post([told["moved"], *noise[150:]]), 151)
    chain.children[victim].stop(signal.SIGKILL)
    chain.restart(victim)
    receiver.wait_for(3, seconds=60)
    assert wait_until(lambda: have_arrived(chain, sent), 60)
    assert wait_until(lambda: all_delivered(chain), 30)
    assert kinds(receiver.notices(secret)) == STORY


def have_arrived(chain: Chain, items: list[str]) -> bool:
    """Whether each is where readers find it; those that are need not be asked for again."""
    while items and chain.ask("GET", f"/v1/items/{items[-1]}")[0] == 200:
        items.pop()
    return not items


def all_delivered(chain: Chain) -> bool:
    _, answer = chain.ask("GET", "/v1/notifications")
    return all(one["status"] == "delivered" for one in answer["notifications"])


@pytest.mark.parametrize(
    ("port", "metrics"),
    [
        ("ingest_port", ("demarche_http_requests_total", "demarche_newest_work_age_seconds")),
        ("enricher_port", ("demarche_consumer_lag", "demarche_newest_work_age_seconds", "demarche_dead_letters_total")),
        ("alerts_port", ("demarche_consumer_lag", "demarche_http_requests_total", "demarche_newest_work_age_seconds")),
    ],
)
def test_every_service_is_seen_from_outside(chain: Chain, port: str, metrics: tuple[str, ...]) -> None:
    address = f"http://127.0.0.1:{getattr(chain.settings, port)}"
    for path in ("/healthz", "/readyz"):
        assert urllib.request.urlopen(address + path).status == 200
    text = urllib.request.urlopen(address + "/metrics").read().decode()
    for name in metrics:
        assert name in text


def test_the_logs_follow_one_trace_through_the_services(chain: Chain) -> None:
    logs = chain.settings.logs
    for service in ("ingest", "enricher", "alerts"):
        assert TRACE in (logs / f"{service}.log").read_text()
