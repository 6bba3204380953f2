"""What runs in an alerts process: parts, each in a thread of its own, that live and die together."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.runtime import logs, metrics
from services.runtime.observe import Progress

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """`run` returns soon after its event is set, and raises what it cannot mend. `progress` is what its loop beats."""

    name: str
    run: Callable[[threading.Event], None]
    progress: Progress


def run_together(parts: Sequence[Part], stop: threading.Event) -> int:
    """Runs all parts until `stop` is set or one of them fails, which stops the others. The exit status."""
    failed: list[str] = []

    def guard(part: Part) -> None:
        try:
            part.run(stop)
        except BaseException:
            metrics.ERRORS.labels("part_failed").inc()
            log.exception("a part of the service has failed, the others stop", part=part.name)
            failed.append(part.name)
        finally:
            stop.set()

    threads = [threading.Thread(target=guard, args=(part,), name=part.name) for part in parts]
    for thread in threads:
        thread.start()
    # A signal is handled between these waits.
    while not stop.wait(0.5):
        pass
    for thread in threads:
        thread.join()
    return 1 if failed else 0
