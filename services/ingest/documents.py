"""Files as submissions: plain text, HTML pages and JSON lines, one function for each suffix."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import trafilatura

from schemas.codec import ContractError, decode
from schemas.news_item import NewsItem
from schemas.topic_table import MAX_TEXT_BYTES, NEWS_ITEMS
from services.ingest.bodies import from_json
from services.ingest.plain_text import from_text
from services.ingest.submission import FieldError, Refused, Submission, SubmittedSource, parse

DEFAULT_SOURCE = SubmittedSource(id="files", name="Files", kind="media")
# A page holds much beside its text.
HTML_BYTES_MAX = 16 * MAX_TEXT_BYTES
JSON_BYTES_MAX = 32 * MAX_TEXT_BYTES
_HTML_LANGUAGE = re.compile(rb"<html[^>]*?\slang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """One item of a file, or why there is none. `line` where a file holds many; `end_byte` is how much of the file is read."""

    path: Path
    line: int | None
    content: Submission | NewsItem | Refused
    end_byte: int


def find(paths: list[Path]) -> list[Path]:
    """Files as they are given, and those below folders whose suffix is known, in order. Raises FileNotFoundError."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file for file in path.rglob("*") if file.suffix.lower() in READERS and file.is_file() and not file.name.startswith(".")
            )
        elif path.exists():
            found.append(path)
        else:
            raise FileNotFoundError(path)
    return found


def read(path: Path, source: SubmittedSource | None, today: datetime.date) -> Iterator[Document]:
    """`source` is for items that name none. An unknown suffix is taken for plain text."""
    return READERS.get(path.suffix.lower(), _text)(path, source, today)


def _text(path: Path, source: SubmittedSource | None, today: datetime.date) -> Iterator[Document]:
    data = _within(path, MAX_TEXT_BYTES + 1024)
    if isinstance(data, Refused):
        yield Document(path, None, data, path.stat().st_size)
        return
    try:
        content: Submission | Refused = from_text(data.decode("utf-8-sig"), source, DEFAULT_SOURCE, today=today)
    except UnicodeDecodeError:
        content = Refused([FieldError("", "must be UTF-8")])
    yield Document(path, None, content, len(data))


def _html(path: Path, source: SubmittedSource | None, _today: datetime.date) -> Iterator[Document]:
    data = _within(path, HTML_BYTES_MAX)
    yield Document(path, None, data if isinstance(data, Refused) else _page(data, source), path.stat().st_size)


def _page(data: bytes, source: SubmittedSource | None) -> Submission | Refused:
    page: Any = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False)
    if page is None or not page.text:
        return Refused([FieldError("body", "no article was found in the page")])
    paragraphs = page.text.split("\n")
    # The extractor repeats the headline as the first paragraph.
    body = "\n\n".join(paragraphs[1:] if page.title and paragraphs[0] == page.title else paragraphs)
    language = _HTML_LANGUAGE.search(data[:4096])
    site = SubmittedSource(id=page.hostname, name=page.sitename) if page.hostname else None
    return Submission(
        source=site or source or DEFAULT_SOURCE,
        url=page.url,
        title=page.title,
        body=body,
        language=language[1].decode() if language else None,
        published_at=page.date,
    )


def _json(path: Path, source: SubmittedSource | None, _today: datetime.date) -> Iterator[Document]:
    data = _within(path, JSON_BYTES_MAX)
    if isinstance(data, Refused):
        yield Document(path, None, data, path.stat().st_size)
        return
    try:
        items = from_json(data, items_max=len(data))
    except ValueError as error:
        yield Document(path, None, Refused([FieldError("", str(error))]), len(data))
        return
    for number, raw in enumerate(items, 1):
        yield Document(path, number, _submission(bytes(raw), source), len(data))


def _json_lines(path: Path, source: SubmittedSource | None, _today: datetime.date) -> Iterator[Document]:
    with path.open("rb") as lines:
        end_byte = 0
        for number, line in enumerate(lines, 1):
            end_byte += len(line)
            if line.strip():
                yield Document(path, number, _submission(line, source), end_byte)


def _submission(line: bytes, source: SubmittedSource | None) -> Submission | NewsItem | Refused:
    """A NewsItem as ingest once made it keeps its id and version; anything else is a submission."""
    try:
        if b'"version"' in line and b'"received_at"' in line:
            item: NewsItem = decode(NEWS_ITEMS, line)
            return item
        return parse(_with_source(line, source) if source else line)
    except ContractError as error:
        return Refused([FieldError(error.field, error.rule)])
    except Refused as refused:
        return refused


def _with_source(line: bytes, source: SubmittedSource) -> bytes:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return line
    return msgspec.json.encode({"source": source, **given}) if isinstance(given, dict) else line


def _within(path: Path, bytes_max: int) -> bytes | Refused:
    with path.open("rb") as file:
        data = file.read(bytes_max + 1)
    return data if len(data) <= bytes_max else Refused([FieldError("", f"the file must not be over {bytes_max} bytes")])


READERS: dict[str, Callable[[Path, SubmittedSource | None, datetime.date], Iterator[Document]]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _text,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
