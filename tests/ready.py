"""Databases over which the migrations have already run: made once a process, copied for each test.

Running all migrations takes longer than most tests do; that they lead to this schema is what `test_database` is about.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from sync_server.durable.database import open_engine, upgrade
from tests.postgres import new_database

_TEMPLATE = "migrated"


def ready_database(socket: str, name: str) -> str:
    """A database of PostgreSQL with the tables of this program, which are empty; gives its URL."""
    return new_database(socket, name, like=_template(socket))


def ready_file(file: Path) -> str:
    """The same as a file of SQLite, unless it is there already; gives its URL."""
    if not file.exists():
        file.write_bytes(_migrated())
    return f"sqlite:///{file}"


def stands(engine: sa.Engine) -> bool:
    """Whether the tables were made; a server that starts again need not look for migrations."""
    return sa.inspect(engine).has_table("alembic_version")


@cache
def _template(socket: str) -> str:
    engine = open_engine(new_database(socket, _TEMPLATE))
    upgrade(engine)
    engine.dispose()  # nobody may be connected to what is copied
    return _TEMPLATE


@cache
def _migrated() -> bytes:
    folder = Path(tempfile.mkdtemp())
    engine = open_engine(f"sqlite:///{folder / 'server.db'}")
    upgrade(engine)
    engine.dispose()
    try:
        return (folder / "server.db").read_bytes()
    finally:
        shutil.rmtree(folder)
