"""Items taken in on a real PostgreSQL: states, changes, the outbox, and who is told what, once."""

import datetime
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from schemas.enriched_item import EnrichedItem
from schemas.topic_table import DIPLOMACY_CHANGES, DIPLOMACY_EVENTS
from services.alerts import database, subscriptions
from services.alerts.calendar.arrive import keys_for
from services.alerts.match import clock, notify, store
from services.alerts.match.take import Taken, take
from services.alerts.subscriptions import ActiveSubscriptions, Filter, Subscription
from services.alerts.tables import changes, claims, events, items, notifications, outbox
from tests.alerts.news import NOW, TRACEPARENT, announced, dated, day, enriched, mention, subscription

LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


def took(engine: Engine, item: EnrichedItem, known: ActiveSubscriptions | None = None) -> Taken:
    return take(engine, known or ActiveSubscriptions(), item, traceparent=TRACEPARENT, clock=lambda: LATER)


def add(engine: Engine, *wanted: Subscription) -> None:
    with engine.begin() as connection:
        for one in wanted:
            subscriptions.add(connection, one)


def notices(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [
            json.loads(payload) for payload in connection.execute(select(notifications.c.payload).order_by(notifications.c.id)).scalars()
        ]


def count(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_story_is_announced_dated_and_moved_and_told_with_its_sentences(engine: Engine) -> None:
    add(engine, subscription(id="s", name="Kenya and Peru"))
    kinds = [took(engine, item).kinds for item in (announced(), dated("2026-05-04", hours=1), dated("2026-06-08", hours=2))]
    assert kinds == [("announced",), ("confirmed", "dated"), ("rescheduled",)]
    first, second, third = notices(engine)
    assert [notice["kinds"] for notice in (first, second, third)] == [list(kind) for kind in kinds]
    assert first["before"] is None
    assert second["sentences"][0] == "The Kenya-Peru Trade Dialogue will be held on 2026-05-04."
    assert third["before"]["when"]["start"] == "2026-05-04"
    assert third["event"]["when"]["start"] == "2026-06-08"
    assert third["subscriptions"] == [{"id": "s", "name": "Kenya and Peru"}]
    assert third["trace_id"] == TRACEPARENT.split("-")[1]
    assert third["item"]["url"].startswith("https://news.example.org/")


def test_states_and_changes_leave_in_order_of_revision_with_the_items_trace(engine: Engine) -> None:
    for item in (announced(), dated("2026-05-04", hours=1), dated("2026-06-08", hours=2)):
        took(engine, item)
    with engine.connect() as connection:
        rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
    for topic in (DIPLOMACY_EVENTS, DIPLOMACY_CHANGES):
        mine = [row for row in rows if row.topic == topic.name]
        assert [json.loads(row.value)["revision"] for row in mine] == [1, 2, 3]
        assert {row.key for row in mine} == {json.loads(rows[0].value)["event_id"].encode()}
        assert all(TRACEPARENT[:36] in dict(row.headers)["traceparent"] for row in mine)


def test_the_same_version_again_changes_nothing(engine: Engine) -> None:
    add(engine, subscription())
    item = dated()
    assert [took(engine, item).reason for _ in range(3)] == ["taken", "known", "known"]
    assert (count(engine, changes), count(engine, notifications), count(engine, claims)) == (1, 1, 1)


def test_an_older_version_that_comes_late_does_not_replace_a_newer_one(engine: Engine) -> None:
    newer, older = dated("2026-06-08", id="a", version="v2", hours=5), dated("2026-05-04", id="a", version="v1", hours=1)
    assert [took(engine, item).reason for item in (newer, older)] == ["taken", "superseded"]
    with engine.connect() as connection:
        assert connection.execute(select(items.c.version)).scalar_one() == "v2"
        assert connection.execute(select(events.c.starts)).scalar_one() == datetime.date(2026, 6, 8)


def test_a_newer_version_replaces_the_claims_of_the_older(engine: Engine) -> None:
    took(engine, dated("2026-05-04", id="a", version="v1", hours=1))
    assert took(engine, dated("2026-06-08", id="a", version="v2", hours=5)).kinds == ("rescheduled",)
    assert count(engine, events) == 1


def test_an_owner_is_told_once_however_many_subscriptions_match(engine: Engine) -> None:
    hook = {"channel": "webhook", "secret": "whsec_AAAA"}
    add(
        engine,
        subscription(id="1"),
        subscription(id="2", filter=Filter(topics=("trade",))),
        subscription(id="3", url="https://one.example.org/", **hook),
        subscription(id="4", url="https://one.example.org/", **hook),
        subscription(id="5", url="https://two.example.org/", **hook),
        subscription(id="6", owner="bea"),
        subscription(id="7", owner="bea", paused=True),
        subscription(id="8", owner="cem", filter=Filter(countries=("FR",))),
    )
    took(engine, dated())
    with engine.connect() as connection:
        rows = connection.execute(select(notifications)).all()
    told = {(row.owner, row.channel, row.target): row.subscription_ids for row in rows}
    assert told == {
        ("ada", "stream", ""): ["1", "2"],
        ("ada", "webhook", "https://one.example.org/"): ["3", "4"],
        ("ada", "webhook", "https://two.example.org/"): ["5"],
        ("bea", "stream", ""): ["6"],
    }


def test_a_backfill_fills_the_calendar_and_tells_nobody(engine: Engine) -> None:
    add(engine, subscription(wants=("changes", "items")))
    assert took(engine, dated(origin="backfill")).kinds == ("announced",)
    assert (count(engine, notifications), count(engine, changes), count(engine, items)) == (0, 1, 1)


def test_near_copies_are_one_story(engine: Engine) -> None:
    add(engine, subscription(wants=("items",)))
    for number, fingerprint in enumerate(("00ff00ff00ff00ff", "00ff00ff00ff00fe", "10ff01ff00ff04ff", "ffffffff00000000")):
        took(engine, dated(fingerprint=fingerprint, hours=number))
    assert [notice["type"] for notice in notices(engine)] == ["item.matched", "item.matched"]


def test_a_subscription_counts_from_the_moment_it_is_committed(engine: Engine) -> None:
    known = ActiveSubscriptions()
    took(engine, announced(), known)
    add(engine, subscription(id="s"))
    assert took(engine, dated(hours=1), known).notified == 1
    with engine.begin() as connection:
        assert subscriptions.remove(connection, "ada", "s")
    assert took(engine, dated("2026-06-08", hours=2), known).notified == 0


def test_two_matchers_on_one_event_make_one_event_and_tell_once(engine: Engine) -> None:
    add(engine, subscription())
    reports = [announced(hours=n / 100) for n in range(20)] + [dated(hours=1 + n / 100) for n in range(20)]
    ready = threading.Barrier(4)

    def work(mine: list[EnrichedItem]) -> None:
        known = ActiveSubscriptions()
        ready.wait()
        for item in mine:
            took(engine, item, known)

    with ThreadPoolExecutor(4) as pool:
        # Each report twice, on two matchers at once, as after a rebalance.
        list(pool.map(work, [reports[::2], reports[::2], reports[1::2], reports[1::2]]))
    told = [kind for notice in notices(engine) for kind in notice["kinds"]]
    assert (count(engine, events), count(engine, items), count(engine, claims)) == (1, 40, 40)
    assert sorted(told) == sorted(set(told))
    with engine.connect() as connection:
        revisions = list(connection.execute(select(changes.c.revision).order_by(changes.c.sequence)).scalars())
    assert revisions == sorted(set(revisions))


def test_items_that_share_an_event_and_no_key_wait_for_each_other(engine: Engine) -> None:
    when, name = day("2026-05-04"), "Lima Trade Dialogue"
    took(engine, enriched(mention("All four will meet.", countries=("KE", "PE", "FR", "UY"), name=name, when=when)))
    one, other = (enriched(mention("Two will meet.", countries=pair, name=name, when=when)) for pair in (("KE", "PE"), ("FR", "UY")))
    assert keys_for(one).isdisjoint(keys_for(other))
    with engine.connect() as connection:
        event_id = connection.execute(select(events.c.event_id)).scalar_one()
    with ThreadPoolExecutor(2) as pool:
        with engine.begin() as connection:
            database.lock_all(connection, [store.event_number(event_id)])
            waiting = [pool.submit(took, engine, item) for item in (one, other)]
            with pytest.raises(TimeoutError):
                next(as_completed(waiting, timeout=0.5))
        assert [taken.result(timeout=10).reason for taken in waiting] == ["taken", "taken"]
    with engine.connect() as connection:
        assert json.loads(connection.execute(select(events.c.state)).scalar_one())["sources"] == 3


def test_time_alone_makes_an_event_lapse_once(engine: Engine) -> None:
    add(engine, subscription())
    took(engine, dated("2026-03-10"))
    known, due = ActiveSubscriptions(), datetime.datetime(2026, 3, 18, tzinfo=datetime.UTC)
    assert clock.pass_time(engine, known, now=due - datetime.timedelta(seconds=1)) == 0
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: clock.pass_time(engine, known, now=due), range(2))) == 1
    assert [notice["kinds"] for notice in notices(engine)] == [["announced"], ["lapsed"]]
    assert notices(engine)[1]["item"] is None


