"""Runs the Faust app until a signal or a failure ends it."""

import asyncio
import sys
import threading

import mode
import uvloop

from services.enricher.app import Handle, add_agent, faust_app
from services.enricher.settings import EnricherSettings
from services.runtime import logs
from services.runtime.dead_letters import DeadLetterLimit
from services.runtime.observe import Progress, routes, served_in_thread
from services.runtime.producer import require_crc32c


def run(settings: EnricherSettings, handle_message: Handle) -> None:
    """Works until a signal stops it. Exits with status 1 after a failure that a restart has to mend."""
    require_crc32c()
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    app, progress = faust_app(settings), Progress()
    limit = DeadLetterLimit(limit=settings.dead_letter_limit, window_seconds=settings.dead_letter_window_seconds)
    add_agent(app, settings, handle_message, progress=progress, limit=limit)

    joined = threading.Event()

    @app.on_partitions_assigned.connect
    async def note_joined(*_: object, **__: object) -> None:
        joined.set()

    def assigned() -> str | None:
        return None if joined.is_set() and not app.rebalancing else "not yet in its group"

    observed = routes(alive={"worker": progress.stuck}, ready={"kafka": assigned})
    with served_in_thread(observed, host=settings.http_host, port=settings.http_port) as port:
        logs.get_logger(__name__).info("enricher starts", port=port, kafka=settings.kafka_bootstrap)
        try:
            mode.Worker(app, loop=loop, override_logging=False, redirect_stdouts=False, quiet=True).execute_from_commandline()
        except Exception as error:  # noqa: BLE001 - the last word of a process that is to be restarted
            logs.get_logger(__name__).critical("enricher stops", error=f"{type(error).__name__}: {error}")
            sys.exit(1)
