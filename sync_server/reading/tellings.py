"""Makes entries of what people told after a dose: `told`, in the feed of the site that gave it (decision 0051).

The public request writes one row and never holds the journal. Of a report that corrects another one that one is taken
back beside it. Of a person whom the law had erased meanwhile nothing is filed. One process files at a time.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, alone
from sync_server.durable.tables_portal import portal_told
from sync_server.reading import naming
from sync_server.reading.readers import Rests, guarded
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Told, Void
from vaxdesk.registry import bulk, forgetting, registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_told import told

NAME = "tellings"
_MOST = 200  # of one site in one transaction
_KEPT_MS = 86_400_000
_WAIT = portal_told.c.said.is_not(None)
_UNITS = sa.select(portal_told.c.org_no).where(_WAIT).distinct().order_by(portal_told.c.org_no).limit(100)
_WAITING = (
    sa.select(portal_told)
    .where(_WAIT, portal_told.c.org_no == sa.bindparam("unit"))
    .order_by(portal_told.c.at_ms, portal_told.c.digest)
    .limit(_MOST)
    .with_for_update()
)
_DONE = (
    portal_told.update()
    .where(portal_told.c.digest == sa.bindparam("of"))
    .values(said=None, told=sa.bindparam("number"))
)
_STANDING = sa.select(told.c.id).where(bulk.among(told.c.id, "ids"), told.c.voided == 0)


def go_through(server: Server, rests: Rests) -> int:
    """Files what waits, site by site; returns how many reports it were."""
    with reading(server.engine) as conn:
        units = list(conn.execute(_UNITS).scalars())
    awake = [one for one in units if not rests.rests(NAME, one)]
    return sum(guarded(rests, NAME, one, lambda one=one: _file(server, one)) for one in awake)


def _file(server: Server, unit: int) -> int:
    with writing(server.engine) as conn:
        if not alone(conn, Lock.TELLINGS):
            return 0
        rows = conn.execute(_WAITING, {"unit": unit}).all()
        names = naming.names(conn)
        whose = {row.digest: names.id(row.person) for row in rows}
        gone = forgetting.gone(conn, set(whose.values()))
        erased = [row.digest for row in rows if whose[row.digest] in gone]
        if erased:
            conn.execute(portal_told.delete().where(portal_told.c.digest.in_(erased)))
        _enter(conn, server, names, unit, [row for row in rows if whose[row.digest] not in gone])
        before = server.now_ms() - _KEPT_MS
        conn.execute(portal_told.delete().where(portal_told.c.at_ms < before, ~_WAIT))
        return len(rows)


def _enter(conn: sa.Connection, server: Server, names: LogNames, unit: int, rows: list[sa.Row]) -> None:
    """Writes an entry for each, and takes back what one corrects; the row then has no word of it."""
    if not rows:
        return
    said = [msgspec.json.decode(row.said, type=Told) for row in rows]
    given = hosted.write(
        conn, server, unit,
        [Note(kind="told", payload=one, of=row.person) for row, one in zip(rows, said, strict=True)],
    )  # fmt: skip
    old = {names.id(one.replaces): one.replaces for one in said if one.replaces}
    standing = set(conn.execute(_STANDING, {"ids": list(old)}).scalars()) if old else set()
    notes = [
        Note(kind="void", payload=Void(v=True, why="portal"), of=old[one], rev=registers.next_rev(conn, one))
        for one in sorted(standing)
    ]
    hosted.write(conn, server, unit, notes)
    conn.execute(_DONE, [{"of": row.digest, "number": names.id(ref)} for row, ref in zip(rows, given, strict=True)])
