"""Pleas for an erasure that stations wrote down: which wait for an answer, and the answer to one that is not granted.

An erasure answers a plea by itself: whose person is gone has been answered (decision 0018).
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import org
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.plea import PleaView
from vaxdesk.registry import registers
from vaxdesk.registry.queries import pleas


class Asked(msgspec.Struct, frozen=True):
    """A plea, and the unit that wrote it down."""

    plea: PleaView
    unit: str  # its code
    place: str  # its name


def waiting(conn: sa.Connection, *, now_ms: int) -> list[Asked]:
    """Pleas that nobody has answered, the oldest first."""
    names = naming.names(conn)
    found = [one for one in pleas.standing(conn, names, today=times.day_of(now_ms / 1000)) if one.waits]
    homes = naming.feeds_of(conn, [names.known(one.id) for one in found])
    units = {row.org_no: row for row in conn.execute(sa.select(org.c.org_no, org.c.code, org.c.name))}
    return [_asked(one, units.get(homes.get(names.known(one.id), 0))) for one in found]


def answer(conn: sa.Connection, server: Server, reference: str, number: str) -> bool:
    """Answers a plea otherwise than by an erasure, in the feed in which it stands; false when none waits there."""
    names = naming.names(conn)
    id_ = names.known(reference)
    home = naming.feeds_of(conn, [id_]).get(id_) if id_ else None
    if home is None or reference not in {one.plea.id for one in waiting(conn, now_ms=server.now_ms())}:
        return False
    said = Amend(set={"answer": number})
    note = Note(kind="amend", payload=said, of=reference, rev=registers.next_rev(conn, id_))
    hosted.write(conn, server, home, [note])
    return True


def _asked(plea: PleaView, unit: sa.Row | None) -> Asked:
    return Asked(plea, unit.code if unit else "", unit.name if unit else "")
