"""When a feed is due again. Pure: the clock and the dice are arguments."""

import datetime
import random

LONGEST_BACK_OFF = datetime.timedelta(hours=6)
# Feeds of one interval spread out instead of marching in step.
JITTER = 0.1


# A feed whose news Kafka did not take: the feed is not to blame, nor to be asked every moment.
UNCONFIRMED_SECONDS = 60


def next_poll(now: datetime.datetime, *, interval_seconds: int, failures: int, dice: random.Random) -> datetime.datetime:
    """After `failures` in a row, the interval doubled as often, six hours at most unless the interval is longer; ten percent either way."""
    interval = datetime.timedelta(seconds=interval_seconds)
    pause: datetime.timedelta = min(interval * 2 ** min(failures, 20), max(LONGEST_BACK_OFF, interval))
    return now + pause * dice.uniform(1 - JITTER, 1 + JITTER)
