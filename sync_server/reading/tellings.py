"""Makes entries of what people told after a dose: `told`, in the feed of the site that gave it (decision 0051).

Of a report that corrects another one that one is taken back beside it. Of a person whom the law had erased meanwhile
nothing is filed.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.locks import Lock
from sync_server.durable.tables_portal import portal_told
from sync_server.reading import naming, trays
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.payloads import Told
from vaxdesk.registry import bulk, forgetting
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_told import told

_KEPT_MS = 86_400_000
_WAITS = portal_told.c.said.is_not(None)
_DONE = (
    portal_told.update()
    .where(portal_told.c.digest == sa.bindparam("of"))
    .values(said=None, told=sa.bindparam("number"))
)
_STANDING = sa.select(told.c.id).where(bulk.among(told.c.id, "ids"), told.c.voided == 0)


def _file(conn: sa.Connection, server: Server, unit: int, rows: Sequence[sa.Row]) -> None:
    names = naming.names(conn)
    whose = {row.digest: names.id(row.person) for row in rows}
    gone = forgetting.gone(conn, set(whose.values()))
    erased = [row.digest for row in rows if whose[row.digest] in gone]
    if erased:
        conn.execute(portal_told.delete().where(portal_told.c.digest.in_(erased)))
    _enter(conn, server, names, unit, [row for row in rows if whose[row.digest] not in gone])
    before = server.now_ms() - _KEPT_MS
    conn.execute(portal_told.delete().where(portal_told.c.at_ms < before, ~_WAITS))


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
    trays.take_back(conn, server, unit, [(one, old[one]) for one in sorted(standing)])
    conn.execute(_DONE, [{"of": row.digest, "number": names.id(ref)} for row, ref in zip(rows, given, strict=True)])


TRAY = trays.by_unit("tellings", Lock.TELLINGS, portal_told, _WAITS, _file)
