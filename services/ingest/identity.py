"""Which article an item is, and which version of it: the same answer for every retry, on every host."""

import datetime
import functools
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from services.ingest.canonical_url import canonical_url
from services.ingest.submission import SubmittedDateline


def item_id(*, source_id: str, native_id: str | None, url: str | None, title: bytes, body: bytes) -> str:
    """From the source's own id for the article, else its canonical URL, whatever the source, else source and content.

    A readable word and 96 bits, as in `ians-5f0c…`: `[a-z0-9-]`, 57 characters at most.
    """
    if native_id:
        return f"{_word(source_id)}-{_digest((b'native', source_id.encode(), native_id.encode()), 12)}"
    if url:
        canonical = canonical_url(url)
        return f"{_word(urlsplit(canonical).hostname or source_id)}-{_digest((b'url', canonical.encode()), 12)}"
    return f"{_word(source_id)}-{_digest((b'content', source_id.encode(), title, body), 12)}"


def version(
    *,
    title: bytes,
    body: bytes,
    language: str,
    published_at: datetime.datetime | None,
    precision: str,
    dateline: SubmittedDateline | None,
    retracted: bool,
) -> str:
    """64 bits of what makes an edit, as the client gave it; neither when nor by which door it came."""
    published = published_at.astimezone(datetime.UTC).isoformat() if published_at else ""
    told = f"{dateline.place}|{dateline.country}|{dateline.date}" if dateline else ""
    facts = f"{language}|{published}|{precision}|{told}|{retracted}"
    return _digest((title, body, facts.encode()), 8)


def _digest(parts: Iterable[bytes], size: int) -> str:
    # No part contains NUL, so it parts them.
    return hashlib.blake2b(b"\0".join(parts), digest_size=size).hexdigest()


@functools.lru_cache(maxsize=4096)
def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32].strip("-") or "item"
