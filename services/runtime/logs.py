"""Logs: constant sentences with fields, readable by default, JSON lines on request."""

import logging
import sys
from typing import Any

import structlog

# aiokafka's stand at DEBUG unless set, at 8 % of the time; the others tell of each request or heartbeat.
QUIET = ("aiokafka", "kafka", "faust", "mode", "uvicorn.access", "uvicorn.error", "httpx", "asyncio", "alembic")


def configure(service: str, *, as_json: bool, level: str = "INFO") -> None:
    """Sends structlog's and the standard library's records to standard error in one form."""

    def named(_logger: Any, _method: str, event: Any) -> Any:
        event.pop("color_message", None)
        return {**event, "service": service}

    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        named,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if as_json else _leave,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def get_logger(name: str) -> Any:
    return structlog.stdlib.get_logger(name)


def _leave(_logger: Any, _method: str, event: Any) -> Any:
    return event
