"""The trust list on the shelf, byte for byte as the server signed it; whoever puts it there has checked that."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.store import kv

_KEY = "trust.list"


def find(conn: sa.Connection) -> bytes | None:
    """The file; None when there is none yet."""
    return kv.find(conn, _KEY)


def keep(conn: sa.Connection, data: bytes) -> None:
    """Puts a list in the place of the one before."""
    kv.put(conn, _KEY, data)
