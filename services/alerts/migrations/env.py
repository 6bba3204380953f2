from alembic import context

from services.alerts.tables import SCHEMA, metadata
from services.runtime.migrations import configure_env

configure_env(context.config, SCHEMA, metadata)
with context.begin_transaction():
    context.run_migrations()
