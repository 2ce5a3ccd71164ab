"""What was taken over from the lists of the police, the latest first; each can be taken back as a whole."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import sqlalchemy as sa

from sync_server.district.cases.changing import taken_out
from sync_server.district.identity import sheets
from sync_server.district.who import Who
from sync_server.durable.tables import given_user
from sync_server.durable.tables_identity import police_take
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change, event

_WHY = UndoReason.WRONG_ENTRY.value
_SHOWN = 30
_RESULTS = sa.select(event.c.id, event.c.voided).where(bulk.among(event.c.id, "ids"))
_CHANGES = sa.select(change.c.id, change.c.obj).where(bulk.among(change.c.id, "ids"))


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that were taken over together."""

    id: int
    name: str
    at_ms: int
    rows: int
    undone: bool


def of_sheet(conn: sa.Connection, number: int) -> list[Taking]:
    """The takings of a list."""
    query = (
        sa.select(police_take, given_user.c.name)
        .outerjoin(given_user, given_user.c.user_no == police_take.c.user_no)
        .where(police_take.c.sheet == number)
        .order_by(police_take.c.id.desc())
        .limit(_SHOWN)
    )
    return [
        Taking(id=row.id, name=row.name or "", at_ms=row.at_ms, rows=row.rows, undone=row.undone_ms is not None)
        for row in conn.execute(query)
    ]


def undo(conn: sa.Connection, server: Server, who: Who, number: int, taking: int) -> int | Refused:
    """Takes a taking back, in the caller's transaction: results no longer stand, corrected fields say what they did.

    A field that somebody has corrected since stays as it is. Gives how many entries were written.

    Returns:
        Refused LIST_UNKNOWN, ALREADY_VOIDED, NOT_YET_READ while the readers have not come to all of it.
    """
    sheet = sheets.find(conn, who, number, lock=True)
    wanted = sa.select(police_take).where(police_take.c.id == taking, police_take.c.sheet == number)
    row = conn.execute(wanted.with_for_update()).first() if sheet else None
    if row is None:
        return Refused(reason=Refusal.LIST_UNKNOWN)
    if row.undone_ms is not None:
        return Refused(reason=Refusal.ALREADY_VOIDED)
    names = naming.names(conn)
    ids = {names.known(ref): ref for ref in row.written.split(",")}
    changes = {one.id: one.obj for one in conn.execute(_CHANGES, {"ids": list(ids)})}
    results = {one.id: one.voided for one in conn.execute(_RESULTS, {"ids": list(ids)})}
    if len(changes) + len(results) < len(ids):
        return Refused(reason=Refusal.NOT_YET_READ)
    written = _written_back(conn, server, who, names, results=results, changes=list(changes))
    conn.execute(police_take.update().where(police_take.c.id == taking).values(undone_ms=server.now_ms()))
    return written


def _written_back(
    conn: sa.Connection, server: Server, who: Who, names: LogNames, *, results: dict[int, int], changes: list[int]
) -> int:
    homes = naming.feeds_of(conn, [*results, *changes])
    by_feed: dict[int, list[Note]] = defaultdict(list)
    for id_ in changes:
        note = taken_out(conn, names, names.ref(id_), why=_WHY)
        if note is not None:
            by_feed[homes[id_]].append(msgspec.structs.replace(note, user=who.user_no))
    for id_, voided in results.items():
        if not voided:
            said, rev = Void(v=True, why=_WHY), registers.next_rev(conn, id_)
            by_feed[homes[id_]].append(Note(kind="void", payload=said, of=names.ref(id_), rev=rev, user=who.user_no))
    return sum(len(hosted.write(conn, server, feed_no, by_feed[feed_no])) for feed_no in sorted(by_feed))
