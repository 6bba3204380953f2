"""The enricher's worker around a function that echoes, slowly or not, and fails where a message asks for it."""

import datetime
import os
import time

from schemas.topic_table import NEWS_ENRICHED
from services.enricher.run import run
from services.enricher.settings import EnricherSettings
from services.runtime import logs
from services.runtime.dead_letters import Refusal
from services.runtime.producer import Record
from services.runtime.received import Received
from services.runtime.settings import load

SECONDS_EACH = float(os.environ.get("SECONDS_EACH", "0"))


def echo(received: Received, _now: datetime.datetime) -> Record | Refusal:
    time.sleep(SECONDS_EACH)
    value = received.value or b""
    if value.startswith(b"refuse"):
        return Refusal(received, "unhandled", "asked for")
    if value.startswith(b"raise"):
        raise RuntimeError("a fault of the worker itself")
    return Record(NEWS_ENRICHED.name, received.key, value, list(received.headers))


if __name__ == "__main__":
    logs.configure("echo", as_json=False)
    run(load(EnricherSettings), echo)
