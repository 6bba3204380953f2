"""What each command does; the answer is the exit status."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine

from services.alerts import database, keys
from services.alerts.calendar import replay
from services.alerts.prune import LEAST_DAYS
from services.alerts.prune import prune as forget
from services.alerts.serve import ROLES, now
from services.alerts.serve import serve as run_roles
from services.alerts.settings import AlertsSettings
from services.runtime.settings import load


def roles(text: str) -> Sequence[str]:
    """An argument's type: names with commas between."""
    given = [name.strip() for name in text.split(",")]
    if unknown := set(given) - set(ROLES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not among {', '.join(ROLES)}")
    return given


def days(text: str) -> int:
    """An argument's type: as long as Kafka may still repeat an item, or longer."""
    if not text.isdecimal() or int(text) < LEAST_DAYS:
        raise argparse.ArgumentTypeError(
            f"must be {LEAST_DAYS} or more: what is younger may come once more from Kafka, and would be told again"
        )
    return int(text)


def serve(arguments: argparse.Namespace) -> int:
    return run_roles(load(AlertsSettings), arguments.roles)


def migrate(_arguments: argparse.Namespace) -> int:
    with _engine() as engine:
        database.migrate(engine)
    return 0


def create_key(arguments: argparse.Namespace) -> int:
    with _ready() as engine, engine.begin() as connection:
        others = [key.id for key in keys.list_all(connection) if key.owner == arguments.owner and not key.revoked_at]
        print(keys.create(connection, arguments.owner, operator=arguments.operator, now=now()))
    if others:
        print(f"{arguments.owner} has other keys in use, until they are revoked: {', '.join(others)}", file=sys.stderr)
    return 0


def list_keys(_arguments: argparse.Namespace) -> int:
    with _ready() as engine, engine.connect() as connection:
        for key in keys.list_all(connection):
            revoked = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "in use"
            print(f"{key.id}\t{key.owner}\t{'operator' if key.operator else 'owner'}\tmade {key.created_at:%Y-%m-%d %H:%M}\t{revoked}")
    return 0


def revoke_key(arguments: argparse.Namespace) -> int:
    with _ready() as engine, engine.begin() as connection:
        if keys.revoke(connection, arguments.id, now=now()):
            return 0
    print(f"no key {arguments.id} in use", file=sys.stderr)
    return 1


def prune(arguments: argparse.Namespace) -> int:
    with _ready() as engine:
        notifications, items = forget(engine, older_than_days=arguments.older_than_days, now=now())
    print(f"{notifications} notifications, {items} items")
    return 0


def replay_calendar(arguments: argparse.Namespace) -> int:
    return replay.run(arguments.until, sys.stdin.buffer, sys.stdout.buffer)


@contextmanager
def _engine() -> Iterator[Engine]:
    engine = database.open_engine(load(AlertsSettings).database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _ready() -> Iterator[Engine]:
    """Raises WrongSchema, and what SQLAlchemy raises where the database is away."""
    with _engine() as engine:
        database.require(engine)
        yield engine
