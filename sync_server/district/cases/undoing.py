"""Takes an act back by further entries: linked people are parted, what was taken back or corrected stands again."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.district.cases import acts, finding
from sync_server.district.cases.changing import taken_out
from sync_server.district.cases.deciding import PAIRED, RIGHT
from sync_server.district.cases.views import Answer, Decided, Deed
from sync_server.district.who import Who
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change

_WHY = UndoReason.WRONG_ENTRY.value


def undo(conn: sa.Connection, server: Server, who: Who, act: int) -> Answer:
    """Takes an act back, in the caller's transaction.

    Returns:
        Refused ISSUE_GONE for what is no act of one's units, NO_RIGHT, ALREADY_VOIDED, NOT_YET_READ while the readers
        have not come to it, CHANGED_SINCE when somebody has corrected the same since.
    """
    row = acts.row(conn, act)
    names = naming.names(conn)
    found = finding.case(conn, names, who, row.issue) if row else None
    if found is None:
        return Refused(reason=Refusal.ISSUE_GONE)
    what = Deed(row.what)
    places = [*finding.places(conn, [row.feed_no]), *(found.units if what in PAIRED else ())]
    if not any(who.may(RIGHT[what], one.path) for one in places):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT[what].value})
    if row.undone_ms is not None:
        return Refused(reason=Refusal.ALREADY_VOIDED)
    notes = [_undoing(conn, names, what, ref, who.user_no) for ref in reversed(row.written.split(","))]
    refused = next((one for one in notes if isinstance(one, Refused)), None)
    if refused:
        return refused
    refs = hosted.write(conn, server, row.feed_no, notes)
    acts.undone(conn, act, at_ms=server.now_ms())
    return Decided(act=act, refs=tuple(refs))


def _undoing(conn: sa.Connection, names: LogNames, what: Deed, ref: str, user_no: int) -> Note | Refused:
    id_ = names.known(ref)
    if what is Deed.CORRECT:
        if not _is_read(conn, id_):
            return Refused(reason=Refusal.NOT_YET_READ)
        note = taken_out(conn, names, ref, why=_WHY)
        if note is None:
            return Refused(reason=Refusal.CHANGED_SINCE)
        return Note(kind="amend", payload=note.payload, of=note.of, rev=note.rev, user=user_no)
    if what in (Deed.VOID, Deed.UNLINK):
        obj = conn.execute(sa.select(change.c.obj).where(change.c.id == id_)).scalar()
        if obj is None:
            return Refused(reason=Refusal.NOT_YET_READ)
        rev = registers.next_rev(conn, obj)
        return Note(kind="void", payload=Void(v=False, why=_WHY), of=names.ref(obj), rev=rev, user=user_no)
    rev = registers.next_rev(conn, id_) if id_ else 1  # of what the readers have not seen nothing was changed
    return Note(kind="void", payload=Void(v=True, why=_WHY), of=ref, rev=rev, user=user_no)


def _is_read(conn: sa.Connection, id_: int) -> bool:
    return bool(id_) and conn.execute(sa.select(change.c.id).where(change.c.id == id_)).first() is not None
