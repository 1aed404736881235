"""Runs the migrations on the connection, and in the transaction, that the program hands over."""

from __future__ import annotations

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    render_as_batch=True,
)
context.run_migrations()
