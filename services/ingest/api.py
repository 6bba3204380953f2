"""POST /v1/items."""

import asyncio
import contextlib
import datetime
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect

from services.ingest import keys
from services.ingest.bodies import NotItems, Raw, TooLarge, batches, bounded, from_json, ndjson
from services.ingest.examples import OPENAPI
from services.ingest.intake import entries
from services.ingest.outcome import RESULTS, Outcome
from services.ingest.publish import Publisher
from services.ingest.settings import IngestSettings
from services.runtime import logs, observe, problems
from services.runtime.api_keys import bearer
from services.runtime.docs_page import add_docs
from services.runtime.problems import Problem
from services.runtime.trace import continue_trace, trace_id

JSON = "application/json"
NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")
# Batches of one request that wait for acknowledgements while the next is read.
BATCHES_UNDER_WAY = 4

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Service:
    settings: IngestSettings
    publisher: Publisher
    engine: Engine
    clock: Callable[[], datetime.datetime]
    pool: ThreadPoolExecutor

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        """In a thread, since neither the Kafka client nor the database's waits on the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, function, *args)


def make_app(service: Service, *, alive: Mapping[str, observe.Readiness], ready: Mapping[str, observe.Readiness]) -> FastAPI:
    app = FastAPI(
        title="Demarche ingest", summary="Takes news items and publishes each version of each once.", docs_url=None, redoc_url=None
    )
    app.router.routes.extend(observe.routes(alive=alive, ready=ready))
    app.add_middleware(observe.CountRequests)
    problems.install(app)
    add_docs(app)

    @app.get("/", include_in_schema=False)
    async def root() -> dict[str, str]:
        return {"service": "ingest", "items": "POST /v1/items", "docs": "/docs", "ready": "/readyz", "metrics": "/metrics"}

    @app.post("/v1/items", status_code=202, openapi_extra=OPENAPI)
    async def post_items(request: Request) -> Response:
        """Takes one item, a JSON array or NDJSON, and answers for each in order once Kafka has acknowledged all that is accepted."""
        traceparent = continue_trace(request.headers.get("traceparent"))
        with structlog.contextvars.bound_contextvars(trace_id=trace_id(traceparent)):
            await _authorise(service, request)
            return await _take(service, request, traceparent)

    return app


async def _authorise(service: Service, request: Request) -> None:
    key = bearer(request.headers.get("authorization"))
    try:
        known = key is not None and await service.run(keys.is_valid, service.engine, key)
    except SQLAlchemyError as error:
        raise _unavailable(service, "the database does not answer", {}) from error
    if not known:
        raise Problem(401, "an API key is needed", detail="Authorization: Bearer KEY", headers={"WWW-Authenticate": "Bearer"})


async def _take(service: Service, request: Request, traceparent: str) -> Response:
    report = Report()
    try:
        await _submit(service, _batches(service, request), report, traceparent)
    except ClientDisconnect:
        log.info("the client went away before it had sent all", **report.counts)
        return Response(status_code=400)
    except TooLarge as error:
        # Else the server would read and throw away what is still to come.
        raise Problem(413, str(error), more=report.as_json(), headers={"Connection": "close"}) from error
    except TimeoutError as error:
        raise Problem(408, "the body broke off", more=report.as_json(), headers={"Connection": "close"}) from error
    except NotItems as error:
        raise Problem(422, "no items", errors=[{"field": "", "rule": str(error)}]) from error
    log.info("items taken", **report.counts)
    return _answer(service, report, traceparent)


@dataclass
class Report:
    """The outcomes of a request's items, in order."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(outcome.outcome for outcome in self.outcomes)
        return {result: counted[result] for result in RESULTS}

    def as_json(self) -> dict[str, Any]:
        items = [{"index": n, **outcome} for n, outcome in enumerate(msgspec.to_builtins(self.outcomes))]
        return {**self.counts, "items": items}


def _answer(service: Service, report: Report, traceparent: str) -> Response:
    counts = report.counts
    if not report.outcomes:
        raise Problem(422, "no items", errors=[{"field": "", "rule": "must hold at least one item"}])
    if counts["unconfirmed"]:
        raise _unavailable(service, "not all items were acknowledged; send all of them again", report.as_json())
    if counts["rejected"] == len(report.outcomes):
        errors = [msgspec.to_builtins(error) for error in report.outcomes[0].errors] if len(report.outcomes) == 1 else None
        raise Problem(422, "every item breaks a rule", errors=errors, more=report.as_json())
    return Response(msgspec.json.encode(report.as_json()), status_code=202, media_type=JSON, headers={"traceparent": traceparent})


def _unavailable(service: Service, title: str, more: Mapping[str, Any]) -> Problem:
    return Problem(503, title, headers={"Retry-After": str(service.settings.retry_after_seconds)}, more=more)


async def _batches(service: Service, request: Request) -> AsyncIterator[list[Raw]]:
    settings = service.settings
    form = _form(request)
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > settings.batch_bytes_max:
        raise TooLarge(f"a body must not be over {settings.batch_bytes_max} bytes")
    stream = bounded(request.stream(), settings.batch_bytes_max, settings.body_idle_seconds)
    if form in NDJSON:
        async for batch in ndjson(stream, settings.batch_items_max):
            yield batch
        return
    body = b"".join([chunk async for chunk in stream])
    for batch in batches(await service.run(from_json, body, settings.batch_items_max)):
        yield batch


def _form(request: Request) -> str:
    form, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    encoding = request.headers.get("content-encoding", "identity").lower()
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    if form.strip() not in (JSON, *NDJSON) or encoding != "identity" or charset not in ("utf-8", "us-ascii"):
        raise Problem(415, "send application/json or application/x-ndjson, in UTF-8, not compressed")
    return form.strip()


async def _submit(service: Service, source: AsyncIterator[list[Raw]], report: Report, traceparent: str) -> None:
    """Publishes each batch while the next is read, and stops reading once Kafka does not take what it is given."""
    seen: set[tuple[str, str]] = set()
    under_way: list[asyncio.Future[list[Outcome]]] = []

    async def finish_oldest() -> None:
        report.outcomes += await under_way.pop(0)

    try:
        async with contextlib.aclosing(source) as items:  # type: ignore[type-var]
            async for batch in items:
                taken = await service.run(entries, batch, service.clock(), traceparent)
                begun = await service.run(service.publisher.begin, taken, seen)
                deadline = time.monotonic() + service.settings.acknowledgement_seconds
                under_way.append(asyncio.ensure_future(service.run(service.publisher.finish, begun, deadline, "http")))
                if len(under_way) == BATCHES_UNDER_WAY:
                    await finish_oldest()
                if report.counts["unconfirmed"]:
                    return
    finally:
        while under_way:
            await finish_oldest()
