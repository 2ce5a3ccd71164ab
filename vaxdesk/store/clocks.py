"""What the journal tells of a log's clock: its first entry, and what the server's signed time said at each contact."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Clock, Open
from vaxdesk.domain.true_times import Opened, Reading, t_fixed
from vaxdesk.journal import hole
from vaxdesk.journal.line import Line, decode
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import held
from vaxdesk.store.tables import entry, logname

_MASK = (1 << SEQ_BITS) - 1
_LATER = 8  # runs of the same device that are looked at: a machine seldom stays on through more
_TOLD = sa.select(held.c.id).where(
    held.c.id.between(sa.bindparam("first"), sa.bindparam("last")), held.c.kind.in_(("open", "clock"))
)
_TEXT = sa.select(entry.c.line).where(entry.c.local_no == sa.bindparam("log"), entry.c.seq == sa.bindparam("seq"))
_AFTER = (
    sa.select(logname.c.local_no)
    .where(logname.c.device == sa.bindparam("device"), logname.c.device != "", logname.c.local_no > sa.bindparam("log"))
    .order_by(logname.c.local_no)
    .limit(_LATER)
)


def true_times(conn: sa.Connection, written: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The true time of entries, where something tells it: surrogate to seconds since 1970.

    Args:
        written: surrogates with the device times of their entries. What came as a quote is left out: its own log, and
            with it what was said of its clock, is not here.
    """
    logs: dict[int, tuple[Opened | None, list[Reading]]] = {}
    found = {}
    for id_, t in written:
        number = id_ >> SEQ_BITS
        if number not in logs:
            logs[number] = _of_log(conn, number)
        opened, readings = logs[number]
        if opened is None:
            continue
        fixed = t_fixed(t, opened, readings, [] if readings else _later(conn, number))
        if fixed is not None:
            found[id_] = round(fixed)
    return found


def _later(conn: sa.Connection, number: int) -> list[Reading]:
    device = conn.execute(sa.select(logname.c.device).where(logname.c.local_no == number)).scalar() or ""
    runs = conn.execute(_AFTER, {"device": device, "log": number}).scalars().all()
    return [reading for one in runs for reading in _of_log(conn, one)[1]]


def _of_log(conn: sa.Connection, number: int) -> tuple[Opened | None, list[Reading]]:
    opened, readings = None, []
    span = {"first": number << SEQ_BITS, "last": number << SEQ_BITS | _MASK}
    for id_ in conn.execute(_TOLD, span).scalars():
        text = conn.execute(_TEXT, {"log": number, "seq": id_ & _MASK}).scalar()
        if not text or hole.is_hole(text):
            continue  # let go
        said = decode(text)
        if said.k == "open":
            opened = Opened(t=said.t, uptime=msgspec.json.decode(said.d, type=Open).uptime)
        else:
            readings.append(_reading(said))
    return opened, readings


def _reading(said: Line) -> Reading:
    told = msgspec.json.decode(said.d, type=Clock)
    return Reading(t=said.t, srv=told.srv, rtt_ms=told.rtt_ms, uptime=told.uptime)
