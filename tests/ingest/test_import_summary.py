"""What an import says of the items that it refuses."""

from pathlib import Path

from services.ingest.documents import Document
from services.ingest.import_files import REJECTIONS_TOLD, Summary
from services.ingest.outcome import Outcome
from services.ingest.submission import FieldError, Refused

ERRORS = (FieldError("source", "required"), FieldError("", "must be UTF-8"), FieldError("body", "must not contain NUL"))


def test_the_first_rejections_are_told_and_the_others_counted() -> None:
    summary, items = Summary(), 10_000
    for number in range(1, items + 1):
        summary.add(Document(Path("items.jsonl"), number, Refused([]), 0), Outcome("rejected", errors=ERRORS))
    assert summary.rejections[:4] == [
        "items.jsonl:1: source: required",
        "items.jsonl:1: item: must be UTF-8",
        "items.jsonl:1: body: must not contain NUL",
        "items.jsonl:2: source: required",
    ]
    assert (len(summary.rejections), summary.further) == (REJECTIONS_TOLD, 3 * items - REJECTIONS_TOLD)
    assert str(summary) == f"0 accepted, 0 duplicate, {items} rejected"
