"""Looks into the journal for what the fold no longer shows: how an entry read, and how far each log is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from vaxdesk.journal import hole
from vaxdesk.journal.line import Line, decode
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.store.tables import entry, logname

_LINE = sa.select(entry.c.line).where(
    entry.c.local_no == sa.bindparam("number"), entry.c.seq == sa.bindparam("seq")
)

_MINE = sa.select(logname.c.local_no, logname.c.log, entry.c.seq, entry.c.line).join(
    entry, entry.c.local_no == logname.c.local_no
)


def line_of(conn: sa.Connection, names: LogNames, reference: str) -> Line | None:
    """The entry of a reference as written, None when this device does not hold it, or no more."""
    id_ = names.id(reference)
    found = conn.execute(_LINE, {"number": id_ >> SEQ_BITS, "seq": id_ & (1 << SEQ_BITS) - 1}).scalar()
    return decode(found) if found and not hole.is_hole(found) else None


def newest_clock(conn: sa.Connection, local_no: int) -> int:
    """Device time of the newest entry of a log that still says one; 0 when none does."""
    there = (entry.c.local_no == local_no, entry.c.line != b"")
    newest = conn.execute(sa.select(entry.c.line).where(*there).order_by(entry.c.seq.desc())).scalars()
    return next((decode(text).t for text in newest if not hole.is_hole(text)), 0)


def heads(conn: sa.Connection) -> dict[int, int]:
    """How many entries of each log are held, by the log's local number."""
    return {row.local_no: row.head_seq for row in conn.execute(sa.select(logname.c.local_no, logname.c.head_seq))}


def written_here(conn: sa.Connection, mark: Mapping[int, int]) -> Iterator[tuple[str, int, Line]]:
    """Entries of this device since a mark, in the order of its logs: name of the log, number, what it says.

    Args:
        mark: as `heads` gave it; a log that is not in it is new.
    """
    mine = _MINE.where(logname.c.mine == 1).order_by(logname.c.local_no, entry.c.seq)
    for row in conn.execute(mine):
        if row.seq > mark.get(row.local_no, 0) and row.line and not hole.is_hole(row.line):
            yield row.log, row.seq, decode(row.line)
