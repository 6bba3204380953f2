"""What alerts forgets, and what it must not, on a real PostgreSQL."""

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, Table, func, insert, select

from schemas.enriched_item import EnrichedItem
from services.alerts import database, subscriptions
from services.alerts.__main__ import main
from services.alerts.match.take import take
from services.alerts.prune import LEAST_DAYS, prune
from services.alerts.subscriptions import ActiveSubscriptions
from services.alerts.tables import attempts, changes, claims, events, items, notifications
from tests.alerts.news import NOW, TRACEPARENT, dated, day, enriched, mention, subscription

DAYS = 40
AFTER = NOW + datetime.timedelta(days=DAYS, hours=1)


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    engine = database.open_engine(fresh_database)
    database.migrate(engine)
    yield engine
    engine.dispose()


def took(engine: Engine, *news: EnrichedItem) -> None:
    """Each at the moment at which it was received."""
    for one in news:
        take(engine, ActiveSubscriptions(), one, traceparent=TRACEPARENT, clock=partial(getattr, one.item, "received_at"))


def forget(engine: Engine, **fields: Any) -> tuple[int, int]:
    return prune(engine, older_than_days=DAYS, now=AFTER, **fields)


def left(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def talks(countries: tuple[str, str], **fields: Any) -> EnrichedItem:
    hours = fields.pop("hours", 0)
    return enriched(
        mention(f"{' and '.join(countries)} talk.", countries=countries, name=None, **fields), id="-".join(countries), hours=hours
    )


def test_items_go_once_they_are_old_and_their_events_are_over(engine: Engine) -> None:
    took(
        engine,
        enriched(id="tells-of-none"),
        enriched(id="young", hours=2),
        dated("2026-03-20", id="earlier"),
        dated("2026-09-20", id="later", hours=0.5),
        talks(("NP", "CU"), status="held"),
        talks(("FJ", "TD"), status="cancelled"),
        talks(("MT", "UY"), status="proposed"),
        talks(("EE", "LV"), when=day("2026-03-20")),
    )
    kept = {table: left(engine, table) for table in (claims, events, changes)}
    assert kept[events] == 5
    assert forget(engine, batch=2) == (0, 4)
    with engine.connect() as connection:
        assert set(connection.execute(select(items.c.id)).scalars()) == {"young", "earlier", "later", "MT-UY"}
    assert {table: left(engine, table) for table in kept} == kept
    assert forget(engine) == (0, 0)


def test_notifications_go_once_they_are_old_and_settled(engine: Engine) -> None:
    with engine.begin() as connection:
        subscriptions.add(connection, subscription(channel="stream"))
        subscriptions.add(connection, subscription(channel="webhook", url="https://hooks.example.org/x", secret="whsec_x"))
    took(engine, dated("2026-09-20"), dated("2026-09-21", hours=2))
    assert left(engine, notifications) == 4
    with engine.begin() as connection:
        settled = notifications.c.channel == "webhook"
        ids = list(connection.execute(select(notifications.c.id).where(settled).order_by(notifications.c.id)).scalars())
        tried = {"at": NOW, "outcome": "answered", "status_code": 200, "detail": "", "milliseconds": 1, "number": 1}
        connection.execute(insert(attempts), [{"notification_id": ids[0], **tried}, {"notification_id": ids[1], **tried}])
        connection.execute(notifications.update().where(notifications.c.id == ids[1]).values(status="delivered", finished_at=NOW))
    assert forget(engine, batch=1) == (2, 0)
    with engine.connect() as connection:
        there = {(row.channel, row.status) for row in connection.execute(select(notifications))}
    assert there == {("webhook", "pending"), ("stream", "streamed")}
    assert left(engine, attempts) == 1


def test_the_command_says_what_is_gone_and_keeps_what_kafka_may_repeat(
    engine: Engine, fresh_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh_database)
    long_ago = -24 * 400 * 30
    took(engine, enriched(hours=long_ago))
    for days in (str(LEAST_DAYS - 1), "-1", "some"):
        with pytest.raises(SystemExit):
            main(["prune", "--older-than-days", days])
        assert "31 or more" in capsys.readouterr().err
    assert main(["prune", "--older-than-days", str(LEAST_DAYS)]) == 0
    assert capsys.readouterr().out == "0 notifications, 1 items\n"
