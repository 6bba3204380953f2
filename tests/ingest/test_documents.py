"""Files as submissions: what is taken from the text, the page and the line."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from schemas.codec import encode
from schemas.news_item import NewsItem
from schemas.topic_table import MAX_TEXT_BYTES, NEWS_ITEMS
from services.ingest.documents import DEFAULT_SOURCE, Document, find, read
from services.ingest.item import make_item, receive_again
from services.ingest.plain_text import from_text
from services.ingest.submission import Refused, Submission, SubmittedSource

TODAY = datetime.date(2025, 6, 2)
NOW = datetime.datetime(2025, 6, 2, 12, tzinfo=datetime.UTC)
GIVEN = SubmittedSource(id="given")
BODY = "Washington, May 28 (IANS) Two officials met on Wednesday."
PLAIN = "Two officials met on Wednesday, says this sample."


@pytest.mark.parametrize(
    ("text", "title", "body", "published", "source"),
    [
        (f" date 2025-05-28 {BODY}", None, BODY, "2025-05-28", "ians"),
        (f"date 2025-05-28\n{BODY}\n", None, BODY, "2025-05-28", "ians"),
        (f"Date: 2025-05-28\n\nOfficials meet\n\n{BODY}", "Officials meet", BODY, "2025-05-28", "ians"),
        (f"Officials meet\n\n{BODY}", "Officials meet", BODY, "2025-05-28", "ians"),
        (f"{BODY}\n\nMore.", None, f"{BODY}\n\nMore.", "2025-05-28", "ians"),
        ("VIENNA, Dec 30 - A sample.", None, "VIENNA, Dec 30 - A sample.", "2024-12-30", "files"),
        ("VIENNA, June 2 - A sample.", None, "VIENNA, June 2 - A sample.", "2025-06-02", "files"),
        ("VIENNA, June 3 - A sample.", None, "VIENNA, June 3 - A sample.", "2024-06-03", "files"),
        ("APIA, 25 October 2024\n\nThe minister came.", None, "APIA, 25 October 2024\n\nThe minister came.", "2024-10-25", "files"),
        (PLAIN, None, PLAIN, None, "files"),
        (f"{PLAIN}\n\nMore.", None, f"{PLAIN}\n\nMore.", None, "files"),
        ("date 2025-05-28", None, "", "2025-05-28", "files"),
        ("dated 2025-05-28 is no date line", None, "dated 2025-05-28 is no date line", None, "files"),
        ("", None, "", None, "files"),
    ],
)
def test_plain_text(text: str, title: str | None, body: str, published: str | None, source: str) -> None:
    made = from_text(text, None, DEFAULT_SOURCE, today=TODAY)
    assert (made.title, made.body, made.published_at, made.source.id) == (title, body, published, source)
    assert from_text(text, GIVEN, DEFAULT_SOURCE, today=TODAY).source.id == ("given" if source == "files" else source)


def test_a_date_that_is_none_is_refused_later() -> None:
    made = from_text("date 2025-02-30 A sample.", None, DEFAULT_SOURCE, today=TODAY)
    with pytest.raises(Refused) as caught:
        make_item(made, NOW)
    assert caught.value.errors[0].field == "published_at"


PAGE = """<!doctype html><html lang="en-GB"><head><title>Minister visits Vienna | Sample Daily</title>
<link rel="canonical" href="https://www.sample-daily.example/a?utm_source=x"><meta property="article:published_time" content="2025-05-28T06:30:00Z">
<meta property="og:site_name" content="Sample Daily"></head><body><nav><a href="/">Home</a></nav><article><h1>Minister visits Vienna</h1>
<p>VIENNA, May 28 - The minister of a sample country comes to Vienna on Monday for two days of talks with her colleagues there.</p>
<p>She will be received by the president of the republic, the ministry of the sample country said in a statement.</p></article>
<footer>Copyright</footer></body></html>"""


def test_a_page(tmp_path: Path) -> None:
    made = only(tmp_path, "page.html", PAGE.encode())
    assert isinstance(made, Submission)
    assert (made.title, made.language, made.published_at) == ("Minister visits Vienna", "en-GB", "2025-05-28")
    assert made.body and made.body.startswith("VIENNA, May 28 - The") and "there.\n\nShe will" in made.body and "Copyright" not in made.body
    assert (made.source.id, made.source.name) == ("sample-daily.example", "Sample Daily")
    item = make_item(made, NOW)
    assert item.dateline and item.dateline.country == "AT"


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", BODY), ("a.html", PAGE), ("a.jsonl", '{"source": {"id": "wire-a"}, "body": "A sample."}')]
)
def test_a_file_that_names_its_source_is_the_same_item_whatever_source_is_lent(tmp_path: Path, name: str, text: str) -> None:
    ids = set()
    for source in (None, GIVEN):
        (document,) = documents(tmp_path, name, text.encode(), source)
        assert isinstance(document.content, Submission)
        item = make_item(document.content, NOW)
        ids.add((item.id, item.version, item.source))
    assert len(ids) == 1


LINE: dict[str, Any] = {"source": {"id": "wire-a"}, "body": "A sample."}


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    lines = json.dumps(LINE).encode() + b"\n\n" + b'{"body": "No source."}\n' + b"{nonsense\n"
    first, second, third = documents(tmp_path, "items.jsonl", lines)
    assert (first.line, second.line, third.line) == (1, 3, 4)
    assert isinstance(first.content, Submission) and first.content.source.id == "wire-a"
    assert isinstance(second.content, Refused) and second.content.errors[0].field == "source"
    assert isinstance(third.content, Refused) and third.content.errors[0].rule.startswith("must be JSON")
    assert len(documents(tmp_path, "array.json", json.dumps([LINE, LINE]).encode())) == 2
    assert len(documents(tmp_path, "one.json", json.dumps(LINE).encode())) == 1


def test_a_source_is_lent_to_lines_that_name_none(tmp_path: Path) -> None:
    lines = json.dumps(LINE).encode() + b'\n{"body": "No source."}\n'
    named, unnamed = documents(tmp_path, "items.jsonl", lines, GIVEN)
    assert isinstance(named.content, Submission) and named.content.source.id == "wire-a"
    assert isinstance(unnamed.content, Submission) and unnamed.content.source.id == "given"


def test_an_item_that_ingest_made_keeps_id_and_version(tmp_path: Path) -> None:
    import_time = NOW + datetime.timedelta(days=1)
    item = make_item(Submission(source=SubmittedSource(id="wire-a"), body="A sample."), NOW)
    content = only(tmp_path, "items.jsonl", encoded(item))
    assert content == item
    again = receive_again(item, import_time)
    assert (again.id, again.version, again.published_at, again.received_at) == (item.id, item.version, NOW, import_time)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": "x" * (MAX_TEXT_BYTES + 1)}, "body"),
        ({"body": "a\0b"}, "body"),
        ({"origin": "elsewhere"}, "origin"),
    ],
)
def test_an_item_that_ingest_could_not_have_made_is_refused(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    item = json.loads(encoded(make_item(Submission(source=SubmittedSource(id="wire-a"), body="A sample."), NOW)))
    content = only(tmp_path, "items.jsonl", json.dumps(item | change).encode())
    assert isinstance(content, NewsItem)
    with pytest.raises(Refused) as caught:
        receive_again(content, NOW)
    assert caught.value.errors[0].field == field


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("a.txt", b"caf\xe9", "must be UTF-8"),
        ("a.txt", b"x" * (MAX_TEXT_BYTES + 2000), "the file must not be over"),
        ("a.html", b"<html><body></body></html>", "no article was found in the page"),
        ("a.html", b"", "no article was found in the page"),
        ("a.json", b"[{", "must be JSON"),
    ],
)
def test_files_that_hold_no_item(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    content = only(tmp_path, name, data)
    assert isinstance(content, Refused) and content.errors[0].rule.startswith(rule)


def test_folders_give_what_is_known_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b.jsonl", "picture.jpg", ".hidden.txt", "notes.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [str(path.relative_to(tmp_path)) for path in find([tmp_path, tmp_path / "notes.docx"])]
    assert names == ["a/b.jsonl", "a/z.html", "b.txt", "notes.docx"]
    with pytest.raises(FileNotFoundError):
        find([tmp_path / "absent"])


def documents(folder: Path, name: str, data: bytes, source: SubmittedSource | None = None) -> list[Document]:
    (folder / name).write_bytes(data)
    return list(read(folder / name, source, TODAY))


def only(folder: Path, name: str, data: bytes) -> Submission | NewsItem | Refused:
    (document,) = documents(folder, name, data)
    return document.content


def encoded(item: NewsItem) -> bytes:
    return encode(NEWS_ITEMS, item)
