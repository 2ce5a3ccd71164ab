"""Many rows in one statement, the same on SQLite and PostgreSQL: few round trips, and each atomic by itself.

SQLite is given tuples through its driver; PostgreSQL takes one array a column (`unnest`), so a batch is one message.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from vaxdesk.registry import arrays

Row = dict[str, Any]
_LEAVE = "ON CONFLICT DO NOTHING"


class _List(sa.types.TypeDecorator):
    """A list of surrogates, or of texts, as one bound value."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """PostgreSQL must not be told that it is a text: it would read the list anew at every row."""
        return dialect.type_descriptor(sa.types.NullType() if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        return self.array(value) if dialect.name == "postgresql" else json.dumps(list(value))


class Ids(_List):
    """Surrogates."""

    cache_ok = True
    kind = "bigint"
    array = staticmethod(arrays.of_numbers)


class Texts(_List):
    """Texts."""

    cache_ok = True
    kind = "text"
    array = staticmethod(arrays.of_texts)


class among(FunctionElement):
    """Whether a column is one of the surrogates, or texts, bound under a name, as many as there are."""

    type = sa.Boolean()
    inherit_cache = True
    name = "among"

    def __init__(self, column: sa.ColumnElement, name: str) -> None:
        super().__init__(column, sa.bindparam(name, type_=Texts() if isinstance(column.type, sa.Text) else Ids()))

    def self_group(self, against: Any = None) -> among:
        """Stands as it is: where a database has no truth values, `= 1` would be put behind it and no index be used."""
        del against
        return self


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **kw: Any) -> str:
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(ids, **kw)}))"


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: Any, **kw: Any) -> str:
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(CAST({compiler.process(ids, **kw)} AS {ids.type.kind}[]))"


def insert_new(conn: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts rows, all with the same keys, leaving alone those already there."""
    _run(conn, table, rows, _LEAVE)


def insert_tuples(
    conn: sa.Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """As `insert_new`, with the values of each row in the order of `names`."""
    _run_tuples(conn, table, names, rows, _LEAVE)


def insert_newest(conn: sa.Connection, table: sa.Table, rows: Sequence[Row], *, by: Sequence[str]) -> None:
    """Inserts rows, or puts them in the place of those of the same key that are smaller in the columns `by`."""
    if rows:
        smaller, larger = (", ".join(f'{prefix}."{one}"' for one in by) for prefix in (f'"{table.name}"', "excluded"))
        _run(conn, table, rows, f"{_replace(table, tuple(rows[0]))} WHERE ({smaller}) < ({larger})")


def put(conn: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts rows, in the place of those of the same key."""
    if rows:
        _run(conn, table, rows, _replace(table, tuple(rows[0])))


def add(conn: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Inserts rows, all with every column, or adds their numbers to those of the same key."""
    _run(conn, table, rows, _adding(table))


def delete(conn: sa.Connection, column: sa.Column, ids: Iterable[int]) -> None:
    """Deletes the rows of a table whose column is one of these surrogates."""
    ids = list(ids)
    if ids:
        conn.execute(_delete(column), {"ids": ids})


@lru_cache(maxsize=256)
def _delete(column: sa.Column) -> sa.Delete:
    return sa.delete(column.table).where(among(column, "ids"))


@lru_cache(maxsize=256)
def _replace(table: sa.Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    return f"ON CONFLICT ({', '.join(_quoted(keys))}) DO UPDATE SET {sets}"


def _names(table: sa.Table) -> list[str]:
    return [column.name for column in table.c]


@lru_cache(maxsize=16)
def _adding(table: sa.Table) -> str:
    keys = [column.name for column in table.primary_key]
    sums = (f'"{one}" = "{table.name}"."{one}" + excluded."{one}"' for one in _names(table) if one not in keys)
    return f"ON CONFLICT ({', '.join(_quoted(keys))}) DO UPDATE SET {', '.join(sums)}"


def _run(conn: sa.Connection, table: sa.Table, rows: Sequence[Row], conflict: str) -> None:
    if rows:
        names = tuple(rows[0])
        values = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)
        _run_tuples(conn, table, names, [values(row) for row in rows], conflict)


def _run_tuples(
    conn: sa.Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], conflict: str
) -> None:
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(_sqlite(table, names, conflict), rows)
    else:
        columns = zip(names, zip(*rows, strict=True), strict=True)
        given = tuple(arrays.of_column(table.c[name], column) for name, column in columns)
        conn.exec_driver_sql(_postgresql(table, names, conflict), given)


@lru_cache(maxsize=256)
def _sqlite(table: sa.Table, names: tuple[str, ...], conflict: str) -> str:
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{table.name}" ({", ".join(_quoted(names))}) VALUES ({marks}) {conflict}'


@lru_cache(maxsize=256)
def _postgresql(table: sa.Table, names: tuple[str, ...], conflict: str) -> str:
    kinds = (table.c[name].type.compile(postgresql.dialect()) for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return f'INSERT INTO "{table.name}" ({", ".join(_quoted(names))}) SELECT * FROM unnest({arrays}) {conflict}'


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
