"""Wakes the live streams of an owner when something new is there for them."""

import asyncio
from collections import defaultdict


class Hub:
    """Belongs to one event loop. Each stream has a bell of its own, so that none misses a ring while it reads."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closing = False

    def attach(self, owner: str) -> asyncio.Event:
        bell = asyncio.Event()
        self._bells[owner].add(bell)
        return bell

    def detach(self, owner: str, bell: asyncio.Event) -> None:
        self._bells[owner].discard(bell)
        if not self._bells[owner]:
            del self._bells[owner]

    def ring(self, owner: str) -> None:
        """The empty owner rings for everybody."""
        for name in [owner] if owner else list(self._bells):
            for bell in self._bells.get(name, ()):
                bell.set()

    def close(self) -> None:
        """Ends every stream."""
        self.closing = True
        self.ring("")
