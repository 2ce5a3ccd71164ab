"""Answers to requests of organisations: a day at a place, or a reason why not; written once, taken back by a mark.

What an answer does to the list of the station are entries of the server's own device, in the same transaction: a day
that is offered moves the lines that are in no session yet, a refusal takes them off, and both come back as they were.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from sync_server.district import groups
from sync_server.district.who import Who
from sync_server.durable.tables_portal import portal_group, portal_group_answer
from sync_server.reading import group_lines
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.group_requests import GroupAnswer, GroupFault, GroupVerdict
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Amend, Void
from vaxdesk.domain.signups import STANDING, SignupState

_WHY = "portal"


def give(conn: sa.Connection, server: Server, who: Who, mark: str, answer: GroupAnswer) -> int | GroupFault | None:
    """Answers a request in the caller's transaction; gives the number of the answer.

    Returns:
        None for no request of one's units. ON_THE_WAY while the station has no list yet, ANSWERED for one that is
        refused, OVER for one that was cancelled, PLACED where a refusal would take somebody's hour away.
    """
    row = groups.row_of(conn, who, mark, lock=True)
    if row is None:
        return None
    fault = _fault(conn, row, answer)
    if fault:
        return fault
    touched = group_lines.free(conn, row)
    refused = answer.verdict is GroupVerdict.REFUSED
    said: Payload = Void(v=True, why=_WHY) if refused else _moved(answer.day, answer.hour)
    _write(conn, server, row, touched, said)
    made = portal_group_answer.insert().returning(portal_group_answer.c.no)
    words = {name: getattr(answer, name) for name in ("day", "hour", "place", "reason", "text")}
    values = {"digest": row.digest, "verdict": answer.verdict.value, **words, "touched": msgspec.json.encode(touched)}
    no = conn.execute(made, {**values, "user_no": who.user_no, "at_ms": server.now_ms()}).scalar_one()
    _stands(conn, row, no, SignupState.REFUSED if refused else SignupState.FILED)
    return no


def take_back(conn: sa.Connection, server: Server, who: Who, mark: str) -> int | GroupFault | None:
    """Takes the answer that stands back, in the caller's transaction: the request stands as before it.

    Lines that were put into a session, or taken off, by somebody else since stay as they are.

    Returns:
        None for no request of one's units; NOTHING where nothing was answered, OVER for one that was cancelled.
    """
    row = groups.row_of(conn, who, mark, lock=True)
    if row is None:
        return None
    held = group_lines.standing_answer(conn, row.answer_no)
    if held is None:
        return GroupFault.NOTHING
    if row.state not in (SignupState.FILED.value, SignupState.REFUSED.value):
        return GroupFault.OVER
    touched = msgspec.json.decode(held.touched, type=list[int])
    mine = portal_group_answer.c
    before = sa.select(portal_group_answer).where(mine.digest == row.digest, mine.gone_ms.is_(None), mine.no < held.no)
    earlier = conn.execute(before.order_by(mine.no.desc()).limit(1)).first()
    if held.verdict == GroupVerdict.REFUSED.value:
        _write(conn, server, row, touched, Void(v=False, why=_WHY))
    else:
        free = set(group_lines.free(conn, row))
        said = _moved(earlier.day, earlier.hour) if earlier else _moved(row.day, "")
        _write(conn, server, row, [at for at in touched if at in free], said)
    gone = {"gone_ms": server.now_ms(), "gone_by": who.user_no}
    conn.execute(portal_group_answer.update().where(mine.no == held.no).values(**gone))
    _stands(conn, row, earlier.no if earlier else 0, SignupState.FILED)
    return held.no


def _fault(conn: sa.Connection, row: sa.Row, answer: GroupAnswer) -> GroupFault | None:
    if row.state == SignupState.REFUSED.value:
        return GroupFault.ANSWERED
    if row.state not in STANDING:
        return GroupFault.OVER
    if not row.line:
        return GroupFault.ON_THE_WAY
    refused = answer.verdict is GroupVerdict.REFUSED
    return GroupFault.PLACED if refused and group_lines.placed(conn, row.line, row.people) else None


def _moved(day: str, hour: str) -> Amend:
    return Amend(set={"day": day, "slot": hour}, why=_WHY)


def _write(conn: sa.Connection, server: Server, row: sa.Row, touched: Iterable[int], said: Payload) -> None:
    lines, revs = group_lines.references(row), group_lines.next_revs(conn, row)
    kind = "void" if isinstance(said, Void) else "amend"
    notes = [Note(kind=kind, payload=said, of=lines[at], rev=revs[at]) for at in touched]
    hosted.write(conn, server, row.org_no, notes)


def _stands(conn: sa.Connection, row: sa.Row, no: int, state: SignupState) -> None:
    mine = portal_group.c.digest == row.digest
    conn.execute(portal_group.update().where(mine).values(answer_no=no, state=state.value))
