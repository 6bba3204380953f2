"""API keys: made by a command, shown once, stored as hashes, revoked and kept."""

import datetime
from collections.abc import Sequence

from sqlalchemy import Engine, exists, select, update
from sqlalchemy.orm import Session

from services.ingest.tables import ApiKey
from services.runtime.api_keys import hash_key, make_key


def create(engine: Engine, name: str, now: datetime.datetime) -> str:
    """The key, which nothing can show again."""
    key = make_key()
    with Session(engine) as session, session.begin():
        session.add(ApiKey(name=name, hash=hash_key(key), created_at=now))
    return key


def is_valid(engine: Engine, key: str) -> bool:
    with engine.connect() as connection:
        known = exists().where(ApiKey.hash == hash_key(key), ApiKey.revoked_at.is_(None))
        return bool(connection.execute(select(known)).scalar())


def listed(engine: Engine) -> Sequence[ApiKey]:
    with Session(engine) as session:
        return session.scalars(select(ApiKey).order_by(ApiKey.id)).all()


def revoke(engine: Engine, number: int, now: datetime.datetime) -> bool:
    """False if there is no such key in use."""
    with engine.begin() as connection:
        wanted = update(ApiKey).where(ApiKey.id == number, ApiKey.revoked_at.is_(None)).values(revoked_at=now)
        return connection.execute(wanted).rowcount == 1
