"""Makes a list of the station of whom an organisation registered: `dang-ky-to-chuc-NAME-DAY` (decision 0052).

The site lead plans a session from it as from any list. Matching with who is known is that of every new record
(`linking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from sync_server.durable.locks import Lock
from sync_server.durable.tables_portal import portal_group, portal_group_answer
from sync_server.reading import group_lines, naming
from sync_server.reading.trays import Tray
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Appt, Person, Roster, Void
from vaxdesk.domain.signups import SignupState
from vaxdesk.registry import registers

LIST = "dang-ky-to-chuc-"  # a file's name, as that of every list
_KEPT_DAYS = 30  # rows after their day
_LONGEST = 60  # letters of an organisation in a file's name
_NEW, _LEAVING = SignupState.NEW.value, SignupState.LEAVING.value
_WAITS = portal_group.c.state.in_((_NEW, _LEAVING))
_NEXT = sa.select(portal_group.c.digest, portal_group.c.org_no).where(_WAITS).order_by(portal_group.c.at_ms).limit(20)
# a list may be long: each by a transaction of its own
_ONE = sa.select(portal_group).where(_WAITS, portal_group.c.digest == sa.bindparam("digest")).with_for_update()


def file_name(name: str, day: str) -> str:
    """What the list of an organisation is called: plain letters, so that every desk sorts and finds it."""
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in fold(name)).split()
    return f"{LIST}{'-'.join(words)[:_LONGEST].strip('-') or 'khac'}-{day}"


def _file(conn: sa.Connection, server: Server, _unit: int, rows: Sequence[sa.Row]) -> None:
    for row in rows:
        act = _enter if row.state == _NEW else _take_off
        act(conn, server, row)
    before = date.fromisoformat(times.day_of(server.now())) - timedelta(days=_KEPT_DAYS)
    _drop(conn, before.isoformat())


def _drop(conn: sa.Connection, before: str) -> None:
    """Drops requests whose day, and the day that was offered, are long over, with what was answered to them."""
    answered = portal_group_answer.c
    offered = sa.select(answered.no).where(answered.no == portal_group.c.answer_no, answered.day >= before).exists()
    conn.execute(portal_group.delete().where(portal_group.c.day < before, ~_WAITS, ~offered))
    conn.execute(portal_group_answer.delete().where(answered.digest.not_in(sa.select(portal_group.c.digest))))


def _enter(conn: sa.Connection, server: Server, row: sa.Row) -> None:
    """The list, its people, and a line for each."""
    people = msgspec.json.decode(row.said, type=list[Person])
    said = Roster(file=file_name(row.name, row.day), sha256="", day=row.day, rows=len(people), accepted=len(people))
    (which,) = hosted.write(conn, server, row.org_no, [Note(kind="roster", payload=said)])
    who = hosted.write(conn, server, row.org_no, [Note(kind="person", payload=one) for one in people])
    lines = [
        Note(kind="appt", payload=Appt(day=row.day, roster=which, row=at), of=of) for at, of in enumerate(who, start=1)
    ]
    made = hosted.write(conn, server, row.org_no, lines)
    _note(conn, row, state=SignupState.FILED, line=made[0])


def _take_off(conn: sa.Connection, server: Server, row: sa.Row) -> None:
    """Takes the lines of a cancelled list back, with those of hours that the station gave since.

    The records of the people stay, as on every list. The lines follow each other, since they were written together.
    """
    names = naming.names(conn)
    revs = group_lines.next_revs(conn, row)
    notes = [
        Note(kind="void", payload=Void(v=True, why="portal"), of=one, rev=rev)
        for one, rev in zip(group_lines.references(row), revs, strict=True)
    ]
    notes += [
        Note(kind="void", payload=Void(v=True, why="portal"), of=names.ref(one), rev=registers.next_rev(conn, one))
        for one in sorted({hour.id for hour in group_lines.hours(conn, row.line, row.people)})
    ]
    hosted.write(conn, server, row.org_no, notes)
    _note(conn, row, state=SignupState.CANCELLED, line=row.ref)


def _note(conn: sa.Connection, row: sa.Row, *, state: SignupState, line: str) -> None:
    mine = portal_group.c.digest == row.digest
    values = {"state": state.value, "said": None, "ref": line, "line": naming.names(conn).id(line)}
    conn.execute(portal_group.update().where(mine).values(**values))


TRAY = Tray(name="groups", lock=Lock.GROUPS, waits=_NEXT, rows=_ONE, file=_file)
