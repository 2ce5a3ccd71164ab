"""A form that is sent twice, by a double click or over a bad line, does what it does once.

Each form carries a mark of its own, made when the page was. A second sending of the same mark by the same person with
the same content is answered with where the first one led to; other content under the mark is a sending of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import sqlalchemy as sa

from sync_server.durable.tables_staff import staff_sending
from vaxdesk.registry import bulk

_KEPT_MS = 24 * 3600 * 1000
_OLD = staff_sending.delete().where(staff_sending.c.at_ms < sa.bindparam("before"))


def digest_of(user_no: int, path: str, content: Iterable[bytes]) -> bytes:
    """What tells one sending from another; each piece of the content is taken with its length."""
    made = sha256(f"{user_no} {path}\n".encode())
    for piece in content:
        made.update(len(piece).to_bytes(8, "big") + piece)
    return made.digest()


def begin(conn: sa.Connection, digest: bytes, *, now_ms: int) -> str:
    """Notes that a form is being dealt with, in the caller's transaction: one sent meanwhile waits for its end.

    Returns:
        Where the same sending led to before; empty: it is the first.
    """
    conn.execute(_OLD, {"before": now_ms - _KEPT_MS})
    bulk.insert_new(conn, staff_sending, [{"digest": digest, "location": "", "at_ms": now_ms}])
    return conn.execute(sa.select(staff_sending.c.location).where(staff_sending.c.digest == digest)).scalar_one()


def end(conn: sa.Connection, digest: bytes, location: str) -> None:
    """Notes where a sending led to; one that was refused may be sent again."""
    mine = staff_sending.c.digest == digest
    if location:
        conn.execute(staff_sending.update().where(mine).values(location=location))
    else:
        conn.execute(staff_sending.delete().where(mine))
