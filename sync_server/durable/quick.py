"""The few statements of a push and a poll, compiled once and run on bare connections of the driver.

SQLAlchemy takes about a tenth of a millisecond to build, cache and wrap a statement, and a connection from its pool is
asked whether it lives first: for one push that is as much work as all signatures. What is rare stays with SQLAlchemy.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from sqlite3 import SQLITE_BUSY
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary, ref

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite

from sync_server.durable.database import BUSY_MS

_DIALECTS = {"sqlite": pysqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}
_MOST_IDLE = 16
_WAIT, _LOOK = 30.0, 0.001  # seconds in all and between two looks for which SQLite's write lock is waited for
Run = Callable[..., list[tuple[Any, ...]]]  # runs a `Statement` with its values by name
_beginning = Lock()
_ways: WeakKeyDictionary[sa.Engine, Quick] = WeakKeyDictionary()


class Statement:
    """A statement with named parameters, the same for both databases; it holds no values of its own.

    Args:
        apart: the clause for a database whose clause is another one, by its name.
    """

    def __init__(self, clause: sa.Executable, **apart: sa.Executable) -> None:
        clauses = {name: apart.get(name, clause) for name in _DIALECTS}
        self._texts = {name: str(clauses[name].compile(dialect=dialect)) for name, dialect in _DIALECTS.items()}

    def text(self, database: str) -> str:
        """As the driver of that database wants it."""
        return self._texts[database]


class Several:
    """A statement for any number of keys: made for one, two, four … of them, the last one is said again."""

    def __init__(self, made: Callable[[list[sa.BindParameter]], sa.Executable]) -> None:
        self._made = made
        self._sized: dict[int, Statement] = {}

    def of(self, keys: Sequence[int]) -> tuple[Statement, dict[str, int]]:
        """The statement for these keys, at least one, and its values."""
        size = 1 << (len(keys) - 1).bit_length()
        if size not in self._sized:
            named = [sa.bindparam(name, type_=sa.BigInteger) for name in _names(size)]
            self._sized[size] = Statement(self._made(named))
        padded = [*keys, *[keys[-1]] * (size - len(keys))]
        return self._sized[size], dict(zip(_names(size), padded, strict=True))


@cache
def _names(size: int) -> tuple[str, ...]:
    return tuple(f"k{number}" for number in range(size))


class Transaction:
    """Statements inside one transaction on a bare connection."""

    def __init__(self, line: Any, database: str, settle: Callable[[], None]) -> None:
        self._line = line
        self._database = database
        self._settle = settle

    def __call__(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement."""
        return self._line.execute(statement.text(self._database), values).fetchall()

    def each(self, *works: tuple[Statement, Sequence[Mapping[str, Any]]]) -> list[int]:
        """Runs statements, each for its rows, in this order; how many rows of the database each has changed."""
        cursors = [self._line.cursor() for _ in works]
        for cursor, (statement, rows) in zip(cursors, works, strict=True):
            if rows:
                cursor.executemany(statement.text(self._database), rows)
        self._settle()
        return [max(cursor.rowcount, 0) for cursor in cursors]


