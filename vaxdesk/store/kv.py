"""The small shelf of facts that are no entries: device key, PIN verifiers, what sync and the clock learned."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.store.tables import kv

_VALUE = sa.select(kv.c.value).where(kv.c.key == sa.bindparam("wanted"))  # built once: it is asked all the time


def find(conn: sa.Connection, key: str) -> bytes | None:
    """The value of a key, None when there is none."""
    return conn.execute(_VALUE, {"wanted": key}).scalar()


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
    if conn.execute(kv.update().where(kv.c.key == key), {"value": data}).rowcount == 0:
        conn.execute(kv.insert(), {"key": key, "value": data})


def drop(conn: sa.Connection, key: str) -> None:
    """Takes a key away."""
    conn.execute(kv.delete().where(kv.c.key == key))


def keys(conn: sa.Connection, start: str) -> list[str]:
    """Keys that begin so, in order."""
    return list(conn.execute(sa.select(kv.c.key).where(kv.c.key.startswith(start, autoescape=True))).scalars())
