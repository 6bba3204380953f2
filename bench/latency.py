"""From a POST to the webhook that it causes, at 50 items/s, beside the bare chain of the same clients in the same run."""

import asyncio
import json
import re
import statistics
import sys
import time
from contextlib import ExitStack

import aiohttp

from bench.parts import Parts, made_up_item, parts, row
from deploy.trial.chain import running
from deploy.trial.children import Child, spawn, wait_until
from deploy.trial.ports import free_port, is_open
from deploy.trial.settings import REPOSITORY
from tests.pipeline.receiver import Receiver, receiving

ITEMS_A_SECOND = 50
WARM_UP, ITEMS = 50, 500
BODY_BYTES = 1000
TITLE = re.compile(rb'"title": ?"France meets Germany, Item (-?\d+)"')


def main() -> None:
    # Each on topics of its own: what the bare chain leaves there is no message that ours could read.
    with parts() as here:
        bare = bare_latencies(here)
    with parts() as here:
        ours = our_latencies(here)
    for name, percentile in (("p50", 50), ("p99", 99)):
        print(
            row(
                f"POST to webhook at {ITEMS_A_SECOND} items/s, {name}",
                at(ours, percentile),
                at(bare, percentile),
                "ms",
                beside="bare chain",
            )
        )


def our_latencies(here: Parts) -> list[float]:
    with running(here.folder / "ours", kafka=here.kafka, database=here.database) as chain, receiving() as receiver:
        wanted = {"name": "all of France", "wants": ["items"], "filter": {"countries": ["FR"]}, "channel": "webhook", "url": receiver.url}
        status, answer = chain.ask("POST", "/v1/subscriptions", wanted)
        if status != 201:
            raise RuntimeError(f"not subscribed: {answer}")
        address = f"http://127.0.0.1:{chain.settings.ingest_port}/v1/items"
        return asyncio.run(measure(address, receiver, {"Authorization": f"Bearer {chain.ingest_key}"}))


def bare_latencies(here: Parts) -> list[float]:
    with receiving() as receiver, ExitStack() as stack:
        port = free_port()
        for module, *arguments in (
            ("bench.bare_agent",),
            ("bench.bare_chain", "front", str(port)),
            ("bench.bare_chain", "back", receiver.url),
        ):
            stack.callback(bare_part(here, module, *arguments).stop)
        wait_until(lambda: is_open(port), 30)
        return asyncio.run(measure(f"http://127.0.0.1:{port}/v1/items", receiver, {}))


def bare_part(here: Parts, module: str, *arguments: str) -> Child:
    log = here.folder / f"bare-{'-'.join(arguments[:1])}.log"
    command = [sys.executable, "-m", module, *arguments]
    return spawn(module, command, log=log, environment={"KAFKA_BOOTSTRAP": here.kafka}, folder=REPOSITORY)


async def measure(address: str, receiver: Receiver, headers: dict[str, str]) -> list[float]:
    """Milliseconds from the beginning of each POST to the arrival of its webhook. The first ones warm up, and wait until all arrive."""
    sent: dict[int, float] = {}

    async def post(session: aiohttp.ClientSession, number: int) -> None:
        body = json.dumps(made_up_item(number, BODY_BYTES))
        sent[number] = time.monotonic()
        async with session.post(address, data=body, headers={"Content-Type": "application/json", **headers}) as response:
            await response.read()

    async def run(session: aiohttp.ClientSession, numbers: range) -> None:
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for place, number in enumerate(numbers):
                await asyncio.sleep(max(0.0, begun + place / ITEMS_A_SECOND - time.monotonic()))
                group.create_task(post(session, number))
        await asyncio.to_thread(wait_until, lambda: set(numbers) <= arrivals(receiver).keys(), 60)

    async with aiohttp.ClientSession() as session:
        while not arrivals(receiver):  # Consumers that begin at the end miss what comes before they have joined.
            await run(session, range(-len(sent) - 20, -len(sent)))
        await run(session, range(WARM_UP))
        await run(session, range(WARM_UP, WARM_UP + ITEMS))
    arrived = arrivals(receiver)
    return [1000 * (arrived[number] - sent[number]) for number in range(WARM_UP, WARM_UP + ITEMS)]


def arrivals(receiver: Receiver) -> dict[int, float]:
    """When each item's webhook came."""
    found: dict[int, float] = {}
    for (_, body), at in zip(list(receiver.deliveries), list(receiver.times), strict=False):
        if title := TITLE.search(body):
            found.setdefault(int(title[1]), at)
    return found


def at(values: list[float], percentile: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percentile - 1]


if __name__ == "__main__":
    main()
