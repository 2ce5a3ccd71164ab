"""The logs of the station as they are held: how far, with which hash, and which log of the same device came before."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Open
from vaxdesk.journal import line, ref
from vaxdesk.store import asides, enrolment
from vaxdesk.store.tables import entry, item, logname

_open = msgspec.json.Decoder(Open)


class HeldLog(msgspec.Struct, frozen=True, kw_only=True):
    """A log, its head here, and the log that its first entry names as the one before, empty when there is none."""

    local_no: int
    log: str
    seq: int
    h: bytes
    before: str = ""
    before_seq: int = 0


def of_station(conn: sa.Connection) -> list[HeldLog]:
    """Logs of this station's feed and those that no feed has shown yet, oldest first; not those of units above.

    Logs of attachments are left out: a day does not wait for its photos (decision 0025).
    """
    joined = enrolment.enrolment(conn)
    other = item.c.feed != joined.feed if joined else sa.false()
    elsewhere = sa.select(item.c.local_no).where(other)
    first = sa.and_(entry.c.local_no == logname.c.local_no, entry.c.seq == 1)
    rows = conn.execute(
        sa.select(logname.c.local_no, logname.c.log, logname.c.head_seq, logname.c.head_hash, entry.c.line)
        .outerjoin(entry, first)
        .where(logname.c.head_seq > 0, logname.c.local_no.not_in(elsewhere))
        .order_by(logname.c.local_no)
    )
    return [_log(row) for row in rows if not asides.says_aside(row.line)]


def _log(row: sa.Row) -> HeldLog:
    before, before_seq = _before(row.line)
    return HeldLog(
        local_no=row.local_no, log=row.log, seq=row.head_seq, h=row.head_hash, before=before, before_seq=before_seq
    )


def _before(first: bytes | None) -> tuple[str, int]:
    if first is None:
        return "", 0
    try:
        return ref.split(_open.decode(line.decode(first).d).prev)
    except (line.BadLine, msgspec.DecodeError, ref.BadRef):
        return "", 0
