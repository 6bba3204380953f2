"""What alerts keeps in PostgreSQL, all in the schema `alerts`.

Messages are stored as their JSON bytes: `jsonb` refuses U+0000, which a text may hold. Keys that are only ever compared are 64-bit hashes,
since an index entry has a size limit and a code in a message has none.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

SCHEMA = "alerts"
metadata = MetaData(schema=SCHEMA)
Instant = DateTime(timezone=True)

arrivals = Sequence("arrivals", metadata=metadata)
# The version of each article that counts. `story` is the id of the first item that this one is a near-copy of, itself if of none.
items = Table(
    "items",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("arrival", BigInteger, arrivals, nullable=False, unique=True, server_default=arrivals.next_value()),
    Column("fingerprint", BigInteger, nullable=False),
    Column("bands", ARRAY(BigInteger), nullable=False),
    Column("story", Text, nullable=False),
    Column("enriched", LargeBinary, nullable=False),
    Index("items_bands", "bands", postgresql_using="gin"),
)

# What each item says of one event; `keys` are the hashes of those that it is filed under.
claims = Table(
    "claims",
    metadata,
    Column("id", Text, primary_key=True),
    Column("event_id", Text, nullable=False, index=True),
    Column("keys", ARRAY(BigInteger), nullable=False),
    Column("claim", LargeBinary, nullable=False),
    Index("claims_keys", "keys", postgresql_using="gin"),
)

# The newest state of each event, null while all that is known of it is a denial; `record` is what the calendar keeps, without the claims.
# `starts` and `ends` bound the days on which it may take place, both null while no day is known. `topics` are those of its items.
events = Table(
    "events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("type", Text, nullable=True),
    Column("status", Text, nullable=True),
    Column("parties", ARRAY(Text), nullable=False),
    Column("starts", Date, nullable=True),
    Column("ends", Date, nullable=True),
    Column("merged_into", Text, nullable=True),
    Column("retracted", Boolean, nullable=False),
    Column("topics", ARRAY(Text), nullable=False),
    Column("lapses_at", Instant, nullable=True, index=True),
    Column("state", LargeBinary, nullable=True),
    Column("record", LargeBinary, nullable=False),
    Index("events_window", "starts", "ends"),
    Index("events_parties", "parties", postgresql_using="gin"),
)

changes = Table(
    "changes",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("sequence", BigInteger, Identity(), nullable=False, unique=True),
    Column("change", LargeBinary, nullable=False),
)

# What is on its way to Kafka. Rows of one event are written under its lock, so their ids grow with its revisions.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("topic", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=True),
    Column("headers", JSONB, nullable=False),
    Column("created_at", Instant, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("operator", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant, nullable=True),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("wants", ARRAY(Text), nullable=False),
    Column("filter", JSONB, nullable=False),
    Column("channel", Text, nullable=False),
    Column("url", Text, nullable=True),
    Column("secret", Text, nullable=True),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("disabled_reason", Text, nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# One row, counted up with every edit, so that a reader can tell whether what it knows is still so.
subscription_edits = Table("subscription_edits", metadata, Column("number", BigInteger, nullable=False))

# Who is told what. One row for an owner, a way out (channel and target) and a subject (a change, or a story): nobody is told twice.
# `thread` is the event, or the story: a first try waits for that of the row before it in the thread. `leased` while a worker has it.
# Rows are inserted under one lock held until commit, so ids become visible in order and a stream can resume after any of them.
notifications = Table(
    "notifications",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("message_id", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("subscription_ids", ARRAY(Text), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("traceparent", Text, nullable=False),
    Column("received_at", Instant, nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("leased", Boolean, nullable=False, server_default=text("false")),
    Column("due_at", Instant, nullable=True),
    Column("finished_at", Instant, nullable=True),
    UniqueConstraint("owner", "channel", "target", "subject", name="notifications_once"),
    Index("notifications_due", "due_at", postgresql_where=text("status = 'pending'")),
    Index("notifications_thread", "thread", "target", postgresql_where=text("status = 'pending'")),
    Index("notifications_owner", "owner", "channel", "id"),
)

# Each try to deliver one: `outcome` is a word of deliver.outcome, `status_code` what the receiver answered.
attempts = Table(
    "attempts",
    metadata,
    Column("notification_id", BigInteger, ForeignKey("alerts.notifications.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("status_code", Integer, nullable=True),
    Column("detail", Text, nullable=False),
    Column("milliseconds", Integer, nullable=False),
)
