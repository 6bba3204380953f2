"""python -m services.enricher tag: items as JSON lines in, EnrichedItem JSON lines out; or one text, printed for people."""

import argparse
import datetime
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from schemas import codec
from schemas.enriched_item import EnrichedItem
from schemas.news_item import NewsItem
from schemas.topic_table import NEWS_ENRICHED
from services.enricher.enrich import enrich
from services.enricher.given import GivenError, item_of, item_of_text
from services.enricher.printed import printed


def main() -> int:
    args = _parser().parse_args()
    now = datetime.datetime.now(datetime.UTC)
    if args.text is not None:
        printed(enrich(item_of_text(args.text, args.published or now.date()), now=now))
        return 0

    def enriched(item: NewsItem) -> EnrichedItem:
        return enrich(item, now=now)

    failed = 0
    for name, lines in _opened(args.files):
        failed += tag_lines(lines, enriched, sys.stdout.buffer, sys.stderr, name=name)
    return 1 if failed else 0


def tag_lines(lines: Iterable[bytes], tag: Callable[[NewsItem], EnrichedItem], out: BinaryIO, errors: TextIO, *, name: str) -> int:
    """Writes a line for each good line, in order and at once; answers how many were bad."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = item_of(line)
        except GivenError as error:
            failed += 1
            print(f"{name}:{number}: {error.field or 'item'}: {error.rule}", file=errors, flush=True)
            continue
        out.write(codec.encode(NEWS_ENRICHED, tag(item)) + b"\n")
        out.flush()
    return failed


def _opened(files: list[Path]) -> Iterator[tuple[str, Iterable[bytes]]]:
    if not files:
        yield "stdin", sys.stdin.buffer
    for path in files:
        with path.open("rb") as lines:
            yield str(path), lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Tags items given as JSON lines (standard input by default), or one text.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--text", help="a text to tag and print")
    parser.add_argument("--published", type=datetime.date.fromisoformat, metavar="DATE", help="the day of --text (default: today)")
    return parser
