"""Faust's transport with the guards that make "nothing accepted is lost" true.

Faust acknowledges an event whose agent raised or was cancelled, and forgets at a rebalance which offsets were done. Here an
offset counts as done only when the agent says so, and what is done is committed before partitions are given up.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP

# A rebalance waits this long for a batch in hand; well below the time in which members must rejoin.
HANDOVER_SECONDS = 5.0


class Consumer(driver.Consumer):
    """Acknowledges a message only after `finish` has named it."""

    def on_init(self) -> None:
        super().on_init()
        self._finished: set[tuple[TP, int]] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def idle(self) -> bool:
        """Whether no batch is in hand."""
        return self._idle.is_set()

    def begin(self) -> None:
        """Says that a batch is in hand."""
        self._idle.clear()

    def finish(self, messages: Iterable[Any]) -> None:
        """Says that the work of these messages is done and that the brokers have its results."""
        for message in messages:
            self._finished.add((message.tp, message.offset))
            message.ack(self)
        self._idle.set()

    def ack(self, message: Any) -> bool:
        done = (message.tp, message.offset)
        if done not in self._finished:
            return False
        self._finished.discard(done)
        return bool(super().ack(message))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Takes in no more, lets the batch in hand finish, commits, and only then lets Faust forget."""
        self.stop_flow()
        self.app.flow_control.suspend()
        self.app.flow_control.clear()
        with contextlib.suppress(TimeoutError):  # What is not finished by then is done again by its next owner.
            await asyncio.wait_for(self._idle.wait(), timeout=HANDOVER_SECONDS)
        await self.commit()
        await super().on_partitions_revoked(revoked)


class Producer(driver.Producer):
    """Waits for all replicas, and never writes a message twice on a retry."""

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class Transport(driver.Transport):
    Consumer = Consumer
    Producer = Producer
