"""A process that dies at a chosen moment, and a disk that is full: both at a real engine on a real file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

_FULL = 2
_NO_LIMIT = 4_294_967_294  # what SQLite calls no limit on the pages of a file


class Crash(BaseException):
    """The process dies here: nothing of ours may catch it, and nothing runs after it but the next start."""


class Statements(dict[Any, Any]):
    """Statements compiled once for all engines of a kind: a world opens dozens of them."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


_compiled = Statements()


class Fuse:
    """Hung on an engine, lets its process die at the n-th moment.

    A moment is before or after a statement. The server runs some on bare connections, so there the connection itself
    is watched.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._moments = 0
        self._engine = engine
        self._ticked = self._tick  # one and the same object, so that it can be taken off again
        self._pages = 0
        self._raw: list[Any] = []
        engine.update_execution_options(compiled_cache=_compiled)
        engine.dialect.do_close = engine.dialect.do_terminate = _close  # type: ignore[method-assign]
        sa.event.listen(engine, "connect", self._on_connect)
        if engine.dialect.loaded_dbapi is sqlcipher:
            self._hold(engine)  # a store has worked on its file by now, and keeps the connection
        else:
            sa.event.listen(engine, "do_connect", self._watched)

    @property
    def moments(self) -> int:
        """Until death; 0 for none."""
        return self._moments

    @moments.setter
    def moments(self, wanted: int) -> None:
        if self._engine.dialect.loaded_dbapi is sqlcipher and bool(wanted) != bool(self._moments):
            hang = sa.event.listen if wanted else sa.event.remove  # it costs, and few runs die
            for moment in ("before_cursor_execute", "after_cursor_execute"):
                hang(self._engine, moment, self._ticked)
        self._moments = wanted

    def _tick(self, *_args: Any) -> None:
        self.tick()

    def _watched(self, _dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options["factory"] = type("Watched", (_Watched,), {"fuse": self})

    def tick(self) -> None:
        """One moment passes.

        Raises:
            Crash: it was the last.
        """
        if self._moments > 1:
            self._moments -= 1
        elif self._moments:
            self.moments = 0
            raise Crash

    def process_ends(self) -> None:
        """Lets go of the file as the system does for a process that is no more, whatever was under way."""
        for raw in self._raw:
            _close(raw)

    def fill_disk(self, *, spare_pages: int) -> None:
        """From now on the file may grow by so many pages; SQLite itself says when it is full."""
        for raw in self._raw:
            with suppress(sqlite3.ProgrammingError, sqlcipher.ProgrammingError):
                (held,) = raw.execute("PRAGMA page_count").fetchone()
                self._pages = held + spare_pages
        self._limit()

    def free_disk(self) -> None:
        """There is room again."""
        self._pages = _NO_LIMIT
        self._limit()

    def _limit(self) -> None:
        for raw in self._raw:
            with suppress(sqlite3.ProgrammingError, sqlcipher.ProgrammingError):
                raw.execute(f"PRAGMA max_page_count = {self._pages}")

    def _hold(self, engine: sa.Engine) -> None:
        held = engine.raw_connection()
        if held.dbapi_connection not in self._raw:
            self._raw.append(held.dbapi_connection)
        held.close()

    def _on_connect(self, raw: Any, _record: Any) -> None:
        self._raw.append(raw)
        if self._pages:
            raw.execute(f"PRAGMA max_page_count = {self._pages}")


def after_power_cut(file: Path, synced: int) -> dict[str, bytes]:
    """What a power cut leaves of a database, by the ending of each file's name.

    Args:
        synced: `PRAGMA synchronous`. From FULL on the log of writes is on the disk with each commit; below that nothing
            has made the system write it before the next checkpoint.
    """
    endings = ("", "-wal") if synced >= _FULL else ("",)
    files = {ending: file.with_name(file.name + ending) for ending in endings}
    return {ending: path.read_bytes() for ending, path in files.items() if path.exists()}


def lay_down(file: Path, kept: Mapping[str, bytes]) -> None:
    """Puts these files of a database in the place of those that are there."""
    for stale in file.parent.glob(f"{file.name}*"):
        stale.unlink()
    for ending, data in kept.items():
        file.with_name(file.name + ending).write_bytes(data)


class _Cursor(sqlite3.Cursor):
    def execute(self, *args: Any) -> sqlite3.Cursor:
        self.connection.fuse.tick()
        done = super().execute(*args)
        self.connection.fuse.tick()
        return done

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        self.connection.fuse.tick()
        done = super().executemany(*args)
        self.connection.fuse.tick()
        return done


class _Watched(sqlite3.Connection):
    fuse: Fuse

    def cursor(self, *_args: Any, **_options: Any) -> sqlite3.Cursor:
        return super().cursor(_Cursor)

    def execute(self, *args: Any) -> sqlite3.Cursor:
        return self.cursor().execute(*args)

    def commit(self) -> None:
        self.fuse.tick()
        super().commit()
        self.fuse.tick()

    def close(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # closed before
            self.rollback()
        super().close()


def _close(raw: Any) -> None:
    """Closes a connection; a statement that was cut short would keep the lock of one that is merely closed."""
    with suppress(sqlite3.ProgrammingError, sqlcipher.ProgrammingError):  # closed before
        raw.rollback()
        raw.close()
