"""What corrected entries said at first: kept so that a correction can be taken out again without the journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables_exchange import original

_MANY = sa.select(original).where(bulk.among(original.c.id, "ids"))
_encode = msgspec.json.Encoder().encode


def keep(conn: sa.Connection, first: Mapping[int, Mapping[str, Any]]) -> None:
    """Keeps what entries said at first; one already kept stays."""
    bulk.insert_new(conn, original, [{"id": id_, "d": _encode(one).decode()} for id_, one in first.items()])


def of(conn: sa.Connection, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What entries said at first, of those that were corrected."""
    rows = conn.execute(_MANY, {"ids": ids}) if ids else ()
    return {row.id: msgspec.json.decode(row.d) for row in rows}


def change(conn: sa.Connection, changed: Mapping[int, Mapping[str, Any]]) -> None:
    """Puts other values in their place: of what the law has erased."""
    bulk.put(conn, original, [{"id": id_, "d": _encode(one).decode()} for id_, one in changed.items()])
