"""When entries came in, and what time it was when they were written, by what their logs say of the device's clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import log, segment
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Clock
from vaxdesk.domain.true_times import Opened, Reading, t_fixed
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import NOT_JSON, BadLine, decode
from vaxdesk.registry.names import SEQ_BITS, LogNames

_SEQ = (1 << SEQ_BITS) - 1
_MOST = 60  # segments of a log that are looked through: a long day's run
_STEADY = 300  # seconds by which times may differ without anybody being told
_CLOCK = b'"k":"clock"'
_SINCE = sa.select(log.c.part).where(log.c.log_id == sa.bindparam("log")).scalar_subquery()
_OF_LOG = (
    sa.select(segment.c.from_seq, segment.c.n, segment.c.received_ms, segment.c.data)
    .where(segment.c.log_id == sa.bindparam("log"), segment.c.part >= _SINCE)
    .order_by(segment.c.from_seq)
    .limit(_MOST)
)


_ONE = (
    sa.select(segment.c.received_ms)
    .where(segment.c.log_id == sa.bindparam("log"), segment.c.part >= _SINCE)
    .where(segment.c.from_seq < sa.bindparam("seq"), segment.c.from_seq + segment.c.n >= sa.bindparam("seq"))
    .limit(1)
)


class Moment(msgspec.Struct, frozen=True):
    """When the server got an entry (ms), and the true time of writing in s where its clock was wrong; else 0."""

    received_ms: int = 0
    true_t: int = 0


def of(conn: sa.Connection, names: LogNames, entries: dict[int, int]) -> dict[int, Moment]:
    """Moments of entries, by surrogate.

    Args:
        entries: surrogates with the device's time of each.
    """
    by_log: dict[int, list[int]] = defaultdict(list)
    for one in entries:
        by_log[one >> SEQ_BITS].append(one)
    found: dict[int, Moment] = {}
    for number, ids in by_log.items():
        log_id = ref.log_number(names.name(number))
        rows = conn.execute(_OF_LOG, {"log": log_id}).all()
        readings = _readings(rows)
        for one in ids:
            received = _received(rows, one & _SEQ)
            if not received and len(rows) == _MOST:  # further on in a log of many days
                received = conn.execute(_ONE, {"log": log_id, "seq": one & _SEQ}).scalar() or 0
            found[one] = Moment(received, _true(entries[one], readings))
    return found


def _received(rows: Collection[sa.Row], seq: int) -> int:
    return next((row.received_ms for row in rows if row.from_seq < seq <= row.from_seq + row.n), 0)


def _true(t: int, readings: list[Reading]) -> int:
    fixed = t_fixed(t, Opened(t=t), readings)
    return round(fixed) if fixed is not None and abs(fixed - t) > _STEADY else 0


def _readings(rows: Collection[sa.Row]) -> list[Reading]:
    """What a run noted of the server's time."""
    found = []
    for row in rows:
        for text in segments.read(bytes(row.data), shipped()).lines:
            if _CLOCK in text:
                found += _reading(text)
    return found


def _reading(text: bytes) -> list[Reading]:
    try:
        line = decode(text)
        said = msgspec.json.decode(line.d, type=Clock) if line.k == "clock" else None
    except (BadLine, *NOT_JSON):
        return []
    return [Reading(t=line.t, srv=said.srv, rtt_ms=said.rtt_ms, uptime=said.uptime)] if said else []
