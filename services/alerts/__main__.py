"""python -m services.alerts: the commands of the alerts service."""

import argparse
import sys

from services.alerts.calendar import replay


def main() -> int:
    args = _parser().parse_args()
    return int(args.run(args))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.alerts", description="The calendar, subscriptions and delivery.")
    commands = parser.add_subparsers(required=True)
    calendar = commands.add_parser("calendar", help="the calendar alone").add_subparsers(required=True)
    replayed = calendar.add_parser("replay", help="EnrichedItem lines in, EventChange lines out")
    replay.add_arguments(replayed)
    replayed.set_defaults(run=lambda args: replay.run(args.until, sys.stdin.buffer, sys.stdout.buffer))
    return parser


if __name__ == "__main__":
    sys.exit(main())
