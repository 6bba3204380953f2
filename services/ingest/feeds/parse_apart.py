"""A feed parsed in a process of its own, which is killed when it takes too long.

feedparser is quadratic in tags that are not closed, in an author of many dots and in more, holds the interpreter's lock meanwhile, and
has no limit of its own: 256 KiB can take it minutes. The process costs a quarter of a second of CPU for each feed that has changed.
"""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

import msgspec
from msgspec import Struct

from services.ingest.feeds.catalogue import FeedSource
from services.ingest.feeds.parse import NotAFeed, submissions
from services.ingest.submission import Submission

# Several times what a good feed of 8 MiB takes.
MEMORY_BYTES_MAX = 512 * 1024 * 1024


class _Job(Struct, frozen=True):
    body: bytes
    source: FeedSource
    content_type: str
    url: str
    seconds: float


class _Answer(Struct, frozen=True):
    """`why_not` if it is no feed."""

    submissions: list[Submission] = []
    why_not: str | None = None


async def parse_apart(body: bytes, source: FeedSource, *, content_type: str, url: str, seconds: float) -> list[Submission]:
    """As `submissions`. Raises NotAFeed, and TimeoutError when it takes longer; the process is gone by then, and when this is cancelled."""
    job = msgspec.msgpack.encode(_Job(body, source, content_type, url, seconds))
    process = await _start()
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(job)
    finally:
        await _end(process)
    # Out of memory, or out of time by its own count.
    if process.returncode == -signal.SIGXCPU:
        raise TimeoutError
    if process.returncode:
        raise NotAFeed(f"its reader ended with {process.returncode}")
    answer = msgspec.msgpack.decode(said, type=_Answer)
    if answer.why_not is not None:
        raise NotAFeed(answer.why_not)
    return answer.submissions


async def _start() -> Process:
    """Without the service's settings, since what it reads is hostile, and out of reach of the terminal's Ctrl-C."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


def main() -> None:
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Job)
    # So that it ends even when nobody is left to kill it.
    resource.setrlimit(resource.RLIMIT_CPU, (int(job.seconds) + 1, int(job.seconds) + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    try:
        answer = _Answer(submissions(job.body, job.source, content_type=job.content_type, url=job.url))
    except NotAFeed as error:
        answer = _Answer(why_not=str(error))
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
