"""Adds up the gaps: of each unit's day to the unit and all above it, to the day, its month and its year.

Kept by the difference, as the sums are (decision 0030): what a unit alone has of a day says what was added of it, and
what `gap` says now takes its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from sync_server.durable.tables_missing import gap, gap_tally
from sync_server.totals import tree
from vaxdesk.domain.totals import spans
from vaxdesk.registry import bulk

GRAVEST = ""  # the kind of the rows that count each day of a unit once, by its gravest gap
ALONE, WITH_BELOW = 1, 0
Cell = tuple[int, str]  # unit, day
Key = tuple[int, int, str, str]  # unit, alone or not, kind, span
Counted = tuple[int, int, int]  # how many, out of how many, on how many days of units
_KEY, _COUNTED = ("node", "alone", "kind", "span"), ("n", "of", "days")
_NOTHING: Counted = (0, 0, 0)
_OF_CELLS = (
    sa.select(gap.c.feed_no, gap.c.day, gap.c.kind, sa.func.sum(gap.c.n).label("n"), sa.func.sum(gap.c.of).label("of"))
    .where(bulk.among(gap.c.feed_no, "units"), bulk.among(gap.c.day, "days"))
    .group_by(gap.c.feed_no, gap.c.day, gap.c.kind)
)
_KEPT = sa.select(gap_tally).where(
    bulk.among(gap_tally.c.node, "units"), gap_tally.c.alone == ALONE, bulk.among(gap_tally.c.span, "spans")
)
_OF_NODE = sa.select(gap_tally).where(gap_tally.c.node == sa.bindparam("unit"))
_EMPTY = gap_tally.delete().where(
    *(gap_tally.c[name] == sa.bindparam(f"k_{name}") for name in _KEY), gap_tally.c.days == 0
)


def settle(conn: sa.Connection, cells: Collection[Cell]) -> None:
    """Brings the sums in line with what `gap` says of some units' days."""
    if not cells:
        return
    units, days = sorted({unit for unit, _ in cells}), sorted({day for _, day in cells})
    wanted = set(cells)
    rows = conn.execute(_OF_CELLS, {"units": units, "days": days})
    now = of_gaps(row for row in rows if (row.feed_no, row.day) in wanted)
    kept = conn.execute(_KEPT, {"units": units, "spans": [f"d{day}" for day in days]})
    before = {(row.node, row.span[1:], row.kind): tuple(row[4:]) for row in kept if (row.node, row.span[1:]) in wanted}
    changes: dict[tuple[int, str, str], Counted] = {}
    for at in now.keys() | before.keys():
        changes[at] = _less(now.get(at, _NOTHING), before.get(at, _NOTHING))
    _add(conn, _along(tree.chains(conn, units), changes))


def of_gaps(rows: Iterable[sa.Row]) -> dict[tuple[int, str, str], Counted]:
    """What gaps of units' days, all of one kind together, add by unit, day and kind."""
    found: dict[tuple[int, str, str], Counted] = {}
    gravest: dict[Cell, int] = defaultdict(int)
    for row in rows:
        found[row.feed_no, row.day, row.kind] = (int(row.n), int(row.of), 1)
        gravest[row.feed_no, row.day] = max(gravest[row.feed_no, row.day], int(row.n))
    return found | {(*cell, GRAVEST): (n, 0, 1) for cell, n in gravest.items()}


def _along(chains: Mapping[int, list[int]], changes: Mapping[tuple[int, str, str], Counted]) -> dict[Key, Counted]:
    """The same changes for the unit alone, for it and every unit above, and for every span."""
    made: dict[Key, Counted] = defaultdict(lambda: _NOTHING)
    for (unit, day, kind), change in changes.items():
        if change == _NOTHING:
            continue
        for span in spans.of_day(day):
            made[unit, ALONE, kind, span] = _more(made[unit, ALONE, kind, span], change)
            for node in chains[unit]:
                made[node, WITH_BELOW, kind, span] = _more(made[node, WITH_BELOW, kind, span], change)
    return made


def move(conn: sa.Connection, unit: int, losing: Collection[int], gaining: Collection[int]) -> None:
    """Takes what a unit has with those below it from those that it hung under to those that it hangs under now."""
    changes: dict[Key, Counted] = {}
    for row in conn.execute(_OF_NODE.where(gap_tally.c.alone == WITH_BELOW), {"unit": unit}).all():
        mine: Counted = (row.n, row.of, row.days)
        for nodes, change in ((losing, _less(_NOTHING, mine)), (gaining, mine)):
            changes |= {(node, WITH_BELOW, row.kind, row.span): change for node in nodes}
    _add(conn, changes)


def _add(conn: sa.Connection, changes: Mapping[Key, Counted]) -> None:
    made = [
        dict(zip((*_KEY, *_COUNTED), (*key, *change), strict=True))
        for key, change in sorted(changes.items())
        if change != _NOTHING
    ]
    bulk.add(conn, gap_tally, made)
    maybe = [{f"k_{name}": row[name] for name in _KEY} for row in made if row["days"] < 0]
    if maybe:
        conn.execute(_EMPTY, maybe)


def kept(conn: sa.Connection, unit: int) -> dict[int, dict[tuple[str, str], Counted]]:
    """What is kept of a unit alone and with those below it, by kind and span."""
    found: dict[int, dict[tuple[str, str], Counted]] = {ALONE: {}, WITH_BELOW: {}}
    for row in conn.execute(_OF_NODE, {"unit": unit}):
        found[row.alone][row.kind, row.span] = tuple(row[4:])
    return found


def empty(conn: sa.Connection) -> None:
    """Throws everything away."""
    conn.execute(gap_tally.delete())


def _more(one: Counted, other: Counted) -> Counted:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _less(one: Counted, other: Counted) -> Counted:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]
