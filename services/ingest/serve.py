"""The HTTP service, from start to stop."""

import datetime
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

import uvicorn

from services.ingest import database
from services.ingest.api import Service, make_app
from services.ingest.link import publishing
from services.ingest.settings import IngestSettings
from services.runtime import logs, process
from services.runtime.producer import kafka_silent

# Requests under way get this long to be answered, so that with the producer's last second all ends within five.
SHUTDOWN_SECONDS = 3


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def serve(settings: IngestSettings) -> int:
    """1 if the port is taken. Stops taking requests first, then waits for what is under way, then closes the producer, then the database."""
    logs.configure("ingest", as_json=settings.log_json, level=settings.log_level)
    # uvicorn stops at the first signal and raises it once more when it has stopped: that must not end the process half-way.
    process.stop_on_signals()
    try:
        listener = socket.create_server((settings.http_host, settings.http_port), backlog=2048)
    except OSError as error:
        print(not_listening(settings.http_host, settings.http_port, error), file=sys.stderr)
        return 1
    engine = database.open_engine(settings.database_url, pool_size=settings.publish_threads)
    with listener, publishing(settings, engine, now) as (publisher, link), ThreadPoolExecutor(settings.publish_threads, "publish") as pool:
        app = make_app(
            Service(settings, publisher, engine, now, pool),
            alive={"publisher": link.progress.stuck},
            ready={"kafka": lambda: kafka_silent(settings.kafka_bootstrap), "database": lambda: database.not_ready(engine)},
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        server = uvicorn.Server(config)
        server.run(sockets=[listener])
    engine.dispose()
    return 0 if server.started else 1


def not_listening(host: str, port: int, error: OSError) -> str:
    # Python repeats the address after the system's words.
    return f"port {port} on {host}: {str(error.strerror).partition(' (')[0]}"
