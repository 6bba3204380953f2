"""Who may call the API. A key is shown once; its hash is kept."""

import datetime
from dataclasses import dataclass
from typing import Any

import uuid_utils
from sqlalchemy import Connection, Row, insert, select, update

from services.alerts.tables import api_keys
from services.runtime.api_keys import hash_key, make_key


@dataclass(frozen=True)
class Caller:
    owner: str
    operator: bool


def create(connection: Connection, owner: str, *, operator: bool, now: datetime.datetime) -> str:
    """The key."""
    key = make_key()
    values = {"id": str(uuid_utils.uuid7()), "owner": owner, "hash": hash_key(key), "operator": operator, "created_at": now}
    connection.execute(insert(api_keys).values(values))
    return key


def caller(connection: Connection, key: str) -> Caller | None:
    query = select(api_keys.c.owner, api_keys.c.operator).where(api_keys.c.hash == hash_key(key), api_keys.c.revoked_at.is_(None))
    row = connection.execute(query).one_or_none()
    return Caller(row.owner, row.operator) if row else None


def list_all(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(api_keys).order_by(api_keys.c.created_at)))


def revoke(connection: Connection, key_id: str, *, now: datetime.datetime) -> bool:
    """Whether there was such a key to revoke."""
    query = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)).values(revoked_at=now)
    return connection.execute(query).rowcount > 0
