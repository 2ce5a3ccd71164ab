"""What pages ask of the sums: some rows a unit, whatever the number of doses behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from sync_server.durable.tables_totals import YEAR_OF_ROUND, lot_tally, rooted, tally
from sync_server.totals import packing
from sync_server.totals.rollup import ALL
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.figures import LOT
from vaxdesk.domain.totals.share import Sums
from vaxdesk.registry import bulk

_VERSION = sa.select(rooted.c.version).where(rooted.c.node == sa.bindparam("unit"))


def within(table: sa.Table, since: str, until: str) -> sa.ColumnElement[bool]:
    """Whether a row of sums is of one of the spans that together are the days from one to another."""
    ranges = spans.cover(since, until)
    return sa.or_(sa.false(), *(table.c.span.between(first, last) for first, last in ranges))


def _of(table: sa.Table, since: str, until: str, round_no: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.round_no == round_no, within(table, since, until))


def sums(conn: sa.Connection, unit: int, *, since: str = "", until: str, round_no: str = ALL) -> Sums:
    """All figures of a unit with those below it over some days, of a round or of everything.

    Args:
        since: ISO day; empty: from the beginning.
    """
    query = sa.select(tally.c.heads, tally.c.kinds).where(tally.c.node == unit, _of(tally, since, until, round_no))
    rows = conn.execute(query).all()
    found = packing.added_heads(row.heads for row in rows)
    for row in rows:
        packing.add_kinds(row.kinds, found)
    return found


def heads(
    conn: sa.Connection, units: Collection[int], *, since: str = "", until: str, round_no: str = ALL,
    names: Collection[str] = (),
) -> dict[int, Sums]:
    """The figures of `figures.HEADS` of each unit with those below it over some days.

    Args:
        names: the figures that are wanted; none: all.
    """
    which = _of(tally, since, until, round_no)
    query = sa.select(tally.c.node, tally.c.heads).where(bulk.among(tally.c.node, "ids"), which)
    packed: dict[int, list[bytes]] = defaultdict(list)
    for node, row in conn.execute(query, {"ids": list(units)}).all() if units else ():
        packed[node].append(row)
    if names:
        return {one: packing.some_heads(packed[one], names) for one in units}
    return {one: packing.added_heads(packed[one]) for one in units}


def whole(
    conn: sa.Connection, units: Collection[int], *, since: str = "", until: str, round_no: str = ALL
) -> dict[int, Sums]:
    """All figures of each unit with those below it over some days."""
    query = sa.select(tally.c.node, tally.c.heads, tally.c.kinds)
    query = query.where(bulk.among(tally.c.node, "ids"), _of(tally, since, until, round_no))
    packed: dict[int, list[tuple[bytes, bytes]]] = defaultdict(list)
    for node, *both in conn.execute(query, {"ids": list(units)}) if units else ():
        packed[node].append(tuple(both))
    found = {one: packing.added_heads(row for row, _ in packed[one]) for one in units}
    for one, rows in packed.items():
        for _, row in rows:
            packing.add_kinds(row, found[one])
    return found


def by_span(conn: sa.Connection, unit: int, first: str, last: str, *, round_no: str = ALL) -> dict[str, Sums]:
    """The figures of `figures.HEADS` of a unit for each day (`d…`) or month (`m…`) of a range that has any."""
    which = (tally.c.node == unit, tally.c.round_no == round_no, tally.c.span.between(first, last))
    query = sa.select(tally.c.span, tally.c.heads).where(*which)
    return {span: packing.added_heads([row]) for span, row in conn.execute(query.order_by(tally.c.span))}


def lots(
    conn: sa.Connection, unit: int, *, since: str = "", until: str, round_no: str = ALL
) -> dict[tuple[str, str], dict[str, int]]:
    """Figures of each lot by (product, number) over some days, those of all units below together."""
    figures = [sa.func.sum(lot_tally.c[name]).label(name) for name in LOT]
    query = (
        sa.select(lot_tally.c.product, lot_tally.c.lot, *figures)
        .where(lot_tally.c.node == unit, _of(lot_tally, since, until, round_no))
        .group_by(lot_tally.c.product, lot_tally.c.lot)
    )
    return {(row.product, row.lot): {name: int(row._mapping[name]) for name in LOT} for row in conn.execute(query)}


def rounds(conn: sa.Connection, unit: int, most: int) -> tuple[str, ...]:
    """Rounds that a unit has figures of, of the latest years first, and of a year's those of most people first."""
    query = sa.select(tally.c.round_no, tally.c.span, tally.c.heads).where(tally.c.node == unit, YEAR_OF_ROUND)
    found: dict[str, tuple[str, int]] = {}
    for row in conn.execute(query):
        sums = packing.added_heads([row.heads])
        found[row.round_no] = max(found.get(row.round_no, ("", 0)), (row.span, max(sums["listed"], sums["people"])))
    return tuple(sorted(sorted(found), key=lambda one: found[one], reverse=True)[:most])


def days_of_round(conn: sa.Connection, unit: int, round_no: str) -> tuple[str, str] | None:
    """The first and the last day of a round at a unit and below it; None where it has no figures."""
    days = tally.c.span.between(f"d{spans.FIRST}", "d9999-12-31")
    query = sa.select(sa.func.min(tally.c.span), sa.func.max(tally.c.span))
    first, last = conn.execute(query.where(tally.c.node == unit, tally.c.round_no == round_no, days)).one()
    return (first[1:], last[1:]) if first else None


def version(conn: sa.Connection, unit: int) -> int:
    """A number that grows whenever a sum of a unit or of one below it changes; 0 while there are none."""
    return conn.execute(_VERSION, {"unit": unit}).scalar() or 0
