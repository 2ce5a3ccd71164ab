"""Opens the server's database by URL, SQLite or PostgreSQL, and brings it to this program's schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

_READING = "vaxdesk_reading"
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 30000",
    "secure_delete = ON",  # what the law had erased is not left in free pages
)
_UPGRADE_LOCK = 0x7661780001  # any number, the same in every process


def open_engine(url: str, *, durable: bool = True) -> sa.Engine:
    """An engine on the database; `postgresql://` means the psycopg driver.

    Args:
        durable: False lets SQLite leave syncing to the system; for simulations whose disk is memory alone.

    Raises:
        sqlalchemy.exc.ArgumentError: not the URL of such a database.
    """
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise sa.exc.ArgumentError(parsed.drivername)
    engine = sa.create_engine(parsed, pool_pre_ping=parsed.get_backend_name() == "postgresql", pool_size=10)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite if durable else _prepare_volatile)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection inside a transaction that only reads."""
    with engine.connect().execution_options(**{_READING: True}) as conn:
        yield conn


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection inside one transaction, committed at the end; SQLite takes the write lock at once."""
    with engine.begin() as conn:
        yield conn


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction; several processes may do so at the same time."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as conn:
        if engine.dialect.name == "postgresql":
            conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        config.attributes["connection"] = conn
        command.upgrade(config, to)


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # transactions are begun below, not by the driver's guess
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _prepare_volatile(raw: Any, record: Any) -> None:
    _prepare_sqlite(raw, record)
    raw.execute("PRAGMA synchronous = OFF")


def _begin_sqlite(conn: sa.Connection) -> None:
    conn.exec_driver_sql("BEGIN" if conn.get_execution_options().get(_READING) else "BEGIN IMMEDIATE")
