"""What each command does; the answer is the exit status."""

import argparse
import sys

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
    engine = database.open_engine(settings.database_url)
    database.migrate(engine)
    engine.dispose()
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
    print(keys.create(database.open_engine(settings.database_url), arguments.name, now()))
    return 0


def list_keys(settings: IngestSettings, _arguments: argparse.Namespace) -> int:
    for key in keys.listed(database.open_engine(settings.database_url)):
        revoked = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "in use"
        print(f"{key.id}\t{key.name}\tmade {key.created_at:%Y-%m-%d %H:%M}\t{revoked}")
    return 0


def revoke_key(settings: IngestSettings, arguments: argparse.Namespace) -> int:
    if keys.revoke(database.open_engine(settings.database_url), arguments.number, now()):
        return 0
    print(f"no key {arguments.number} in use", file=sys.stderr)
    return 1
