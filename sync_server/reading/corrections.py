"""Makes complaints of what the public asked to have corrected, in the feed of the unit concerned (decision 0052).

The 48 hours of the complaint run from the moment when it was sent, however late it is filed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.locks import Lock
from sync_server.durable.tables import org
from sync_server.durable.tables_portal import portal_correction, portal_photo
from sync_server.reading import naming, trays
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.documents import normalise_document
from vaxdesk.domain.payloads import Complaint
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person

KEPT_DAYS = 90  # rows and photos, after they were sent
_DAY_MS = 86_400_000
_WAITS = portal_correction.c.said.is_not(None)
_DONE = (
    portal_correction.update()
    .where(portal_correction.c.digest == sa.bindparam("of"))
    .values(said=None, entry=sa.bindparam("number"), ref=sa.bindparam("text"))
)
_NUMBERS = (person.c.doc, person.c.old_doc, person.c.bhyt)
_CARRY = (
    sa.select(person.c.canon, person.c.dob)
    .where(sa.or_(*(one == sa.bindparam("number") for one in _NUMBERS)), person.c.voided == 0)
    .limit(20)
)


def forget(conn: sa.Connection, references: Collection[str]) -> None:
    """Drops rows and photos of complaints that were erased, in the caller's transaction."""
    if references:
        _drop(conn, portal_correction.c.ref.in_(references))


def _file(conn: sa.Connection, server: Server, unit: int, rows: Sequence[sa.Row]) -> None:
    _enter(conn, server, unit, rows)
    old = server.now_ms() - KEPT_DAYS * _DAY_MS
    _drop(conn, sa.and_(portal_correction.c.at_ms < old, ~_WAITS))


def _enter(conn: sa.Connection, server: Server, unit: int, rows: Sequence[sa.Row]) -> None:
    names = naming.names(conn)
    path = conn.execute(sa.select(org.c.path).where(org.c.org_no == unit)).scalar_one()
    said = [msgspec.json.decode(row.said, type=Complaint) for row in rows]
    about = [row.person or _owner(conn, names, one, path) for row, one in zip(rows, said, strict=True)]
    notes = [Note(kind="complaint", payload=one, of=of) for one, of in zip(said, about, strict=True)]
    made = hosted.write(conn, server, unit, notes)
    done = [{"of": row.digest, "number": names.id(one), "text": one} for row, one in zip(rows, made, strict=True)]
    if done:
        conn.execute(_DONE, done)


def _owner(conn: sa.Connection, names: LogNames, said: Complaint, path: str) -> str:
    """Whose record a request means that came without opening it: the one of document and birth date below the unit.

    Of a record elsewhere nothing is said: the unit must not learn from a stranger's form who is known to others.
    """
    number, born = normalise_document(said.doc), parse_birth(said.dob) or ""
    rows = conn.execute(_CARRY, {"number": number}) if number and born else ()
    fit = {row.canon for row in rows if row.dob and row.dob in (born, born[:7], born[:4])}
    feeds = naming.feeds_of(conn, fit)
    wanted = sa.select(org.c.org_no).where(org.c.org_no.in_(set(feeds.values())), org.c.path.startswith(path))
    here = set(conn.execute(wanted).scalars())
    found = [one for one in fit if feeds.get(one) in here]
    return names.ref(found[0]) if len(found) == 1 else ""


def _drop(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    mine = sa.select(portal_correction.c.digest).where(which)
    conn.execute(portal_photo.delete().where(portal_photo.c.digest.in_(mine)))
    conn.execute(portal_correction.delete().where(which))


TRAY = trays.by_unit("corrections", Lock.CORRECTIONS, portal_correction, _WAITS, _file)
