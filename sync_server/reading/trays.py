"""What the public sent lies in a tray until it is entries: unit by unit, some rows in one transaction.

The public request writes one row and never holds the journal. One process at a time goes through a tray.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, alone
from sync_server.reading.readers import Rests, guarded
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Void
from vaxdesk.registry import registers

_UNITS = 100  # in one turn
_ROWS = 200  # of one unit in one transaction
File = Callable[[sa.Connection, Server, int, Sequence[sa.Row]], None]


class Tray(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one kind that wait, and what is done with them.

    Args:
        name: of what rests after a bug.
        lock: of whoever goes through it.
        waits: what one transaction each deals with: `org_no` of the unit, and whatever else `rows` binds.
        rows: those of one such, locked.
        file: makes entries of rows in the feed of their unit and marks them, in the caller's transaction.
    """

    name: str
    lock: Lock
    waits: sa.Select
    rows: sa.Select
    file: File


def by_unit(name: str, lock: Lock, table: sa.Table, waits: sa.ColumnElement[bool], file: File) -> Tray:
    """A tray from which a unit's rows are taken many at a time, in the order in which they came."""
    row = table.c
    units = sa.select(row.org_no).where(waits).distinct().order_by(row.org_no).limit(_UNITS)
    rows = sa.select(table).where(waits, row.org_no == sa.bindparam("org_no")).order_by(row.at_ms, row.digest)
    return Tray(name=name, lock=lock, waits=units, rows=rows.limit(_ROWS).with_for_update(), file=file)


def go_through(server: Server, tray: Tray, rests: Rests) -> int:
    """Files what waits; returns how many rows it were."""
    with reading(server.engine) as conn:
        waiting = conn.execute(tray.waits).all()
    awake = [one for one in waiting if not rests.rests(tray.name, one.org_no)]
    return sum(guarded(rests, tray.name, one.org_no, lambda one=one: _file(server, tray, one)) for one in awake)


def take_back(conn: sa.Connection, server: Server, unit: int, entries: Iterable[tuple[int, str]]) -> None:
    """Takes back entries, in the caller's transaction: what the public cancelled or corrected.

    Args:
        entries: surrogate and `LOG.seq` of each.
    """
    notes = [
        Note(kind="void", payload=Void(v=True, why="portal"), of=ref, rev=registers.next_rev(conn, number))
        for number, ref in entries
    ]
    hosted.write(conn, server, unit, notes)


def _file(server: Server, tray: Tray, waiting: sa.Row) -> int:
    with writing(server.engine) as conn:
        if not alone(conn, tray.lock):
            return 0
        rows = conn.execute(tray.rows, dict(waiting._mapping)).all()
        tray.file(conn, server, waiting.org_no, rows)
        return len(rows)
