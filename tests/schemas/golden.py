"""The golden samples, as the tests of the contract take them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.topic_table import MESSAGE_TOPICS, Topic

SCHEMAS = Path(__file__).parents[2] / "schemas"
SAMPLES = SCHEMAS / "samples"


@dataclass(frozen=True)
class Sample:
    topic: Topic
    path: Path

    @property
    def name(self) -> str:
        """news.items.v1/02-full.json"""
        return self.path.relative_to(SAMPLES).as_posix()

    @property
    def data(self) -> bytes:
        return self.path.read_bytes()

    @property
    def document(self) -> Any:
        return json.loads(self.data)

    @property
    def of_newer_writer(self) -> bool:
        return self.path.stem.endswith("newer-writer")


ALL = [Sample(topic, path) for topic in MESSAGE_TOPICS for path in sorted((SAMPLES / topic.name).glob("*.json"))]


def named(name: str) -> Sample:
    return next(sample for sample in ALL if sample.name == name)


def within(part: Any, whole: Any) -> bool:
    """Whether `whole` has everything that `part` has; its objects may have more fields."""
    if isinstance(part, dict):
        return all(name in whole and within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(within, part, whole))
    return bool(part == whole)
