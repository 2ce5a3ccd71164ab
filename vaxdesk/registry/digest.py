"""A stable digest of the whole fold: equal wherever the same entries are held, whatever order they came in.

Surrogates differ between databases, so every one is replaced by the reference it stands for. How an entry came
(original or quote) is left out, and so is what was only looked at (issues): both may differ where the entries do not.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import folded, registry
from vaxdesk.registry.tables_exchange import held

_PAGE = 5000
_BITS = 256


def of(conn: sa.Connection, names: LogNames) -> str:
    """Digest of all tables of the fold, hex."""
    return sha256("".join(f"{name}={one};" for name, one in tables(conn, names).items()).encode()).hexdigest()


def tables(conn: sa.Connection, names: LogNames) -> dict[str, str]:
    """Digest of each table by name, hex: tells where two folds differ."""
    return {table.name: _table(conn, names, table) for table in registry.sorted_tables if _counts(table)}


def _counts(table: sa.Table) -> bool:
    return table is not folded and not table.info.get("apart")


def _table(conn: sa.Connection, names: LogNames, table: sa.Table) -> str:
    """Sum of the digests of all rows: no order to agree on, and no table has to fit into memory."""
    query, is_ref = _rows(table)
    total = 0
    for row in conn.execute(query):
        values = [_value(names, value, ref=ref) for value, ref in zip(row, is_ref, strict=True)]
        total += int.from_bytes(sha256(msgspec.json.encode(values)).digest(), "big")
    return f"{total % (1 << _BITS):064x}"


@cache
def _rows(table: sa.Table) -> tuple[sa.Select, list[bool]]:
    """Asks for all rows that count, and which of their values are surrogates."""
    columns = [column for column in table.c if not column.info.get("apart")]
    query = sa.select(*columns)
    if table is held:
        query = query.where(held.c.kind != "quote")  # holding an entry and quotes of it is holding the entry
    return query.execution_options(yield_per=_PAGE), [bool(column.info.get("ref")) for column in columns]


def _value(names: LogNames, value: Any, *, ref: bool) -> Any:
    return names.ref(value) if ref else value
