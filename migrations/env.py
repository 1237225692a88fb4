"""Runs the numbered migrations. Short lock and statement time-outs, so that a migration never stops the shop."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

connection: Connection = context.config.attributes["connection"]

if connection.dialect.name == "postgresql":
    connection.execute(text("SET lock_timeout = '2s'"))
    connection.execute(text("SET statement_timeout = '10min'"))

context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=False,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
