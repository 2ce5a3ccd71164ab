"""Looks one entry up in the journal, for what the fold no longer shows: how it read when it was written."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.journal.line import Line, decode
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.store.tables import entry

_LINE = sa.select(entry.c.line).where(
    entry.c.local_no == sa.bindparam("number"), entry.c.seq == sa.bindparam("seq")
)


def line_of(conn: sa.Connection, names: LogNames, reference: str) -> Line | None:
    """The entry of a reference as written, None when this device does not hold it."""
    id_ = names.id(reference)
    found = conn.execute(_LINE, {"number": id_ >> SEQ_BITS, "seq": id_ & (1 << SEQ_BITS) - 1}).scalar()
    return decode(found) if found is not None else None
