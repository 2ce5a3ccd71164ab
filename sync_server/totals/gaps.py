"""Keeps what does not add up (`gap`) in line with what was just counted: of the days, lots, seals and stacks touched.

Called by who counts, in the same transaction: nobody else writes these rows. A day's sums are those of the unit less
those of the units right below it, so a mass session costs no more than a small one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from enum import Enum, auto

import sqlalchemy as sa

from sync_server.durable.tables_missing import gap
from sync_server.durable.tables_totals import rooted
from sync_server.totals import gap_sums, gap_things, rollup
from vaxdesk.domain.totals import gaps, spans
from vaxdesk.domain.totals.gaps import OF_DAY, GapKind
from vaxdesk.domain.totals.share import Sums
from vaxdesk.registry import bulk

Cell = tuple[int, str]  # unit, day
Found = dict[tuple[int, str, str, int], tuple[int, int]]  # by feed, day, kind and thing: how many, out of how many


class Thing(Enum):
    """What gaps are of, but for days."""

    LOT = auto()
    SEAL = auto()
    STACK = auto()


KINDS = {
    Thing.LOT: (GapKind.VIALS, GapKind.TABLES),
    Thing.SEAL: (GapKind.UNSENT,),
    Thing.STACK: (GapKind.STACKS,),
}
_FIND = {Thing.LOT: gap_things.of_lots, Thing.SEAL: gap_things.of_seals, Thing.STACK: gap_things.of_stacks}
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
    touched = _replace(conn, *of_days(conn, cells))
    for thing, ids in ((Thing.LOT, lots), (Thing.SEAL, seals), (Thing.STACK, stacks)):
        touched |= _replace(conn, *of_things(conn, thing, ids))
    gap_sums.settle(conn, touched)


def waiting(conn: sa.Connection, feeds: Collection[int]) -> set[int]:
    """Seals of some units that name entries which had not come."""
    return set(conn.execute(_WAITING, {"feeds": list(feeds)}).scalars()) if feeds else set()


def empty(conn: sa.Connection) -> None:
    """Throws everything away: it is found anew with the sums."""
    conn.execute(gap.delete())
    gap_sums.empty(conn)


def own(conn: sa.Connection, cells: Iterable[Cell]) -> dict[Cell, Sums]:
    """The sums of what lies at the units themselves on some days."""
    wanted = list(cells)
    below: dict[int, list[int]] = defaultdict(list)
    for row in conn.execute(_BELOW, {"ids": list({unit for unit, _ in wanted})}) if wanted else ():
        if row.path.count("/") == row.trunk.count("/") + 1:
            below[row.above].append(row.node)
    nodes = {(node, rollup.ALL, f"d{day}") for unit, day in wanted for node in (unit, *below[unit])}
    sums = rollup.read(conn, nodes)
    found: dict[Cell, Sums] = {}
    for unit, day in wanted:
        mine: Sums = Counter(sums[unit, rollup.ALL, f"d{day}"])
        for node in below[unit]:
            mine.subtract(sums[node, rollup.ALL, f"d{day}"])
        found[unit, day] = mine
    return found


def of_days(conn: sa.Connection, cells: Collection[Cell]) -> tuple[Found, Found]:
    """What is kept of some units' days, and what should be, as far as their sums say it."""
    wanted = {cell for cell in cells if cell[1] != spans.FIRST}
    if not wanted:
        return {}, {}
    given = {"feeds": list({unit for unit, _ in wanted}), "days": sorted({day for _, day in wanted})}
    kept = _kept(row for row in conn.execute(_OF_DAYS, given) if (row.feed_no, row.day) in wanted)
    return kept, {
        (unit, day, one.kind.value, 0): (one.n, one.of)
        for (unit, day), sums in own(conn, wanted).items()
        for one in gaps.of_day(sums)
    }


def of_things(conn: sa.Connection, thing: Thing, ids: Collection[int]) -> tuple[Found, Found]:
    """What is kept of some lots, seals or stacks, and what should be."""
    if not ids:
        return {}, {}
    given = {"ids": list(ids), "kinds": [one.value for one in KINDS[thing]]}
    now = _FIND[thing](conn, ids)
    return _kept(conn.execute(_OF_THINGS, given)), {
        tuple(row[name] for name in _KEY): (row["n"], row["of"]) for row in now
    }


def _kept(rows: Iterable[sa.Row]) -> Found:
    return {tuple(row[:4]): (row.n, row.of) for row in rows}


def _replace(conn: sa.Connection, old: Found, new: Found) -> set[Cell]:
    """Writes what differs, and nothing else; returns the units' days of which that is."""
    gone = old.keys() - new.keys()
    if gone:
        names = [f"k_{name}" for name in _KEY]
        conn.execute(_GONE, [dict(zip(names, key, strict=True)) for key in sorted(gone)])
    changed = sorted(key for key, found in new.items() if old.get(key) != found)
    bulk.put(conn, gap, [
        {**dict(zip(_KEY, key, strict=True)), "n": new[key][0], "of": new[key][1]} for key in changed
    ])  # fmt: skip
    return {key[:2] for key in (*gone, *changed)}
