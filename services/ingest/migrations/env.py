from alembic import context

from services.ingest.tables import SCHEMA, Table
from services.runtime.migrations import configure_env

configure_env(context.config, SCHEMA, Table.metadata)
with context.begin_transaction():
    context.run_migrations()
