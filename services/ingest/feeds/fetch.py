"""One conditional GET of a feed, within limits of time and size, through the egress guard."""

import asyncio
import zlib
from dataclasses import dataclass
from typing import Literal

import aiohttp

from services.runtime.egress import EgressRefused

Result = Literal["fetched", "unchanged", "too_large", "timed_out", "http_error", "refused", "unreachable", "not_a_feed", "unconfirmed"]

USER_AGENT = "demarche (feed reader)"
ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """`wire_bytes` before decompression, `bytes` after it; `seconds` for all of it, redirects too."""

    seconds: float
    wire_bytes: int
    bytes: int


@dataclass(frozen=True)
class Validators:
    """What the server gave for the next conditional GET."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """`body` is empty unless the result is `fetched`; `detail` says more of a failure."""

    result: Result
    detail: str = ""
    body: bytes = b""
    content_type: str = ""
    url: str = ""
    validators: Validators = Validators()


class _TooLarge(Exception):
    pass


async def fetch(session: aiohttp.ClientSession, url: str, known: Validators, limits: Limits) -> Fetched:
    """Every failure is a result, since the next poll is the retry."""
    try:
        async with asyncio.timeout(limits.seconds):
            return await _get(session, url, known, limits)
    except TimeoutError:
        return Fetched("timed_out", f"over {limits.seconds:g} s")
    except _TooLarge as error:
        return Fetched("too_large", str(error))
    except EgressRefused as error:
        return Fetched("refused", str(error))
    except (aiohttp.ClientError, zlib.error, ValueError) as error:
        return Fetched("unreachable", f"{type(error).__name__}: {error}")


async def _get(session: aiohttp.ClientSession, url: str, known: Validators, limits: Limits) -> Fetched:
    headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    async with session.get(url, headers=headers, max_redirects=5, auto_decompress=False) as answer:
        if answer.status == 304:
            return Fetched("unchanged", validators=known)
        if answer.status != 200:
            return Fetched("http_error", f"status {answer.status}")
        validators = Validators(answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
        body = await _read(answer, limits)
        return Fetched("fetched", "", body, answer.headers.get("Content-Type", ""), str(answer.url), validators)


async def _read(answer: aiohttp.ClientResponse, limits: Limits) -> bytes:
    """Unpacked here and not by the client, so that a small body that unpacks to a huge one is seen in time."""
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if "gzip" in answer.headers.get("Content-Encoding", "") else None
    wire_bytes, body = 0, bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        wire_bytes += len(chunk)
        body += unpack.decompress(chunk, limits.bytes + 1 - len(body)) if unpack else chunk
        if wire_bytes > limits.wire_bytes or len(body) > limits.bytes:
            raise _TooLarge(f"over {limits.wire_bytes} bytes, or {limits.bytes} unpacked")
    return bytes(body)
