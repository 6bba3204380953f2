"""A process from its first signal to its last."""

import signal
import threading
from types import FrameType


def stop_on_signals() -> threading.Event:
    """Set by the first SIGINT or SIGTERM; a second one ends the process at once."""
    stop = threading.Event()

    def first(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGINT, first)
    signal.signal(signal.SIGTERM, first)
    return stop
