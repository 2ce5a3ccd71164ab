"""Makes entries of what the public registered: a person and a line on a list, in the feed of the station.

One who takes a place of a session gets a line in it; who leaves the hour to the station stands in a list of that day,
`dang-ky-qua-cong-DAY`, from which the lead fills sessions as from any list (decision 0045). Matching with who is known
is that of every new record (`linking`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from sync_server.durable.locks import Lock
from sync_server.durable.tables_portal import portal_list, portal_signup
from sync_server.reading import naming, trays
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Amend, Appt, Person, Roster
from vaxdesk.domain.signups import SignupState
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames

_LIST = "dang-ky-qua-cong-"  # a file's name, as that of every list
_KEPT_DAYS = 30  # rows after their day
_NEW, _LEAVING = SignupState.NEW.value, SignupState.LEAVING.value
_WAITS = portal_signup.c.state.in_((_NEW, _LEAVING))
_DONE = portal_signup.update().where(portal_signup.c.digest == sa.bindparam("of"))


def _file(conn: sa.Connection, server: Server, unit: int, rows: Sequence[sa.Row]) -> None:
    names = naming.names(conn)
    _enter(conn, server, names, unit, [row for row in rows if row.state == _NEW])
    _take_off(conn, server, unit, [row for row in rows if row.state == _LEAVING])
    before = date.fromisoformat(times.day_of(server.now())) - timedelta(days=_KEPT_DAYS)
    conn.execute(portal_signup.delete().where(portal_signup.c.day < before.isoformat(), ~_WAITS))
    conn.execute(portal_list.delete().where(portal_list.c.day < before.isoformat()))


def _enter(conn: sa.Connection, server: Server, names: LogNames, unit: int, rows: Sequence[sa.Row]) -> None:
    """Writes a person and a line for each."""
    if not rows:
        return
    people = [Note(kind="person", payload=msgspec.json.decode(row.person, type=Person)) for row in rows]
    who = hosted.write(conn, server, unit, people)
    lists = _lists(conn, server, names, unit, [row for row in rows if not row.plan])
    lines = []
    for row, of in zip(rows, who, strict=True):
        roster, place = lists.get(row.digest, ("", 0)) if not row.plan else ("", 0)
        plan = names.ref(row.plan) if row.plan else ""
        appt = Appt(day=row.day, slot=row.slot, plan=plan, roster=roster, row=place)
        lines.append(Note(kind="appt", payload=appt, of=of))
    given = hosted.write(conn, server, unit, lines)
    done = {"state": SignupState.FILED.value, "person": None}
    values = _DONE.values(**done, line=sa.bindparam("number"), ref=sa.bindparam("text"))
    conn.execute(
        values,
        [{"of": row.digest, "number": names.id(one), "text": one} for row, one in zip(rows, given, strict=True)],
    )


def _lists(
    conn: sa.Connection, server: Server, names: LogNames, unit: int, rows: Sequence[sa.Row]
) -> dict[bytes, tuple[str, int]]:
    """The list of each registration without an hour, and its row there; lists are begun, and their length corrected."""
    by_day: dict[str, list[sa.Row]] = defaultdict(list)
    for row in rows:
        by_day[row.day].append(row)
    found: dict[bytes, tuple[str, int]] = {}
    for day, some in sorted(by_day.items()):
        mine = (portal_list.c.org_no == unit, portal_list.c.day == day)
        known = conn.execute(sa.select(portal_list).where(*mine)).first()
        before = known.people if known else 0
        people = before + len(some)
        if known is None:
            said = Roster(file=_LIST + day, sha256="", day=day, rows=people, accepted=people)
            (which,) = hosted.write(conn, server, unit, [Note(kind="roster", payload=said)])
            conn.execute(portal_list.insert(), {"org_no": unit, "day": day, "ref": which, "people": people})
        else:
            which = known.ref
            more = Amend(set={"rows": str(people), "accepted": str(people)})
            rev = registers.next_rev(conn, names.id(which)) + people  # above all of ours, also those not folded yet
            hosted.write(conn, server, unit, [Note(kind="amend", payload=more, of=which, rev=rev)])
            conn.execute(portal_list.update().where(*mine).values(people=people))
        found |= {row.digest: (which, before + at) for at, row in enumerate(some, 1)}
    return found


def _take_off(conn: sa.Connection, server: Server, unit: int, rows: Sequence[sa.Row]) -> None:
    """Takes back the lines of those who cancelled; the record of the person stays, as on every list."""
    if rows:
        trays.take_back(conn, server, unit, [(row.line, row.ref) for row in rows])
        state = SignupState.CANCELLED.value
        conn.execute(_DONE.values(state=state), [{"of": row.digest} for row in rows])


TRAY = trays.by_unit("signups", Lock.SIGNUPS, portal_signup, _WAITS, _file)
