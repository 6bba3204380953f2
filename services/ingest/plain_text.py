"""A plain text as a submission: its date, its headline, and the agency in its dateline."""

import datetime
import re

from services.ingest.dateline import Head, parse_dateline
from services.ingest.submission import Submission, SubmittedSource

# On a line of its own, or in front of the text.
_DATE = re.compile(r"\s*date:?\s+(\d{4}-\d{2}-\d{2})\b[ \t]*\n*", re.IGNORECASE)
_HEADLINE_CHARACTERS = 200


def from_text(text: str, source: SubmittedSource | None, default_source: SubmittedSource, *, today: datetime.date) -> Submission:
    """The published date is that of the first line, else the latest with the dateline's day that is not ahead of `today`.

    `source` is for a text whose dateline names no agency: what names one is the same item, whatever source is lent to it.
    """
    told = _DATE.match(text)
    text = text[told.end() :] if told else text
    near = _as_date(told[1]) if told else None
    title, body = _headline(text.strip(), near or today)
    head = parse_dateline(body, near or today)
    if head and not near and head.dateline.date and head.dateline.date > today:
        head = parse_dateline(body, today - datetime.timedelta(days=183))
    published = told[1] if told else _day(head)
    return Submission(source=_agency(head) or source or default_source, title=title, body=body, published_at=published)


def _headline(text: str, near: datetime.date) -> tuple[str | None, str]:
    """A first paragraph of one line that is no sentence and no dateline. The text stays the same either way."""
    first, gap, rest = text.partition("\n\n")
    is_headline = (
        gap and "\n" not in first and len(first) <= _HEADLINE_CHARACTERS and first[-1:] not in ".:;," and not parse_dateline(text, near)
    )
    return (first, rest.lstrip("\n")) if is_headline else (None, text)


def _agency(head: Head | None) -> SubmittedSource | None:
    agency = head.agency if head else None
    return SubmittedSource(id=agency.id, name=agency.name, kind=agency.kind) if agency else None


def _day(head: Head | None) -> str | None:
    return head.dateline.date.isoformat() if head and head.dateline.date else None


def _as_date(told: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(told)
    except ValueError:
        return None
