"""Runs the migrations on the connection that the program hands over."""

from __future__ import annotations

from alembic import context

from vaxdesk.store.tables import journal

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=journal,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's BEGIN IMMEDIATE holds it all
)
context.run_migrations()
