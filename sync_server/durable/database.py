"""Opens the server's database by URL, SQLite or PostgreSQL, and brings it to this program's schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from sync_server.durable import liveness
from sync_server.durable.locks import Lock, hold

_READING = "vaxdesk_reading"
BUSY_MS = 30_000  # for so long SQLite waits for the lock of whoever writes
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {BUSY_MS}",
    "cache_size = -32768",  # kB; a day of one site is folded without writing pages twice
    "wal_autocheckpoint = 4000",  # pages
    "secure_delete = ON",  # what the law had erased is not left in free pages
)
_STAMPS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_wal_insert_lsn()"}


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
    engine = sa.create_engine(parsed, pool_size=10, hide_parameters=True)  # an error names nobody
    if engine.dialect.name == "postgresql":
        liveness.watch(engine)
    else:
        sa.event.listen(engine, "connect", _prepare_sqlite if durable else _prepare_volatile)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection inside a transaction that only reads."""
    with engine.connect().execution_options(**{_READING: True}) as conn:
        yield conn


@contextmanager
def looking(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for some questions of which each may see the database as it is by then.

    On PostgreSQL a transaction that reads sees no more than that either; without one, nothing has to be begun and
    ended at the database, which costs as much as two questions.
    """
    if engine.dialect.name != "postgresql":
        with reading(engine) as conn:
            yield conn
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        yield conn


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection inside one transaction, committed at the end; SQLite takes the write lock at once."""
    with engine.begin() as conn:
        yield conn


def need_not_last(conn: sa.Connection) -> None:
    """Lets the commit of this transaction go ahead of the disk: of what can be worked out again.

    A power cut may then take it away, whole; it never stands without what was committed before it. On SQLite nothing
    changes: there it is not for a single transaction to say.
    """
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SET LOCAL synchronous_commit = off")


class Watch:
    """Tells whether anything at all was written into a database, for far less than looking for what."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._line: Any = None  # a bare connection: it is in no transaction, which would hold off writers or the past
        self._seen: object = None

    def changed(self) -> bool:
        """Whether anything was written since this was last asked; also true at first, and when it cannot be told."""
        seen, self._seen = self._seen, self._stamp()
        return self._seen is None or seen != self._seen

    def close(self) -> None:
        """Closes its connection."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _stamp(self) -> object:
        """A value that moves with each commit of others: SQLite compares on one connection, which stays open."""
        try:
            if self._line is None:
                self._line = self._open()
            return self._line.execute(_STAMPS[self._engine.dialect.name]).fetchone()[0]
        except (self._engine.dialect.loaded_dbapi.Error, sa.exc.SQLAlchemyError):
            self.close()
            return None

    def _open(self) -> Any:
        pooled = self._engine.raw_connection()
        line = pooled.dbapi_connection
        pooled.detach()
        if self._engine.dialect.name == "postgresql":
            line.autocommit = True
        return line


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Runs the migrations that are missing, in one transaction; several processes may do so at the same time."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as conn:
        hold(conn, Lock.MIGRATIONS)
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
