"""A feed's bytes as submissions: RSS of every version, RDF and Atom. Pure."""

import calendar
import datetime
import io
import time
from typing import Any

import feedparser

from services.ingest.feeds.catalogue import FeedSource
from services.ingest.feeds.html_text import html_text
from services.ingest.submission import Submission, SubmittedSource


class NotAFeed(ValueError):
    """Neither RSS nor Atom, or one that declares entities (in UTF-8, 16 or 32): those of the XML trap that grows without bound."""


def submissions(body: bytes, source: FeedSource, *, content_type: str, url: str) -> list[Submission]:
    """The entries from oldest to newest, as feeds list the newest first. Raises NotAFeed."""
    if b"<!ENTITY" in body.replace(b"\0", b""):
        raise NotAFeed("it declares entities of its own")
    parsed: Any = feedparser.parse(
        # As a stream: feedparser opens a string as a file or an address.
        io.BytesIO(body),
        response_headers={"content-type": content_type, "content-location": url},
        # Both are quadratic in comments that do not end, and `html_text` takes all markup away.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version"):
        raise NotAFeed(str(parsed.get("bozo_exception", "no feed in it")))
    language = parsed.feed.get("language") or source.language
    return [_submission(entry, source, language) for entry in reversed(parsed.entries)]


def _submission(entry: Any, source: FeedSource, language: str | None) -> Submission:
    return Submission(
        source=SubmittedSource(id=source.id, name=source.name, kind=source.kind),
        native_id=entry.get("id") or None,
        url=_link(entry),
        title=html_text(entry.get("title", "")),
        body=_body(entry),
        language=_tag(language),
        published_at=_published(entry),
    )


def _body(entry: Any) -> str:
    """The fullest that the entry gives."""
    given = [content.get("value", "") for content in entry.get("content", ())] + [entry.get("summary", "")]
    return max((html_text(text) for text in given), key=len)


def _link(entry: Any) -> str | None:
    link = str(entry.get("link", ""))
    return link if link.startswith(("http://", "https://")) else None


def _published(entry: Any) -> str | None:
    told: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.datetime.fromtimestamp(calendar.timegm(told), datetime.UTC).isoformat() if told else None


def _tag(language: str | None) -> str | None:
    """Feeds write en_US as often as en-us."""
    return language.replace("_", "-") if language else None
