"""What several measurements share: a Kafka, a database, made-up items, and how a figure is written."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.trial.broker import Broker
from deploy.trial.database import Database, create_database
from services.runtime.topics import declare

LETTERS = "abcdefghiklmnoprstuvw"
PLACES = ["France", "Germany", "Kenya", "Chile", "Japan", "Vietnam", "Poland", "Canada", "Brazil", "Norway", "Ghana", "Peru"]


@dataclass(frozen=True)
class Parts:
    folder: Path
    kafka: str
    database: str


@contextmanager
def parts() -> Iterator[Parts]:
    """A Kafka with all topics and an empty database, of the measurement's own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        broker = Broker(folder / "kafka", folder / "kafka.log")
        stack.callback(broker.stop)
        broker.start()
        declare(broker.bootstrap)
        database = Database(folder / "postgresql", folder / "postgresql.log")
        stack.callback(database.stop)
        database.start()
        yield Parts(folder, broker.bootstrap, create_database(database.url(), "bench"))


def made_up_item(number: int, body_bytes: int = 2000) -> dict[str, Any]:
    """News-like words by the number as seed, each item unlike the others."""
    chance = random.Random(number)
    sentences: list[str] = []
    while sum(map(len, sentences)) < body_bytes:
        # Words of no language: real ones would make the items near-copies of each other, and one story.
        words = ["".join(chance.choices(LETTERS, k=chance.randint(4, 9))) for _ in range(12)]
        sentences.append(f"Officials of {chance.choice(PLACES)} spoke of {' '.join(words)} in France on Monday.")
    return {
        "source": {"id": "bench", "name": "Bench (made up)", "kind": "agency"},
        "native_id": f"bench-{number}",
        "title": f"France meets Germany, Item {number}",
        "body": " ".join(sentences)[:body_bytes],
        "language": "en",
        "published_at": "2026-03-02T08:00:00Z",
    }


def row(what: str, ours: float, yardstick: float, unit: str, *, beside: str) -> str:
    """One line: the figure, its yardstick in the same run, and their ratio."""
    return f"{what:44} {ours:10.1f} {unit:9} beside {yardstick:10.1f} ({beside}): ratio {ours / yardstick:.2f}"
