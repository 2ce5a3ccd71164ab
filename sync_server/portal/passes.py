"""Passes: who has proven a telephone or a paper may look for a quarter of an hour, in that browser alone.

A pass is a row beside the codes, used from the start, so that no code fits it; the database holds only its digest.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.durable.quick import Statement
from sync_server.durable.tables_portal import portal_code
from sync_server.settings import Server

LIFE_MS = 15 * 60_000
_NEW = Statement(portal_code.insert())
_OPEN = Statement(
    sa.select(portal_code.c.subject).where(
        portal_code.c.digest == sa.bindparam("held"),
        portal_code.c.purpose == sa.bindparam("what"),
        portal_code.c.until_ms > sa.bindparam("now_ms"),
    )
)


def open_for(conn: sa.Connection, server: Server, subject: str, *, purpose: str, life_ms: int = LIFE_MS) -> str:
    """Makes a pass in the caller's transaction; gives what the browser keeps."""
    held, now = secrets.token_urlsafe(24), server.now_ms()
    row = {"digest": _digest(held), "purpose": f"pass {purpose}", "subject": subject, "code": b"", "tries": 0}
    quick.Inside(conn)(_NEW, **row, used_ms=now, until_ms=now + life_ms)
    return held


def subject(conn: sa.Connection, server: Server, held: str, *, purpose: str) -> str:
    """Whom a pass is for; empty when it is none, too old or closed."""
    run = quick.Inside(conn)
    found = run(_OPEN, held=_digest(held), what=f"pass {purpose}", now_ms=server.now_ms())
    return found[0][0] if found else ""


def close(conn: sa.Connection, held: str) -> None:
    """Ends a pass."""
    conn.execute(portal_code.delete().where(portal_code.c.digest == _digest(held)))


def _digest(held: str) -> bytes:
    return sha256(held.encode()).digest()
