"""How far each log has come on its way to the server, for the signs beside entries: one query for a whole page."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.delivery import LogStanding
from vaxdesk.domain.payloads import Open
from vaxdesk.journal import line
from vaxdesk.store import enrolment, feeds, kv
from vaxdesk.store.tables import entry, item, logname

_SENT = "sync.sent"
_COVERED = sa.func.coalesce(
    sa.select(item.c.from_seq + item.c.n)
    .where(item.c.local_no == logname.c.local_no)
    .order_by(item.c.from_seq.desc())
    .limit(1)
    .scalar_subquery(),
    0,
).label("covered")
_FIRST = sa.and_(entry.c.local_no == logname.c.local_no, entry.c.seq == 1)
_STANDINGS = (
    sa.select(logname.c.local_no, logname.c.log, logname.c.mine, logname.c.head_seq, _COVERED, entry.c.line)
    .outerjoin(entry, _FIRST)
    .where(logname.c.local_no.in_(sa.bindparam("numbers", expanding=True)))
)
_open = msgspec.json.Decoder(Open)


def standings(conn: sa.Connection, numbers: Collection[int]) -> dict[int, LogStanding]:
    """How far some logs have come, by their local number."""
    if not numbers:
        return {}
    filed, refused = sent(conn), enrolment.held_back(conn)
    found = {}
    for row in conn.execute(_STANDINGS, {"numbers": list(numbers)}):
        held_back = refused.get(row.log)
        found[row.local_no] = LogStanding(
            confirmed=row.covered,
            sent=filed.get(row.log, 0),
            verdict=held_back.code if held_back else "",
            desk=_desk(row.line),
            here=bool(row.mine),
            held=row.head_seq > 0,
        )
    return found


def sent(conn: sa.Connection) -> dict[str, int]:
    """Logs of which the server filed more than the feed has shown so far, and up to which entry."""
    raw = kv.find(conn, _SENT)
    return {} if raw is None else msgspec.json.decode(raw, type=dict[str, int])


def note_sent(conn: sa.Connection, filed: Mapping[str, int], *, went_back: bool) -> None:
    """Keeps what the server said it filed, until the feed shows it.

    Args:
        filed: log names of one answer, and up to which entry.
        went_back: the server lost what it had; what it said before no longer holds.
    """
    before = sent(conn)
    after = {} if went_back else dict(before)
    for log, upto in filed.items():
        after[log] = max(after.get(log, 0), upto)
    if after:
        covered = {one.log: one.covered for one in feeds.unsent(conn)}
        after = {log: upto for log, upto in after.items() if upto > covered.get(log, upto)}
    if after != before:
        kv.put(conn, _SENT, msgspec.json.encode(after))


def _desk(first: bytes | None) -> str:
    """The PC's name in the first entry of a log; empty where it is erased, damaged or of an older version."""
    if first is None:
        return ""
    try:
        return _open.decode(line.decode(first).d).pc
    except (line.BadLine, *line.NOT_JSON):
        return ""
