"""`import`: files through the same path as HTTP, with a progress bar, a summary, and an exit status."""

import datetime
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from schemas.news_item import NewsItem
from services.ingest import database
from services.ingest.bodies import BATCH_ITEMS
from services.ingest.documents import Document, find, read
from services.ingest.item import make_item, receive_again
from services.ingest.link import publishing
from services.ingest.outcome import RESULTS, Entry, Outcome
from services.ingest.publish import Begun, Publisher
from services.ingest.settings import IngestSettings
from services.ingest.submission import Refused, SubmittedSource
from services.runtime import process
from services.runtime.trace import continue_trace

REACH_SECONDS = 10
# Nobody waits for an answer to a file, so Kafka may take its time.
ACKNOWLEDGEMENT_SECONDS = 30
REJECTIONS_TOLD = 100
# What a shell gives for a command that Ctrl-C ended.
STOPPED = 130


@dataclass(frozen=True)
class Import:
    """What the command line says."""

    paths: list[Path]
    source: SubmittedSource | None
    backfill: bool


@dataclass
class Summary:
    """`rejections` are the first of them, `further` how many more there were."""

    counts: Counter[str] = field(default_factory=Counter)
    rejections: list[str] = field(default_factory=list)
    further: int = 0

    def add(self, document: Document, outcome: Outcome) -> None:
        self.counts[outcome.outcome] += 1
        place = f"{document.path}:{document.line}" if document.line else str(document.path)
        left = REJECTIONS_TOLD - len(self.rejections)
        self.rejections += [f"{place}: {error.field or 'item'}: {error.rule}" for error in outcome.errors[:left]]
        self.further += len(outcome.errors[left:])

    def __str__(self) -> str:
        return ", ".join(f"{self.counts[result]} {result}" for result in RESULTS if result != "unconfirmed" or self.counts[result])


def run(settings: IngestSettings, wanted: Import, clock: Callable[[], datetime.datetime]) -> int:
    """0 if every item is in Kafka, else 1; 130 if a signal stopped it between two items. Raises WrongSchema."""
    stop = process.stop_on_signals()
    try:
        files = find(wanted.paths)
    except FileNotFoundError as error:
        print(f"{error}: there is no such file", file=sys.stderr)
        return 1
    engine = database.open_engine(settings.database_url)
    database.require(engine)
    with publishing(settings, engine, clock) as (publisher, link):
        if not link.in_reach(REACH_SECONDS, stop) and not stop.is_set():
            print(f"Kafka at {settings.kafka_bootstrap} does not answer", file=sys.stderr)
            return 1
        documents = _documents(files, wanted.source, clock().date())
        summary = _publish(publisher, takewhile(lambda _: not stop.is_set(), documents), wanted, clock)
        documents.close()
    engine.dispose()
    for rejection in summary.rejections:
        print(rejection, file=sys.stderr)
    if summary.further:
        print(f"and {summary.further} more", file=sys.stderr)
    if summary.counts["unconfirmed"]:
        print("Kafka or the database went away; import the same once more, nothing is taken twice", file=sys.stderr)
    print(summary)
    if stop.is_set():
        print("stopped; import the same once more, nothing is taken twice", file=sys.stderr)
        return STOPPED
    return 1 if summary.counts["rejected"] or summary.counts["unconfirmed"] else 0


def _documents(files: list[Path], source: SubmittedSource | None, today: datetime.date) -> Generator[Document, None, None]:
    """With a progress bar on a terminal."""
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("KiB"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        done_bytes = 0
        bar = progress.add_task("", total=sum(file.stat().st_size for file in files) // 1024)
        for file in files:
            for document in read(file, source, today):
                yield document
                progress.update(bar, completed=(done_bytes + document.end_byte) // 1024)
            done_bytes += file.stat().st_size


def _publish(publisher: Publisher, documents: Iterator[Document], wanted: Import, clock: Callable[[], datetime.datetime]) -> Summary:
    """Each batch is sent before the one before it is waited for; the first that Kafka does not take is the last."""
    summary, seen = Summary(), set[tuple[str, str]]()
    under_way: tuple[list[Document], Begun] | None = None
    while not summary.counts["unconfirmed"] and (batch := list(islice(documents, BATCH_ITEMS))):
        begun = publisher.begin([_entry(document, wanted, clock()) for document in batch], seen)
        _finish(publisher, under_way, summary)
        under_way = batch, begun
    _finish(publisher, under_way, summary)
    return summary


def _finish(publisher: Publisher, under_way: tuple[list[Document], Begun] | None, summary: Summary) -> None:
    if under_way:
        batch, begun = under_way
        for document, outcome in zip(batch, publisher.finish(begun, time.monotonic() + ACKNOWLEDGEMENT_SECONDS, "import"), strict=True):
            summary.add(document, outcome)


def _entry(document: Document, wanted: Import, now: datetime.datetime) -> Entry | Outcome:
    content = document.content
    try:
        if isinstance(content, Refused):
            raise content
        item = receive_again(content, now) if isinstance(content, NewsItem) else make_item(content, now)
    except Refused as refused:
        return Outcome("rejected", errors=tuple(refused.errors))
    return Entry(msgspec.structs.replace(item, origin="backfill") if wanted.backfill else item, continue_trace(None))
