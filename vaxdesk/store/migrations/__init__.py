"""Alembic migrations of the journal tables, run by program inside the encrypted file; no ini file."""
