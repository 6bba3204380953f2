"""Faust's transport with the guards that make "nothing accepted is lost" true.

Faust acknowledges an event whose agent raised or was cancelled, and forgets at a rebalance which offsets were done. Here an
offset counts as done only when the agent says so, and what is done is committed before partitions are given up.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP


class Consumer(driver.Consumer):
    """Acknowledges a message only after `finish` has named it."""

    def on_init(self) -> None:
        super().on_init()
        self._finished: set[tuple[TP, int]] = set()

    def finish(self, messages: Iterable[Any]) -> None:
        """Says that the work of these messages is done and that the brokers have its results."""
        self._finished.update((message.tp, message.offset) for message in messages)

    def ack(self, message: Any) -> bool:
        done = (message.tp, message.offset)
        if done not in self._finished:
            return False
        self._finished.discard(done)
        return bool(super().ack(message))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        await self.commit()
        await super().on_partitions_revoked(revoked)


class Producer(driver.Producer):
    """Waits for all replicas, and never writes a message twice on a retry."""

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


class Transport(driver.Transport):
    Consumer = Consumer
    Producer = Producer
