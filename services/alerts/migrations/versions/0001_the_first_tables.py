"""The first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE alerts.arrivals")
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("operator", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
        schema="alerts",
    )
    op.create_table(
        "changes",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("change", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "revision"),
        sa.UniqueConstraint("sequence"),
        schema="alerts",
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("keys", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("claim", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        schema="alerts",
    )
    op.create_index("claims_keys", "claims", ["keys"], unique=False, schema="alerts", postgresql_using="gin")
    op.create_index(op.f("ix_alerts_claims_event_id"), "claims", ["event_id"], unique=False, schema="alerts")
    op.create_table(
        "events",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("parties", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("topics", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        schema="alerts",
    )
    op.create_index("events_parties", "events", ["parties"], unique=False, schema="alerts", postgresql_using="gin")
    op.create_index("events_window", "events", ["starts", "ends"], unique=False, schema="alerts")
    op.create_index(op.f("ix_alerts_events_lapses_at"), "events", ["lapses_at"], unique=False, schema="alerts")
    op.create_table(
        "items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrival", sa.BigInteger(), server_default=sa.text("nextval('alerts.arrivals')"), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("bands", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("enriched", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("arrival"),
        schema="alerts",
    )
    op.create_index("items_bands", "items", ["bands"], unique=False, schema="alerts", postgresql_using="gin")
    op.create_table(
        "notifications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("subscription_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
        sa.UniqueConstraint("owner", "channel", "target", "subject", name="notifications_once"),
        schema="alerts",
    )
    op.create_index(
        "notifications_due", "notifications", ["due_at"], unique=False, schema="alerts", postgresql_where=sa.text("status = 'pending'")
    )
    op.create_index("notifications_owner", "notifications", ["owner", "channel", "id"], unique=False, schema="alerts")
    op.create_index(
        "notifications_thread",
        "notifications",
        ["thread", "target"],
        unique=False,
        schema="alerts",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        schema="alerts",
    )
    op.create_table("subscription_edits", sa.Column("number", sa.BigInteger(), nullable=False), schema="alerts")
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wants", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("filter", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        schema="alerts",
    )
    op.create_index(op.f("ix_alerts_subscriptions_owner"), "subscriptions", ["owner"], unique=False, schema="alerts")
    op.create_table(
        "attempts",
        sa.Column("notification_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notification_id"], ["alerts.notifications.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notification_id", "number"),
        schema="alerts",
    )
    op.execute("INSERT INTO alerts.subscription_edits (number) VALUES (0)")


def downgrade() -> None:
    op.drop_table("attempts", schema="alerts")
    op.drop_index(op.f("ix_alerts_subscriptions_owner"), table_name="subscriptions", schema="alerts")
    op.drop_table("subscriptions", schema="alerts")
    op.drop_table("subscription_edits", schema="alerts")
    op.drop_table("outbox", schema="alerts")
    op.drop_index("notifications_thread", table_name="notifications", schema="alerts", postgresql_where=sa.text("status = 'pending'"))
    op.drop_index("notifications_owner", table_name="notifications", schema="alerts")
    op.drop_index("notifications_due", table_name="notifications", schema="alerts", postgresql_where=sa.text("status = 'pending'"))
    op.drop_table("notifications", schema="alerts")
    op.drop_index("items_bands", table_name="items", schema="alerts", postgresql_using="gin")
    op.drop_table("items", schema="alerts")
    op.drop_index(op.f("ix_alerts_events_lapses_at"), table_name="events", schema="alerts")
    op.drop_index("events_window", table_name="events", schema="alerts")
    op.drop_index("events_parties", table_name="events", schema="alerts", postgresql_using="gin")
    op.drop_table("events", schema="alerts")
    op.drop_index(op.f("ix_alerts_claims_event_id"), table_name="claims", schema="alerts")
    op.drop_index("claims_keys", table_name="claims", schema="alerts", postgresql_using="gin")
    op.drop_table("claims", schema="alerts")
    op.drop_table("changes", schema="alerts")
    op.drop_table("api_keys", schema="alerts")
    op.execute("DROP SEQUENCE alerts.arrivals")
