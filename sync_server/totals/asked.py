"""What pages ask of the sums: some rows a unit, whatever the number of doses behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from sync_server.durable.tables_totals import lot_tally, rooted, tally
from sync_server.totals import packing
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.figures import LOT
from vaxdesk.domain.totals.share import Sums
from vaxdesk.registry import bulk

_VERSION = sa.select(rooted.c.version).where(rooted.c.node == sa.bindparam("unit"))


def within(table: sa.Table, since: str, until: str) -> sa.ColumnElement[bool]:
    """Whether a row of sums is of one of the spans that together are the days from one to another."""
    ranges = spans.cover(since, until)
    return sa.or_(sa.false(), *(table.c.span.between(first, last) for first, last in ranges))


def sums(conn: sa.Connection, unit: int, *, since: str = "", until: str) -> Sums:
    """All figures of a unit with those below it over some days; `since` empty: from the beginning."""
    query = sa.select(tally.c.heads, tally.c.kinds).where(tally.c.node == unit, within(tally, since, until))
    rows = conn.execute(query).all()
    found = packing.added_heads(row.heads for row in rows)
    for row in rows:
        packing.add_kinds(row.kinds, found)
    return found


def heads(conn: sa.Connection, units: Collection[int], *, since: str = "", until: str) -> dict[int, Sums]:
    """The figures of `figures.HEADS` of each unit with those below it over some days."""
    query = sa.select(tally.c.node, tally.c.heads).where(bulk.among(tally.c.node, "ids"), within(tally, since, until))
    packed: dict[int, list[bytes]] = defaultdict(list)
    for node, row in conn.execute(query, {"ids": list(units)}) if units else ():
        packed[node].append(row)
    return {one: packing.added_heads(packed[one]) for one in units}


def whole(conn: sa.Connection, units: Collection[int], *, since: str = "", until: str) -> dict[int, Sums]:
    """All figures of each unit with those below it over some days."""
    query = sa.select(tally.c.node, tally.c.heads, tally.c.kinds)
    query = query.where(bulk.among(tally.c.node, "ids"), within(tally, since, until))
    packed: dict[int, list[tuple[bytes, bytes]]] = defaultdict(list)
    for node, *both in conn.execute(query, {"ids": list(units)}) if units else ():
        packed[node].append(tuple(both))
    found = {one: packing.added_heads(row for row, _ in packed[one]) for one in units}
    for one, rows in packed.items():
        for _, row in rows:
            packing.add_kinds(row, found[one])
    return found


def by_span(conn: sa.Connection, unit: int, first: str, last: str) -> dict[str, Sums]:
    """The figures of `figures.HEADS` of a unit for each day (`d…`) or month (`m…`) of a range that has any."""
    query = sa.select(tally.c.span, tally.c.heads).where(tally.c.node == unit, tally.c.span.between(first, last))
    return {span: packing.added_heads([row]) for span, row in conn.execute(query.order_by(tally.c.span))}


def lots(conn: sa.Connection, unit: int, *, since: str = "", until: str) -> dict[tuple[str, str], dict[str, int]]:
    """Figures of each lot by (product, number) over some days, those of all units below together."""
    figures = [sa.func.sum(lot_tally.c[name]).label(name) for name in LOT]
    query = (
        sa.select(lot_tally.c.product, lot_tally.c.lot, *figures)
        .where(lot_tally.c.node == unit, within(lot_tally, since, until))
        .group_by(lot_tally.c.product, lot_tally.c.lot)
    )
    return {(row.product, row.lot): {name: int(row._mapping[name]) for name in LOT} for row in conn.execute(query)}


def version(conn: sa.Connection, unit: int) -> int:
    """A number that grows whenever a sum of a unit or of one below it changes; 0 while there are none."""
    return conn.execute(_VERSION, {"unit": unit}).scalar() or 0
