"""How a database goes about a query, for tests of indexes."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

_ASKS = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


def explained(conn: sa.Connection, query: sa.Select, values: Mapping[str, object] | None = None) -> list[str]:
    """The steps of a query, one a line, as it would be run with its bound values."""

    def asked_how(_conn, _cursor, text, some, _context, _many):
        return _ASKS[conn.dialect.name] + text, some

    sa.event.listen(conn, "before_cursor_execute", asked_how, retval=True)
    try:
        return [str(row[-1]) for row in conn.execute(query, values or {})]
    finally:
        sa.event.remove(conn, "before_cursor_execute", asked_how)
