"""`python -m services.ingest`: serve, migrate, import, poll, keys."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from schemas.vocabulary import SOURCE_KINDS
from services.ingest import commands
from services.ingest.settings import IngestSettings
from services.runtime.database import told_in_a_line
from services.runtime.settings import load


def main(words: Sequence[str] | None = None) -> int:
    """Those of the command line, unless `words` are given."""
    arguments = parser().parse_args(words)
    settings = load(IngestSettings)
    return told_in_a_line(lambda: int(arguments.run(settings, arguments)))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m services.ingest", description="Takes news items and publishes each version of each once."
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    verbs.add_parser("serve", help="answer POST /v1/items").set_defaults(run=commands.serve)
    verbs.add_parser("migrate", help="bring the database's schema up to date").set_defaults(run=commands.migrate)
    files = verbs.add_parser("import", help="publish files: plain text, HTML, JSON lines, and folders of them")
    files.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    files.add_argument("--backfill", action="store_true", help="fill the calendar and notify nobody")
    files.add_argument("--source", metavar="ID", help="the source of items that name none, as a line, a page and a dateline may")
    files.add_argument("--source-name", metavar="NAME")
    files.add_argument("--source-kind", choices=SOURCE_KINDS)
    files.set_defaults(run=commands.import_paths)
    feeds = verbs.add_parser("poll", help="publish what is new in the feeds of a catalogue (YAML), on a schedule")
    feeds.add_argument("catalogue", type=Path)
    feeds.add_argument("--once", action="store_true", help="every feed once, now")
    feeds.set_defaults(run=commands.poll)
    keys = verbs.add_parser("keys", help="make, list and revoke API keys").add_subparsers(required=True, metavar="ACTION")
    create = keys.add_parser("create", help="make a key and print it, once; others of the same name stay in use")
    create.add_argument("name")
    create.set_defaults(run=commands.create_key)
    keys.add_parser("list").set_defaults(run=commands.list_keys)
    revoke = keys.add_parser("revoke")
    revoke.add_argument("number", type=int)
    revoke.set_defaults(run=commands.revoke_key)
    return parser


if __name__ == "__main__":
    sys.exit(main())
