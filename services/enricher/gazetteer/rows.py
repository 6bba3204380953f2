"""Tab-separated data files: lines of fields, `#` for comments, errors that name file and line."""

from collections.abc import Iterator
from pathlib import Path


class GazetteerError(ValueError):
    """A data file that breaks its format: `path`, `line` (from 1) and the rule."""

    def __init__(self, path: Path, line: int, rule: str) -> None:
        super().__init__(f"{path.name}:{line}: {rule}")
        self.path = path
        self.line = line
        self.rule = rule


def read_rows(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of each row. Raises GazetteerError for a row of another width."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = [part.strip() for part in line.split("\t")]
        if len(row) != fields:
            raise GazetteerError(path, number, f"{len(row)} fields, expected {fields}")
        yield number, row
