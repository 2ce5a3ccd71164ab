"""Runs the migrations on the connection that the program hands over."""

from __future__ import annotations

from alembic import context

from sync_server.durable import tables_cases  # noqa: F401 - its tables are part of the core
from sync_server.durable.tables import core

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=core,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
