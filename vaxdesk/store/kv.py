"""The small shelf of facts that are no entries: device key, PIN verifiers, what sync and the clock learned."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.store.tables import kv

_VALUE = "SELECT value FROM kv WHERE key = ?"  # as SQLite takes it: it is asked all the time
_KEYS = "SELECT key FROM kv WHERE key >= ? AND key < ? ORDER BY key"
_LAST = "\U0010ffff"  # behind every letter that a key has
_PUT = "INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def find(conn: sa.Connection, key: str) -> bytes | None:
    """The value of a key, None when there is none."""
    return conn.exec_driver_sql(_VALUE, (key,)).scalar()


def value(conn: sa.Connection, key: str) -> bytes:
    """The value of a key that must be there."""
    found = find(conn, key)
    if found is None:
        raise KeyError(key)
    return found


def text(conn: sa.Connection, key: str) -> str:
    """The value of a key as text, empty when there is none."""
    return (find(conn, key) or b"").decode()


def put(conn: sa.Connection, key: str, data: bytes) -> None:
    """Sets a key."""
    conn.exec_driver_sql(_PUT, (key, data))


def drop(conn: sa.Connection, key: str) -> None:
    """Takes a key away."""
    conn.execute(kv.delete().where(kv.c.key == key))


def keys(conn: sa.Connection, start: str) -> list[str]:
    """Keys that begin so, in order."""
    return list(conn.exec_driver_sql(_KEYS, (start, start + _LAST)).scalars())
