"""Registrations of the public go along with a session that its station has moved to another day (decision 0045).

A desk takes the people along whom it knows. Whoever registered while it was without a line stands on a line of the old
day: that line is corrected here, by the server's own device, as the desk would have done. Slip and app show the day of
the line. A registration that is not filed yet is corrected once it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from sync_server.durable.tables import cursor, feed
from sync_server.durable.tables_portal import portal_signup
from sync_server.reading.certifying import FOLDER
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.signups import SignupState
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.tables import appt

_OF = sa.bindparam("of")
_LEFT_BEHIND = (  # a line that its station took away, moved to another session or gave no place is none of this one
    sa.select(portal_signup.c.digest, portal_signup.c.org_no, portal_signup.c.plan, portal_signup.c.line,
              portal_signup.c.ref)
    .join(appt, appt.c.id == portal_signup.c.line)
    .where(portal_signup.c.plan == _OF, portal_signup.c.state == SignupState.FILED.value)
    .where(appt.c.plan == _OF, appt.c.voided == 0, appt.c.replan == 0, appt.c.day != sa.bindparam("to"))
    .order_by(portal_signup.c.line)
    .with_for_update(of=portal_signup)
)  # fmt: skip
_UNREAD = (
    sa.select(feed.c.feed_no)
    .outerjoin(cursor, sa.and_(cursor.c.feed_no == feed.c.feed_no, cursor.c.name == FOLDER))
    .where(bulk.among(feed.c.feed_no, "ids"), feed.c.head > sa.func.coalesce(cursor.c.pos, 0))
)
_TOLD = portal_signup.update().where(portal_signup.c.digest == sa.bindparam("which"))


def follow(conn: sa.Connection, server: Server, days: Mapping[int, str]) -> set[int]:
    """Takes the registrations of sessions along, in the caller's transaction.

    Args:
        days: ISO day of each session, by surrogate.
    Returns:
        sessions to be looked at again: the fold has not read yet whatever stands in the feed of their station, perhaps
        the station's own correction, or ours.
    """
    later: set[int] = set()
    by_unit: dict[int, list[tuple[sa.Row, str]]] = defaultdict(list)
    for plan, day in sorted(days.items()):
        for row in conn.execute(_LEFT_BEHIND, {"of": plan, "to": day}):
            by_unit[row.org_no].append((row, day))
    unread = _unread(conn, by_unit)
    for unit, some in sorted(by_unit.items()):
        if unit in unread:
            later |= {row.plan for row, _ in some}
        else:
            _correct(conn, server, unit, some)
    return later


def _unread(conn: sa.Connection, units: Collection[int]) -> set[int]:
    return set(conn.execute(_UNREAD, {"ids": list(units)}).scalars()) if units else set()


def _correct(conn: sa.Connection, server: Server, unit: int, some: Sequence[tuple[sa.Row, str]]) -> None:
    notes = [
        Note(kind="amend", payload=Amend(set={"day": day}), of=row.ref, rev=registers.next_rev(conn, row.line))
        for row, day in some
    ]
    hosted.write(conn, server, unit, notes)
    conn.execute(_TOLD.values(day=sa.bindparam("to")), [{"which": row.digest, "to": day} for row, day in some])
