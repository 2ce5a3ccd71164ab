"""Runs the migrations on the connection that the program hands over."""

from __future__ import annotations

from alembic import context

from sync_server.durable.schema import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SCHEMA,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
