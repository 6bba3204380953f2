"""What a subscriber asks to be told, and where those wishes are kept."""

import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, delete, insert, select, update

from services.alerts.tables import subscription_edits, subscriptions

WANTS = ("changes", "items")
CHANNELS = ("webhook", "stream")


class Filter(Struct, frozen=True, kw_only=True):
    """Every field that is given must match. A list matches if any of its values does; `all_countries` only if all do.

    `officials` are names or gazetteer ids. `from_date` and `until` bound the event's days, inclusively.
    """

    countries: tuple[str, ...] = ()
    all_countries: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    from_date: datetime.date | None = None
    until: datetime.date | None = None


class Subscription(Struct, frozen=True, kw_only=True):
    """`url` and `secret` are the webhook's. `disabled_reason` says why deliveries stopped without the owner's doing."""

    id: str
    owner: str
    name: str
    wants: tuple[str, ...] = ("changes",)
    filter: Filter = Filter()
    channel: str
    url: str | None = None
    secret: str | None = None
    paused: bool = False
    disabled_reason: str | None = None
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @property
    def active(self) -> bool:
        return not self.paused and self.disabled_reason is None


def find(connection: Connection, owner: str) -> list[Subscription]:
    """The owner's, oldest first."""
    query = select(subscriptions).where(subscriptions.c.owner == owner).order_by(subscriptions.c.created_at, subscriptions.c.id)
    return [_subscription(row) for row in connection.execute(query)]


def read(connection: Connection, owner: str, subscription_id: str) -> Subscription | None:
    """None also for one of another owner."""
    query = select(subscriptions).where(subscriptions.c.id == subscription_id, subscriptions.c.owner == owner)
    row = connection.execute(query).one_or_none()
    return _subscription(row) if row else None


def by_ids(connection: Connection, ids: list[str]) -> list[Subscription]:
    return [_subscription(row) for row in connection.execute(select(subscriptions).where(subscriptions.c.id.in_(ids)))]


def add(connection: Connection, subscription: Subscription) -> None:
    connection.execute(insert(subscriptions).values(_row(subscription)))
    _edited(connection)


def replace(connection: Connection, subscription: Subscription) -> None:
    connection.execute(update(subscriptions).where(subscriptions.c.id == subscription.id).values(_row(subscription)))
    _edited(connection)


def remove(connection: Connection, owner: str, subscription_id: str) -> bool:
    query = delete(subscriptions).where(subscriptions.c.id == subscription_id, subscriptions.c.owner == owner)
    gone = connection.execute(query).rowcount > 0
    _edited(connection)
    return gone


def disable(connection: Connection, ids: list[str], reason: str, *, url: str, now: datetime.datetime) -> None:
    """Those that still go to `url`: one that its owner has pointed elsewhere meanwhile stays as it is."""
    values = {"disabled_reason": reason, "updated_at": now}
    connection.execute(update(subscriptions).where(subscriptions.c.id.in_(ids), subscriptions.c.url == url).values(values))
    _edited(connection)


class ActiveSubscriptions:
    """Those that may match, kept between transactions and read again after an edit that the asking transaction can see."""

    def __init__(self) -> None:
        self._edits = -1
        self._known: tuple[Subscription, ...] = ()

    def read(self, connection: Connection) -> tuple[Subscription, ...]:
        edits = connection.execute(select(subscription_edits.c.number)).scalar_one()
        if edits != self._edits:
            query = select(subscriptions).where(subscriptions.c.paused.is_(False), subscriptions.c.disabled_reason.is_(None))
            self._known = tuple(_subscription(row) for row in connection.execute(query.order_by(subscriptions.c.id)))
            self._edits = edits
        return self._known


def _edited(connection: Connection) -> None:
    connection.execute(update(subscription_edits).values(number=subscription_edits.c.number + 1))


def _subscription(row: Row[Any]) -> Subscription:
    return msgspec.convert({field: getattr(row, field) for field in Subscription.__struct_fields__}, Subscription)


def _row(subscription: Subscription) -> dict[str, Any]:
    row = {field: getattr(subscription, field) for field in subscription.__struct_fields__}
    return {**row, "wants": list(subscription.wants), "filter": msgspec.to_builtins(subscription.filter)}
