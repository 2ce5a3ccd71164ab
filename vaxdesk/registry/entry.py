"""What the fold works on: an entry as stored, and the same entry decoded."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


class Incoming(msgspec.Struct, frozen=True):
    """One entry to fold: its surrogate, exact bytes and hash."""

    id: int
    line: bytes
    h: bytes


class Entry(msgspec.Struct, frozen=True):
    """A decoded entry; `of` is the surrogate of what it is about, 0 if nothing."""

    id: int
    kind: str
    of: int
    t: int
    user: int
    rev: int
    h: bytes
    payload: Any


def insert_new(conn: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Inserts rows, leaving alone those already there: folding an entry twice is folding it once."""
    if rows:
        dialect = sqlite if conn.dialect.name == "sqlite" else postgresql
        conn.execute(dialect.insert(table).on_conflict_do_nothing(), rows)
