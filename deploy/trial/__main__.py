"""The whole system on this machine, until Ctrl-C: `make run`."""

import logging
import os
import signal
import sys
from contextlib import ExitStack
from types import FrameType

from deploy.trial import whole
from deploy.trial.errors import TrialError
from deploy.trial.settings import TrialSettings
from deploy.trial.terminal import console
from services.runtime.settings import load

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    settings = load(TrialSettings)
    for number in STOP_SIGNALS:
        signal.signal(number, interrupt)
    # A client whose broker has gone says so by the second; the watch over the children says it once.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        with ExitStack() as stack:
            whole.run(settings, stack)
    except KeyboardInterrupt:
        console.print("stopped")
        return 0
    except TrialError as error:
        console.print(str(error), style="bold red", soft_wrap=True)
        return 1
    return 0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Ends whatever is under way; the stop that follows is bounded, and nothing breaks it off."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # All children are gone; what the interpreter would still tidy takes seconds on a busy machine, and the prompt is awaited.
    os._exit(status)
