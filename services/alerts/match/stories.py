"""Near-copies of one story: texts whose 64-bit SimHashes differ in at most five bits, within three days."""

import datetime

from sqlalchemy import ARRAY, BigInteger, Connection, func, literal, select
from sqlalchemy.dialects.postgresql import BIT

from services.alerts.tables import items

MOST_BITS = 5
WINDOW = datetime.timedelta(days=3)
# Two hashes that differ in five bits agree in at least one of six bands.
BAND_WIDTHS = (11, 11, 11, 11, 10, 10)


def bands(fingerprint: str) -> list[int]:
    """Six numbers, one a band, that tell band and bits."""
    bits, found = int(fingerprint, 16), []
    for number, width in enumerate(BAND_WIDTHS):
        found.append((number << 16) | (bits & ((1 << width) - 1)))
        bits >>= width
    return found


def signed(fingerprint: str) -> int:
    """As PostgreSQL's 64-bit integers count."""
    value = int(fingerprint, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


def story_of(connection: Connection, item_id: str, fingerprint: str, received_at: datetime.datetime) -> str:
    """The story that a new item belongs to: that of the item nearest to it, or one of its own by its id."""
    apart = func.bit_count(items.c.fingerprint.op("#")(signed(fingerprint)).cast(BIT(64)))
    query = (
        select(items.c.story)
        .where(items.c.bands.op("&&")(literal(bands(fingerprint), ARRAY(BigInteger))))
        .where(items.c.received_at.between(received_at - WINDOW, received_at + WINDOW), apart <= MOST_BITS)
        .order_by(apart, items.c.received_at, items.c.id)
        .limit(1)
    )
    return str(connection.execute(query).scalar_one_or_none() or item_id)
