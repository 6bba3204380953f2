"""Hears of new rows the moment that they are committed."""

from collections.abc import Callable

import psycopg
from sqlalchemy.engine import make_url


async def listen(database_url: str, channel: str, on_notify: Callable[[str], None]) -> None:
    """Calls `on_notify` with each payload until cancelled, and first with "" once it listens. Raises psycopg.Error if the database goes away."""
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {channel}")
        on_notify("")
        async for notification in connection.notifies():
            on_notify(notification.payload)
