"""What a finding concerns: people, vials, stacks of paper, entries that a seal names."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.district.missing.views import DayView, Finding, LogRow, StackRow, VialRow, Who
from sync_server.durable.tables_missing import gap
from sync_server.durable.tables_totals import share
from sync_server.reading import naming
from sync_server.totals import gap_things, gaps, packing
from sync_server.totals.packing import What
from vaxdesk.domain.totals.gaps import OF_PEOPLE, GapKind
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import dayseal, lot, person
from vaxdesk.registry.tables_catchup import batch

PEOPLE = 200  # on a page
_LOTS = sa.select(lot.c.id, lot.c.product, lot.c.number).where(bulk.among(lot.c.id, "ids"))
_SEALS = sa.select(dayseal.c.heads).where(bulk.among(dayseal.c.id, "ids"))
_STACKS = sa.select(batch.c.id, batch.c.product, batch.c.lot_no).where(bulk.among(batch.c.id, "ids"))
_RECORDS = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.canon, "ids")).order_by(person.c.id)


def view(conn: sa.Connection, unit: int, day: str, found: list[Finding]) -> DayView:
    """A day of a unit with everything that its findings concern."""
    kinds = {one.kind for one in found}
    names = naming.names(conn)
    whom = _concerned(conn, unit, day, kinds)
    known = {one.id: one for one in people.standing(conn, names, [key for key, _ in whom[:PEOPLE]])}
    shown = ((known.get(names.ref(key)), kind) for key, kind in whom[:PEOPLE])
    rows = {(row.kind, row.what): row for row in conn.execute(_gaps(unit, day))}
    of = {kind: {what for one, what in rows if one == kind} for kind in GapKind}
    return DayView(
        findings=tuple(found),
        figures=dict(gaps.own(conn, [(unit, day)])[unit, day]),
        people=tuple(Who(ref=one.id, name=one.name, dob=one.dob, kind=kind) for one, kind in shown if one),
        more=max(len(whom) - PEOPLE, 0),
        vials=tuple(_vials(conn, day, of[GapKind.VIALS])),
        stacks=tuple(_stacks(conn, {what: rows[GapKind.STACKS, what] for what in of[GapKind.STACKS]})),
        logs=tuple(_logs(conn, unit, of[GapKind.UNSENT])),
    )


def records_at(conn: sa.Connection, unit: int, day: str, kind: GapKind, *, most: int) -> list[str]:
    """References of the records at a unit itself of those whom a finding concerns."""
    keys = [key for key, _ in _concerned(conn, unit, day, {kind})][:most]
    names: LogNames = naming.names(conn)
    records = conn.execute(_RECORDS, {"ids": keys}).all() if keys else []
    homes = naming.feeds_of(conn, [row.id for row in records])
    first = {row.canon: row.id for row in reversed(records) if homes.get(row.id) == unit}
    return [names.ref(first[key]) for key in keys if key in first]


def _gaps(unit: int, day: str) -> sa.Select:
    return sa.select(gap).where(gap.c.feed_no == unit, gap.c.day == day)


def _concerned(conn: sa.Connection, unit: int, day: str, kinds: set[GapKind]) -> list[tuple[int, GapKind]]:
    """Records that stand, with why; those who came to no outcome, and where nobody came those who were waited for."""
    if not kinds & OF_PEOPLE:
        return []
    query = sa.select(share.c.key, share.c.pack).where(
        share.c.feed_no == unit, share.c.day == day, share.c.what == What.PERSON.value
    )
    found = []
    for row in conn.execute(query.order_by(share.c.key)):
        one = packing.share_of(bytes(row.pack))
        if one.came and not one.outcome and GapKind.NO_OUTCOME in kinds:
            found.append((row.key, GapKind.NO_OUTCOME))
        elif one.listed and not one.came and GapKind.NOTHING in kinds:
            found.append((row.key, GapKind.NOTHING))
    return found


def _vials(conn: sa.Connection, day: str, lots: set[int]) -> list[VialRow]:
    if not lots:
        return []
    known = {row.id: row for row in conn.execute(_LOTS, {"ids": list(lots)})}
    return [
        VialRow(
            product=known[one.lot].product,
            lot=known[one.lot].number,
            no=one.no,
            doses=one.use.doses,
            given=one.use.given,
            said=one.use.said,
            closed=one.use.closed,
            n=one.n,
        )
        for one in sorted(gap_things.vials(conn, lots), key=lambda vial: (vial.lot, vial.no))
        if one.n and one.day == day and one.lot in known
    ]


def _stacks(conn: sa.Connection, rows: dict[int, sa.Row]) -> list[StackRow]:
    found = conn.execute(_STACKS, {"ids": list(rows)}).all() if rows else []
    return [
        StackRow(product=one.product, lot=one.lot_no, sheets=rows[one.id].of, typed=rows[one.id].of - rows[one.id].n)
        for one in found
    ]


def _logs(conn: sa.Connection, unit: int, seals: set[int]) -> list[LogRow]:
    heads = conn.execute(_SEALS, {"ids": list(seals)}).scalars() if seals else ()
    missing = {log: span for text in heads for log, span in gap_things.unsent(conn, unit, text).items()}
    return [LogRow(log=log, first=first, last=last) for log, (first, last) in sorted(missing.items())]
