"""python -m services.enricher: `tag` texts here, or work on the stream."""

import argparse
import importlib
import sys

# Imported when asked for: Faust takes a second to load, which `tag` need not wait for.
COMMANDS = {
    "tag": ("services.enricher.tag", "tag items from files or standard input, or one text"),
    "worker": ("services.enricher.worker", "enrich news.items.v1 into news.enriched.v1"),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m services.enricher", description="Says what news items are about, and which events they tell of."
    )
    parser.add_argument(
        "command", choices=sorted(COMMANDS), help="; ".join(f"{name}: {purpose}" for name, (_, purpose) in COMMANDS.items())
    )
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    module = importlib.import_module(COMMANDS[args.command][0])
    sys.argv = [f"{parser.prog} {args.command}", *args.arguments]
    return int(module.main() or 0)


if __name__ == "__main__":
    sys.exit(main())
