"""/metrics, /healthz and /readyz, as routes of a service's own app or served by themselves from a thread."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from services.runtime import metrics

# Answers None when ready, else says why not.
Readiness = Callable[[], str | None]


class Progress:
    """A loop beats at every turn, idle or not; a loop that has not for `stale_after_seconds` is stuck."""

    def __init__(self, *, stale_after_seconds: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stale_after_seconds = stale_after_seconds
        self._last = clock()

    def beat(self) -> None:
        self._last = self._clock()

    def stuck(self) -> str | None:
        silent = self._clock() - self._last
        return f"no progress for {silent:.0f} s" if silent > self._stale_after_seconds else None


def routes(*, alive: Mapping[str, Readiness], ready: Mapping[str, Readiness]) -> list[BaseRoute]:
    """`/healthz` answers 503 if any of `alive` gives a reason, `/readyz` if any of either does; both name the reasons."""

    def health(_request: Request) -> Response:
        return _verdict(alive)

    def readiness(_request: Request) -> Response:
        return _verdict({**alive, **ready})

    def exposition(_request: Request) -> Response:
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    return [
        Route("/healthz", health, include_in_schema=False),
        Route("/readyz", readiness, include_in_schema=False),
        Route("/metrics", exposition, include_in_schema=False),
    ]


def _verdict(checks: Mapping[str, Readiness]) -> Response:
    reasons = {name: reason for name, check in checks.items() if (reason := check())}
    return JSONResponse({"ok": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)


class CountRequests:
    """ASGI middleware: counts and times requests by route template, never by path."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noting_status(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting_status)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            metrics.HTTP_REQUESTS.labels(scope["method"], route, str(status)).inc()
            metrics.HTTP_SECONDS.labels(route).observe(time.perf_counter() - started)


@contextlib.contextmanager
def served_in_thread(app_routes: list[BaseRoute], *, host: str, port: int) -> Iterator[int]:
    """Serves the routes while the block runs, and yields the port. Raises OSError if the port is taken."""
    listener = socket.create_server((host, port), backlog=128)
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=app_routes), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), name="observe", daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
