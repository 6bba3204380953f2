"""Yardstick: the same clients in a row and nothing in between. POST, kafka-python, Faust (bench.bare_agent), kafka-python, POST.

Runs as a process: `python -m bench.bare_chain front PORT` takes the posts, `python -m bench.bare_chain back URL` sends them on.
"""

import asyncio
import os
import sys

import aiohttp
from aiohttp import web
from kafka import KafkaConsumer, KafkaProducer

from schemas.topic_table import NEWS_ENRICHED, NEWS_ITEMS

KAFKA = os.environ["KAFKA_BOOTSTRAP"]


def front(port: int) -> None:
    """Answers when the broker has the body."""
    producer = KafkaProducer(bootstrap_servers=KAFKA, linger_ms=2)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        await asyncio.to_thread(producer.send(NEWS_ITEMS.name, value=body).get, 10)
        return web.Response(status=202)

    app = web.Application()
    app.router.add_post("/v1/items", take)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


async def back(url: str) -> None:
    consumer = KafkaConsumer(NEWS_ENRICHED.name, bootstrap_servers=KAFKA, auto_offset_reset="latest", enable_auto_commit=False)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        while True:
            batch = await asyncio.to_thread(consumer.poll, 100)
            for record in (record for records in batch.values() for record in records):
                group.create_task(post(session, url, record.value))


async def post(session: aiohttp.ClientSession, url: str, body: bytes) -> None:
    async with session.post(url, data=body) as response:
        await response.read()


if __name__ == "__main__":
    if sys.argv[1] == "front":
        front(int(sys.argv[2]))
    else:
        asyncio.run(back(sys.argv[2]))
