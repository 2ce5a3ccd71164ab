"""Keeps what does not add up (`gap`) in line with what was just counted: of the days, lots, seals and stacks touched.

Called by who counts, in the same transaction: nobody else writes these rows. A day's sums are those of the unit less
those of the units right below it, so a mass session costs no more than a small one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from sync_server.durable.tables_missing import gap
from sync_server.durable.tables_totals import rooted
from sync_server.totals import gap_things, rollup
from sync_server.totals.gap_things import Row
from sync_server.totals.rollup import Cell
from vaxdesk.domain.totals import gaps, spans
from vaxdesk.domain.totals.gaps import OF_DAY, GapKind
from vaxdesk.domain.totals.share import Sums
from vaxdesk.registry import bulk

_KEY = ("feed_no", "day", "kind", "what")
_DAY_KINDS = [one.value for one in OF_DAY]
_OF_DAYS = sa.select(gap).where(
    bulk.among(gap.c.feed_no, "feeds"), bulk.among(gap.c.day, "days"), gap.c.kind.in_(_DAY_KINDS)
)
_OF_THINGS = sa.select(gap).where(bulk.among(gap.c.what, "ids"), bulk.among(gap.c.kind, "kinds"))
_WAITING = sa.select(gap.c.what).where(bulk.among(gap.c.feed_no, "feeds"), gap.c.kind == GapKind.UNSENT.value)
_GONE = gap.delete().where(*(gap.c[name] == sa.bindparam(f"k_{name}") for name in _KEY))
_LAST = "\uffff"  # behind every digit and slash
_lower, _upper = rooted.alias("lower"), rooted.alias("upper")
_BELOW = sa.select(_upper.c.node.label("above"), _upper.c.path.label("trunk"), _lower.c.node, _lower.c.path).where(
    bulk.among(_upper.c.node, "ids"), _lower.c.path > _upper.c.path, _lower.c.path < _upper.c.path + _LAST
)


def settle(
    conn: sa.Connection, *, cells: Collection[Cell], lots: Collection[int], seals: Collection[int],
    stacks: Collection[int],
) -> None:  # fmt: skip
    """Finds anew what does not add up of some units' days, lots, seals and stacks."""
    _days(conn, cells)
    for kinds, ids, found in (
        ((GapKind.VIALS, GapKind.TABLES), lots, gap_things.of_lots),
        ((GapKind.UNSENT,), seals, gap_things.of_seals),
        ((GapKind.STACKS,), stacks, gap_things.of_stacks),
    ):
        if ids:
            given = {"ids": list(ids), "kinds": [one.value for one in kinds]}
            _replace(conn, conn.execute(_OF_THINGS, given).all(), found(conn, ids))


def waiting(conn: sa.Connection, feeds: Collection[int]) -> set[int]:
    """Seals of some units that name entries which had not come."""
    return set(conn.execute(_WAITING, {"feeds": list(feeds)}).scalars()) if feeds else set()


def empty(conn: sa.Connection) -> None:
    """Throws everything away: it is found anew with the sums."""
    conn.execute(gap.delete())


def own(conn: sa.Connection, cells: Iterable[Cell]) -> dict[Cell, Sums]:
    """The sums of what lies at the units themselves on some days."""
    wanted = list(cells)
    below: dict[int, list[int]] = defaultdict(list)
    for row in conn.execute(_BELOW, {"ids": list({unit for unit, _ in wanted})}) if wanted else ():
        if row.path.count("/") == row.trunk.count("/") + 1:
            below[row.above].append(row.node)
    nodes = {(node, f"d{day}") for unit, day in wanted for node in (unit, *below[unit])}
    sums = rollup.read(conn, nodes)
    found: dict[Cell, Sums] = {}
    for unit, day in wanted:
        mine: Sums = Counter(sums[unit, f"d{day}"])
        for node in below[unit]:
            mine.subtract(sums[node, f"d{day}"])
        found[unit, day] = mine
    return found


def _days(conn: sa.Connection, cells: Collection[Cell]) -> None:
    wanted = {cell for cell in cells if cell[1] != spans.FIRST}
    if not wanted:
        return
    given = {"feeds": list({unit for unit, _ in wanted}), "days": sorted({day for _, day in wanted})}
    before = [row for row in conn.execute(_OF_DAYS, given) if (row.feed_no, row.day) in wanted]
    now: dict[tuple[int, str, str, int], Row] = {}
    for (unit, day), sums in own(conn, wanted).items():
        for one in gaps.of_day(sums):
            row = {"feed_no": unit, "day": day, "kind": one.kind.value, "what": 0, "n": one.n, "of": one.of}
            now[unit, day, one.kind.value, 0] = row
    _replace(conn, before, list(now.values()))


def _replace(conn: sa.Connection, before: Iterable[sa.Row], now: Iterable[Row]) -> None:
    """Writes what differs, and nothing else."""
    old = {tuple(row[:4]): row for row in before}
    new = {tuple(row[name] for name in _KEY): row for row in now}
    gone = [dict(zip((f"k_{name}" for name in _KEY), key, strict=True)) for key in sorted(old.keys() - new.keys())]
    if gone:
        conn.execute(_GONE, gone)
    bulk.put(conn, gap, [
        row for key, row in sorted(new.items()) if key not in old or tuple(old[key][4:6]) != (row["n"], row["of"])
    ])  # fmt: skip
