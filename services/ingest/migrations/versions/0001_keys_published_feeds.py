"""Keys, what was published, and the state of feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("hash", name="uq_api_keys_hash"),
        schema="ingest",
    )
    op.create_table(
        "published",
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "version", name="pk_published"),
        schema="ingest",
    )
    op.create_table(
        "feeds",
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("next_poll_at", INSTANT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_result", sa.Text),
        sa.Column("polled_at", INSTANT),
        sa.PrimaryKeyConstraint("source_id", name="pk_feeds"),
        schema="ingest",
    )


def downgrade() -> None:
    op.drop_table("feeds", schema="ingest")
    op.drop_table("published", schema="ingest")
    op.drop_table("api_keys", schema="ingest")
