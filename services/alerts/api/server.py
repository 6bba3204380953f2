"""The HTTP side of a process, in an event loop of its own."""

import asyncio
import datetime
import socket
import threading
from collections.abc import Callable, Mapping

import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from services.alerts.api.app import build_app
from services.alerts.api.context import Context
from services.alerts.database import WAKE_DELIVERY
from services.alerts.deliver.hub import Hub
from services.alerts.deliver.wake import listen
from services.alerts.settings import AlertsSettings
from services.runtime.observe import Readiness, routes

# What is being answered at a stop has this long to end; live streams are closed before.
SHUTDOWN_SECONDS = 2


def serve_http(
    settings: AlertsSettings,
    engine: Engine,
    listener: socket.socket,
    stop: threading.Event,
    *,
    with_api: bool,
    alive: Mapping[str, Readiness],
    ready: Mapping[str, Readiness],
    clock: Callable[[], datetime.datetime],
) -> None:
    """Until `stop`. Raises, in an ExceptionGroup, what the database raises."""
    observe = routes(alive=alive, ready=ready)
    hub = Hub()
    app = build_app(Context(settings, engine, hub, clock), observe) if with_api else Starlette(routes=observe)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    asyncio.run(_serve(uvicorn.Server(config), listener, hub, settings.database_url if with_api else None, stop))


async def _serve(server: uvicorn.Server, listener: socket.socket, hub: Hub, database_url: str | None, stop: threading.Event) -> None:
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(listen(database_url, WAKE_DELIVERY, hub.ring)) if database_url else None
        serving = tasks.create_task(server.serve(sockets=[listener]))
        await asyncio.to_thread(stop.wait)
        hub.close()
        server.should_exit = True
        await serving
        if listening:
            listening.cancel()
