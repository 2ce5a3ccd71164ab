"""Logs of attachments: told by their first entry, sent behind everything else whoever wrote them (decision 0025)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Open
from vaxdesk.journal import line
from vaxdesk.store.tables import entry

_FIRST = sa.select(entry.c.line).where(entry.c.local_no == sa.bindparam("number"), entry.c.seq == 1)
_SIZE = sa.select(sa.func.sum(sa.func.length(entry.c.line))).where(
    entry.c.local_no == sa.bindparam("number"), entry.c.seq > sa.bindparam("after")
)
_open = msgspec.json.Decoder(Open)


class Numbered(Protocol):
    """A log by its local number."""

    @property
    def local_no(self) -> int: ...


_L = TypeVar("_L", bound=Numbered)


def behind_everything(conn: sa.Connection, logs: Iterable[_L]) -> list[_L]:
    """The same logs, those of attachments last."""
    return sorted(logs, key=lambda one: is_aside(conn, one.local_no))


def is_aside(conn: sa.Connection, local_no: int) -> bool:
    """Whether a log says in its first entry that it holds attachments."""
    return says_aside(conn.execute(_FIRST, {"number": local_no}).scalar())


def says_aside(first: bytes | None) -> bool:
    """Whether a first entry says so."""
    try:
        return bool(first) and _open.decode(line.decode(first).d).aside
    except (line.BadLine, msgspec.DecodeError):
        return False


def size(conn: sa.Connection, local_no: int, after: int) -> int:
    """Bytes of what waits in a log behind an entry; pictures hardly shrink on the line."""
    return conn.execute(_SIZE, {"number": local_no, "after": after}).scalar() or 0
