"""Targets of units: set, corrected and taken back as entries in the feed of the unit that each is for."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import writers
from sync_server.district.cases.views import Written
from sync_server.district.who import Who
from sync_server.durable.tables_totals import aimed
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.direction import target as rules
from vaxdesk.domain.direction.target import Line
from vaxdesk.domain.payloads import Amend, Target, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.tables_direction import target

RIGHT = Act.SET_TARGETS
_CORRECTED = "corrected"
_OF_UNIT = sa.select(aimed.c.key).where(aimed.c.node == sa.bindparam("unit"))
_SAID = sa.select(target).where(target.c.voided == 0, bulk.among(target.c.id, "ids"))


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A target of a unit, with who set it. `holds`: it is the latest of its line."""

    ref: str
    line: Line
    n: int
    basis: str
    written: Written | None
    holds: bool


def of_unit(conn: sa.Connection, unit: int) -> list[View]:
    """All targets that were set for a unit and not taken back, the latest days first."""
    keys = conn.execute(_OF_UNIT, {"unit": unit}).scalars().all()
    names = naming.names(conn)
    rows = conn.execute(_SAID, {"ids": list(keys)}).all()
    latest = {rules.line_of(_target(row)): row.id for row in sorted(rows, key=lambda row: (row.stamp, row.id))}
    written = writers.of(conn, names, [row.id for row in rows])
    found = [
        View(ref=names.ref(row.id), line=line, n=row.n, basis=row.basis, written=written.get(row.id),
             holds=latest[line] == row.id)
        for row in rows if (line := rules.line_of(_target(row)))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.line, one.holds), reverse=True)


def set_(
    conn: sa.Connection, server: Server, who: Who, unit: sa.Row, *, said: Target, products: Collection[str]
) -> str | Refused:
    """Sets a target for a unit, in the caller's transaction; gives its reference. One of the same line it replaces."""
    wrong = _no_right(who, unit) or rules.check(said, products=products)
    if wrong:
        return wrong
    what = rules.TargetOf(said.what)
    made = said if what.has_days else Target(what=said.what, n=said.n, basis=said.basis)
    mine = (one for one in of_unit(conn, unit.org_no) if one.line == rules.line_of(made) and one.holds)
    same = next(mine, None)
    if same is not None and (same.n, same.basis) == (made.n, made.basis):
        return Refused(reason=Refusal.NOTHING_CHANGED)
    if same is None:
        return hosted.write(conn, server, unit.org_no, [Note(kind="target", payload=made, user=who.user_no)])[0]
    id_ = naming.names(conn).known(same.ref)
    values = {"n": str(made.n), "basis": made.basis}
    prior = {name: held for name in values if (held := registers.holder(conn, id_, name))}
    said_ = Amend(set=values, prior=prior, why=_CORRECTED)
    note = Note(kind="amend", payload=said_, of=same.ref, rev=registers.next_rev(conn, id_), user=who.user_no)
    return hosted.write(conn, server, unit.org_no, [note])[0]


def take_back(conn: sa.Connection, server: Server, who: Who, unit: sa.Row, ref: str) -> str | Refused:
    """Takes a target of a unit back; one that it replaced holds again.

    Returns:
        Refused NO_RIGHT; ISSUE_GONE for what is no target of this unit.
    """
    wrong = _no_right(who, unit)
    if wrong:
        return wrong
    if ref not in {one.ref for one in of_unit(conn, unit.org_no)}:
        return Refused(reason=Refusal.ISSUE_GONE)
    id_ = naming.names(conn).known(ref)
    void = Void(v=True, why=UndoReason.WRONG_ENTRY.value)
    note = Note(kind="void", payload=void, of=ref, rev=registers.next_rev(conn, id_), user=who.user_no)
    return hosted.write(conn, server, unit.org_no, [note])[0]


def _no_right(who: Who, unit: sa.Row) -> Refused | None:
    return None if who.may(RIGHT, unit.path) else Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})


def _target(row: sa.Row) -> Target:
    return Target(**{name: getattr(row, name) for name in Target.__struct_fields__})
