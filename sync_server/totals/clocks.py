"""What the server's signed time said in each log, so that it can be told on which day an entry was written.

Nothing is decided by it: how quickly doses are entered is a figure for people. A reading of the same run tells (as in
`domain.true_times`); without one the device's clock is taken as it was, unless the desk itself said that it doubts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables_totals import told_time
from sync_server.totals import queue
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Clock
from vaxdesk.domain.true_times import Opened, Reading, t_fixed
from vaxdesk.journal.line import NOT_JSON, BadLine, decode
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import held

_CLOCK = b'"k":"clock"'
_MOST = 1 << 53
_LATEST = times.at("9999-12-30", "00:00")
_TOLD = sa.select(told_time).where(told_time.c.id.between(sa.bindparam("first"), sa.bindparam("last")))
_WRITTEN = sa.select(held.c.id, held.c.stamp, held.c.doubt).where(bulk.among(held.c.id, "ids"))


def keep(conn: sa.Connection, written: Iterable[tuple[int, bytes]]) -> None:
    """Keeps what the readings among some lines said; the doses of their logs are counted again.

    Args:
        written: surrogates and exact bytes.
    """
    rows = [row for id_, line in written if _CLOCK in line for row in _rows(id_, line)]
    bulk.insert_new(conn, told_time, rows)
    queue.mark(conn, {(queue.LOG, row["id"] >> SEQ_BITS) for row in rows})


def _rows(id_: int, line: bytes) -> Iterator[dict[str, int]]:
    try:
        said = decode(line)
        told = msgspec.json.decode(said.d, type=Clock)
    except (*NOT_JSON, BadLine):
        return
    if said.k == "clock" and all(0 <= one < _MOST for one in (said.t, told.srv, told.rtt_ms)):
        yield {"id": id_, "clock": said.t, "srv": told.srv, "rtt_ms": told.rtt_ms}


def days(conn: sa.Connection, ids: Iterable[int]) -> dict[int, str]:
    """The ISO day on which each entry was written, by surrogate; none where nothing tells."""
    rows = conn.execute(_WRITTEN, {"ids": list(ids)}).all()
    readings = {log: _readings(conn, log) for log in {row.id >> SEQ_BITS for row in rows}}
    found = {}
    for row in rows:
        fixed = t_fixed(row.stamp, Opened(t=0), readings[row.id >> SEQ_BITS])
        at = row.stamp if fixed is None and not row.doubt else fixed
        if at is not None and 0 <= at < _LATEST:
            found[row.id] = times.day_of(at)
    return found


def _readings(conn: sa.Connection, log: int) -> list[Reading]:
    between = {"first": log << SEQ_BITS, "last": (log + 1 << SEQ_BITS) - 1}
    return [Reading(t=row.clock, srv=row.srv, rtt_ms=row.rtt_ms) for row in conn.execute(_TOLD, between)]
