"""Yardstick: a Faust agent that passes each message through in batches, and does nothing else. Runs as a process."""

import asyncio
import os
from typing import Any

import faust
import mode
import uvloop

from schemas.topic_table import ENRICHER_GROUP, NEWS_ENRICHED, NEWS_ITEMS


def bare_app() -> faust.App:
    app = faust.App(
        f"{ENRICHER_GROUP}-bare",
        broker=f"kafka://{os.environ['KAFKA_BOOTSTRAP']}",
        key_serializer="raw",
        value_serializer="raw",
        producer_linger=0.002,
        stream_buffer_maxsize=4096,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
    )
    target = app.topic(NEWS_ENRICHED.name, internal=True)
    batch = int(os.environ.get("BATCH_ITEMS", "500"))

    @app.agent(app.topic(NEWS_ITEMS.name, internal=True))
    async def through(stream: Any) -> None:
        async for events in stream.take_events(batch, within=0.02):
            await asyncio.gather(*[await target.send(key=event.key, value=event.value) for event in events])

    return app


if __name__ == "__main__":
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    mode.Worker(bare_app(), loop=loop, override_logging=False, redirect_stdouts=False, quiet=True).execute_from_commandline()
