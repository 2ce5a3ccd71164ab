"""By which entry an entry came here: itself, or the quote that brought it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables_exchange import held

_QUOTED = sa.select(held.c.id, held.c.quoted).where(bulk.among(held.c.id, "ids"), held.c.quoted != 0)


def carrier(column: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The entry that brought the one in a column, as a column."""
    quote = sa.select(held.c.quoted).where(held.c.id == column, held.c.quoted != 0).scalar_subquery()
    return sa.func.coalesce(quote, column)


def carriers(conn: sa.Connection, ids: Collection[int]) -> dict[int, int]:
    """The quotes that brought some entries, by entry; those that came themselves are left out."""
    return {row.id: row.quoted for row in conn.execute(_QUOTED, {"ids": ids})} if ids else {}
