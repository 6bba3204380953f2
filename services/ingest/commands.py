"""What each command does; the answer is the exit status."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from services.ingest import database, import_files, keys
from services.ingest.feeds import poll as feeds
from services.ingest.serve import now
from services.ingest.serve import serve as run_server
from services.ingest.settings import IngestSettings
from services.ingest.submission import SubmittedSource
from services.runtime import logs


def serve(settings: IngestSettings, _arguments: argparse.Namespace) -> int:
    return run_server(settings)


def migrate(settings: IngestSettings, _arguments: argparse.Namespace) -> int:
    with _engine(settings) as engine:
        database.migrate(engine)
    return 0


def import_paths(settings: IngestSettings, arguments: argparse.Namespace) -> int:
    # What goes wrong is said in the summary; a log would tear the progress bar.
    logs.configure("ingest", as_json=settings.log_json, level="CRITICAL")
    source = SubmittedSource(id=arguments.source, name=arguments.source_name, kind=arguments.source_kind) if arguments.source else None
    return import_files.run(settings, import_files.Import(arguments.paths, source, arguments.backfill), now)


def poll(settings: IngestSettings, arguments: argparse.Namespace) -> int:
    logs.configure("ingest", as_json=settings.log_json, level=settings.log_level)
    return feeds.run(settings, arguments.catalogue, now, once=arguments.once)


def create_key(settings: IngestSettings, arguments: argparse.Namespace) -> int:
    with _ready(settings) as engine:
        others = [str(key.id) for key in keys.listed(engine) if key.name == arguments.name and not key.revoked_at]
        print(keys.create(engine, arguments.name, now()))
    if others:
        print(f"{arguments.name} has other keys in use, until they are revoked: {', '.join(others)}", file=sys.stderr)
    return 0


def list_keys(settings: IngestSettings, _arguments: argparse.Namespace) -> int:
    with _ready(settings) as engine:
        for key in keys.listed(engine):
            revoked = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "in use"
            print(f"{key.id}\t{key.name}\tmade {key.created_at:%Y-%m-%d %H:%M}\t{revoked}")
    return 0


def revoke_key(settings: IngestSettings, arguments: argparse.Namespace) -> int:
    with _ready(settings) as engine:
        if keys.revoke(engine, arguments.number, now()):
            return 0
    print(f"no key {arguments.number} in use", file=sys.stderr)
    return 1


@contextmanager
def _engine(settings: IngestSettings) -> Iterator[Engine]:
    engine = database.open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _ready(settings: IngestSettings) -> Iterator[Engine]:
    """Raises WrongSchema, and what SQLAlchemy raises where the database is away."""
    with _engine(settings) as engine:
        database.require(engine)
        yield engine