class Quick:
    """Bare connections to the database of an engine; every statement is a transaction of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = ref(engine)  # weak: what `_ways` holds must not keep its own key
        self._dialect = engine.dialect
        self._idle: deque[Any] = deque()
        self._over = False

    def all(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement.

        Raises:
            sqlalchemy.exc.DBAPIError: as SQLAlchemy would.
        """
        with self._line() as line:
            return line.execute(statement.text(self._dialect.name), values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Several statements as one transaction; SQLite takes the write lock at once.

        Raises:
            sqlalchemy.exc.DBAPIError: as SQLAlchemy would; nothing is changed.
        """
        name = self._dialect.name
        with self._line() as line, _piped(line, name) as settle:
            self._begin(line)
            yield Transaction(line, name, settle)
            line.execute("COMMIT")

    def _begin(self, line: Any) -> None:
        """Begins a transaction.

        SQLite's own waiting looks ever more seldom, ten times a second in the end, and so misses the moments between
        the transactions of readers: a push then took three times as long as the lock was held.
        """
        if self._dialect.name != "sqlite":
            line.execute("BEGIN")
            return
        until = time.monotonic() + _WAIT
        line.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._began(line, last=time.monotonic() > until):
                time.sleep(_LOOK)
        finally:
            line.execute(f"PRAGMA busy_timeout = {BUSY_MS}")

    def _began(self, line: Any, *, last: bool) -> bool:
        try:
            line.execute("BEGIN IMMEDIATE")
        except self._dialect.loaded_dbapi.OperationalError as error:
            if last or error.sqlite_errorcode & 0xFF != SQLITE_BUSY:
                raise
            return False
        return True

    def close(self) -> None:
        """Closes what is idle now, and the rest as soon as it is no longer used."""
        self._over = True
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _line(self) -> Iterator[Any]:
        try:
            line = self._idle.pop()
        except IndexError:
            line = self._open()
        try:
            yield line
        except BaseException as error:
            line.close()
            if not isinstance(error, self._dialect.loaded_dbapi.Error):
                raise
            if self._dialect.is_disconnect(error, line, None):
                self._close_idle()  # the others have lost the same server
            raise like_sqlalchemy(self._dialect, error) from error
        if self._over or len(self._idle) >= _MOST_IDLE:
            line.close()
        else:
            self._idle.append(line)

    def _open(self) -> Any:
        engine = self._engine()
        if engine is None:
            raise RuntimeError("the engine is gone")
        try:
            pooled = engine.raw_connection()
        except self._dialect.loaded_dbapi.Error as error:
            raise like_sqlalchemy(self._dialect, error) from error
        line = pooled.dbapi_connection
        pooled.detach()
        if self._dialect.name == "postgresql":
            line.autocommit = True  # SQLite's are opened so
        return line


def like_sqlalchemy(dialect: sa.Dialect, error: Exception) -> Exception:
    """An error of the driver as SQLAlchemy tells it; it names nobody."""
    kind = dialect.loaded_dbapi.Error
    return sa.exc.DBAPIError.instance(None, None, error, kind, hide_parameters=True, dialect=dialect)


@contextmanager
def _piped(line: Any, database: str) -> Iterator[Callable[[], None]]:
    """Has PostgreSQL told of statements only where a result is asked for, or all are to be settled; at the end at last.

    Each way there and back would take as long as filing two segments. SQLite lives here.
    """
    if database == "sqlite":
        yield lambda: None
        return
    with line.pipeline() as pipeline:
        yield pipeline.sync


def of(engine: sa.Engine) -> Quick:
    """The quick way to the database of an engine; it closes with the engine."""
    way = _ways.get(engine)
    return way if way is not None else _begun(engine)


def _begun(engine: sa.Engine) -> Quick:
    with _beginning:
        if engine not in _ways:
            _ways[engine] = Quick(engine)
            if not sa.event.contains(engine, "engine_disposed", _closed):
                sa.event.listen(engine, "engine_disposed", _closed)
        return _ways[engine]


class Inside:
    """Runs the same statements inside a transaction of SQLAlchemy, past it: a quarter of its work for each.

    Raises:
        sqlalchemy.exc.DBAPIError: as SQLAlchemy would.
    """

    def __init__(self, conn: sa.Connection) -> None:
        if not conn.in_transaction():
            conn.begin()  # one that only looks has begun nothing yet, and on SQLite is to see one state of the database
        self._conn, self._dialect, self._line = conn, conn.dialect, conn.connection.dbapi_connection
        self._cursor = self._line.cursor()

    def __call__(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement."""
        with self._told():
            self._cursor.execute(statement.text(self._dialect.name), values)
            return self._cursor.fetchall() if self._cursor.description else []

    def each(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs a statement for each of some rows, without a way there and back for each."""
        with self._told():
            self._cursor.executemany(statement.text(self._dialect.name), rows)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._dialect.loaded_dbapi.Error as error:
            if self._dialect.is_disconnect(error, self._line, self._cursor):
                self._conn.invalidate(error)
            raise like_sqlalchemy(self._dialect, error) from error


def _closed(engine: sa.Engine) -> None:
    way = _ways.pop(engine, None)
    if way is not None:
        way.close()
