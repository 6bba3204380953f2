"""One try to post one notification."""

import datetime

import aiohttp

from services.alerts.deliver.outcome import Answer
from services.alerts.deliver.queue import Job
from services.alerts.deliver.signature import signed_headers
from services.runtime.egress import Allow, EgressRefused, guarded_session, url_refusal
from services.runtime.trace import continue_trace

# A receiver's answer is its status; of the body we take this much, so that the connection can be used again, and drop it.
MOST_ANSWER_BYTES = 64 * 1024


def open_session(allow: Allow, *, timeout_seconds: float) -> aiohttp.ClientSession:
    """Keeps no cookies, unpacks nothing. Call in a running loop."""
    return guarded_session(
        allow,
        timeout=aiohttp.ClientTimeout(total=timeout_seconds, connect=min(timeout_seconds, 5)),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"user-agent": "Demarche-Webhook/1", "content-type": "application/json"},
    )


async def post(session: aiohttp.ClientSession, job: Job, *, allow: Allow, now: datetime.datetime) -> Answer:
    """Never raises for what the network or the receiver does."""
    headers = signed_headers(job.secrets, job.message_id, job.payload, now=now)
    headers["traceparent"] = continue_trace(job.traceparent)
    try:
        # The connector never sees the credentials of a URL.
        if reason := url_refusal(job.url, allow):
            raise EgressRefused(reason, job.url)
        async with session.post(job.url, data=job.payload, headers=headers, allow_redirects=False) as response:
            await response.content.read(MOST_ANSWER_BYTES)
            return Answer("answered", response.status, response.headers.get("retry-after"), detail=f"HTTP {response.status}")
    except EgressRefused as error:
        return Answer("egress_refused", detail=error.reason)
    except TimeoutError:
        return Answer("timed_out", detail="no answer in time")
    except (aiohttp.ClientError, OSError) as error:
        return Answer("not_connected", detail=type(error).__name__)