def test_topics_of_earlier_items_count_for_later_changes(engine: Engine) -> None:
    add(engine, subscription(filter=Filter(topics=("energy",))))
    took(engine, announced(topics=("energy",)))
    assert took(engine, dated(hours=1, topics=())).notified == 1


def test_ids_become_visible_in_order_so_that_a_stream_misses_none(engine: Engine) -> None:
    row = {
        **dict.fromkeys(("owner", "channel", "target", "thread"), "x"),
        **{"subscription_ids": [], "payload": b"{}", "traceparent": "", "created_at": NOW, "status": "streamed"},
    }
    waiting = threading.Event()

    def second() -> None:
        with engine.begin() as connection:
            waiting.set()
            notify.store(connection, [{**row, "message_id": "2", "subject": "2"}])

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            notify.store(connection, [{**row, "message_id": "1", "subject": "1"}])
            later = pool.submit(second)
            waiting.wait()
            with pytest.raises(TimeoutError):
                later.result(timeout=0.5)
        later.result(timeout=10)
    assert count(engine, notifications) == 2


def test_events_of_other_parties_stay_apart(engine: Engine) -> None:
    took(engine, dated())
    took(engine, enriched(mention("Fiji and Chad will hold a dialogue.", countries=("FJ", "TD"), name=None)))
    assert count(engine, events) == 2
