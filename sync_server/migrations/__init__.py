"""Alembic migrations of the server's core, run by program; no ini file."""
