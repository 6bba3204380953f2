"""What ingest keeps in PostgreSQL, in a schema of its own."""

import datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA = "ingest"


class Table(DeclarativeBase):
    metadata = MetaData(
        schema=SCHEMA,
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text(), datetime.datetime: DateTime(timezone=True)}


class ApiKey(Table):
    """`hash` is SHA-256 of the key; the key itself is nowhere."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime.datetime]
    revoked_at: Mapped[datetime.datetime | None]


class Published(Table):
    """A version of an item that the broker has acknowledged."""

    __tablename__ = "published"

    item_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime]


class Feed(Table):
    """What the last fetch of a feed left for the next: validators of the conditional GET, when it is due, failures in a row."""

    __tablename__ = "feeds"

    source_id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    next_poll_at: Mapped[datetime.datetime]
    failures: Mapped[int] = mapped_column(default=0)
    last_result: Mapped[str | None]
    polled_at: Mapped[datetime.datetime | None]
