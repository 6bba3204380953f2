"""`python -m services.alerts`: serve, api, match, deliver, migrate, keys, prune, calendar."""

import argparse
import sys
from collections.abc import Sequence

from services.alerts import commands
from services.alerts.calendar import replay
from services.alerts.prune import LEAST_DAYS
from services.alerts.serve import ROLES
from services.runtime.database import told_in_a_line


def main(words: Sequence[str] | None = None) -> int:
    """Those of the command line, unless `words` are given."""
    arguments = parser().parse_args(words)
    return told_in_a_line(lambda: int(arguments.run(arguments)))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.alerts", description="The calendar, subscriptions and delivery.")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = verbs.add_parser("serve", help="run all roles in one process, or some of them")
    serve.add_argument("--roles", type=commands.roles, default=ROLES, help=f"of {','.join(ROLES)}")
    serve.set_defaults(run=commands.serve)
    for role in ROLES:
        verbs.add_parser(role, help=f"run the role {role} alone").set_defaults(run=commands.serve, roles=(role,))
    verbs.add_parser("migrate", help="bring the database's schema up to date").set_defaults(run=commands.migrate)
    _add_keys(verbs.add_parser("keys", help="make, list and revoke API keys"))
    pruned = verbs.add_parser("prune", help="forget settled notifications, and items whose events are over")
    pruned.add_argument("--older-than-days", type=commands.days, required=True, metavar="N", help=f"at least {LEAST_DAYS}")
    pruned.set_defaults(run=commands.prune)
    calendar = verbs.add_parser("calendar", help="the calendar alone").add_subparsers(required=True, metavar="ACTION")
    replayed = calendar.add_parser("replay", help="EnrichedItem lines in, EventChange lines out")
    replay.add_arguments(replayed)
    replayed.set_defaults(run=commands.replay_calendar)
    return parser


def _add_keys(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a key and print it, once; others of the same owner stay in use")
    create.add_argument("owner")
    create.add_argument("--operator", action="store_true", help="a key of those who run the system")
    create.set_defaults(run=commands.create_key)
    actions.add_parser("list").set_defaults(run=commands.list_keys)
    revoke = actions.add_parser("revoke")
    revoke.add_argument("id")
    revoke.set_defaults(run=commands.revoke_key)


if __name__ == "__main__":
    sys.exit(main())
