"""The last rounds' bytes and seconds, kept so that a new start need not guess."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.line_speed import RoundTime, kept
from vaxdesk.store import kv

_KEY = "sync.line"


def rounds(conn: sa.Connection) -> tuple[RoundTime, ...]:
    """The rounds remembered, the latest last."""
    raw = kv.find(conn, _KEY)
    return () if raw is None else msgspec.json.decode(raw, type=tuple[RoundTime, ...])


def note(conn: sa.Connection, new: RoundTime) -> None:
    """Remembers a round."""
    kv.put(conn, _KEY, msgspec.json.encode(kept(rounds(conn), new)))
