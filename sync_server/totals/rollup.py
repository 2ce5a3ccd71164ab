"""Adds differences to the sums: of each unit's day to the unit and all above it, to the day, its month and its year.

What belongs to a round adds to the sums of the round besides, in the same way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from sync_server.durable.tables_totals import lot_tally, tally
from sync_server.totals import aims, gap_sums, identities, packing, tree
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.figures import LOT
from vaxdesk.domain.totals.share import Lots, Sums
from vaxdesk.registry import bulk

Cell = tuple[int, str, str]  # unit; round, empty for everything; day or span
ALL = ""
_OF_SPAN = sa.select(tally).where(
    tally.c.round_no == sa.bindparam("which"), tally.c.span == sa.bindparam("when"), bulk.among(tally.c.node, "ids")
)
_OF_NODE = sa.select(tally).where(tally.c.node == sa.bindparam("unit"))
_LOTS_OF_NODE = sa.select(lot_tally).where(lot_tally.c.node == sa.bindparam("unit"))
_EMPTY = tally.delete().where(
    tally.c.round_no == sa.bindparam("which"), tally.c.span == sa.bindparam("when"), bulk.among(tally.c.node, "ids")
)
_LOT_KEY = ("node", "round_no", "span", "product", "lot")
_NO_LOT = lot_tally.delete().where(
    *(lot_tally.c[name] == sa.bindparam(f"k_{name}") for name in _LOT_KEY), *(lot_tally.c[name] == 0 for name in LOT)
)
HERE = "here"  # people of the unit's own day, kept in its row alone


class Differences:
    """By how much the sums of units' days change."""

    def __init__(self) -> None:
        self.sums: dict[Cell, Sums] = defaultdict(Counter)
        self.lots: dict[Cell, Lots] = defaultdict(Counter)

    def add(self, unit: int, day: str, what: int, packed: bytes, sign: int) -> None:
        """A share that came (+1) or went (-1)."""
        round_no, sums, lots = packing.adds(what, packed)
        for which in {ALL, round_no}:
            for into, found in ((self.sums[unit, which, day], sums), (self.lots[unit, which, day], lots)):
                for name, n in found.items():
                    into[name] += sign * n

    def days(self) -> set[tuple[int, str]]:
        """The units' days whose sums change."""
        return {(unit, day) for unit, _, day in self.sums}


def apply(conn: sa.Connection, found: Differences) -> None:
    """Adds differences, in the caller's transaction; who calls is the only one who adds."""
    _days_with_people(conn, found.sums)
    units = {unit for unit, _, _ in (*found.sums, *found.lots)}
    chains = tree.chains(conn, units)
    sums, lots = _along(chains, found.sums), _along(chains, found.lots)
    _put_sums(conn, sums)
    _put_lots(conn, lots)
    tree.changed(conn, {node for node, _, _ in (*sums, *lots)})


def _days_with_people(conn: sa.Connection, sums: dict[Cell, Sums]) -> None:
    """A day of a unit counts among `sites` while anybody came: no share alone says so."""
    came = {cell: one["people"] for cell, one in sums.items() if one["people"]}
    before = read(conn, ((unit, which, f"d{day}") for unit, which, day in came))
    for (unit, which, day), change in came.items():
        was = before[unit, which, f"d{day}"]
        sums[unit, which, day]["sites"] += int(was[HERE] + change > 0) - int(was[HERE] > 0)
        sums[unit, which, day][HERE] += change


def _along(chains: dict[int, list[int]], found: dict[Cell, Counter]) -> dict[Cell, Counter]:
    """The same differences for every unit above and every span; `here` belongs to the unit's own day alone."""
    made: dict[Cell, Counter] = defaultdict(Counter)
    for (unit, which, day), some in found.items():
        changes = [(name, n) for name, n in some.items() if n and name != HERE]
        if some[HERE]:
            made[unit, which, f"d{day}"][HERE] += some[HERE]
        for node in chains[unit] if changes else ():
            for span in spans.of_day(day):
                into = made[node, which, span]
                for name, n in changes:
                    into[name] += n
    return made


def read(conn: sa.Connection, cells: Iterable[Cell]) -> dict[Cell, Sums]:
    """Sums of units and spans as they stand; empty ones where there is no row."""
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node, which, span in cells:
        wanted[which, span].append(node)
    found: dict[Cell, Sums] = defaultdict(Counter)
    for (which, span), nodes in sorted(wanted.items()):
        for row in conn.execute(_OF_SPAN, {"which": which, "when": span, "ids": nodes}):
            packing.add_heads(row.heads, found[row.node, which, span])
            packing.add_kinds(row.kinds, found[row.node, which, span])
    return found


def _put_sums(conn: sa.Connection, changes: dict[Cell, Sums]) -> None:
    before = read(conn, changes)
    rows, empty = [], defaultdict(list)
    for (node, which, span), change in sorted(changes.items()):
        now = before[node, which, span]
        for name, n in change.items():
            now[name] += n
        if any(now.values()):
            key = {"node": node, "round_no": which, "span": span}
            rows.append({**key, "heads": packing.heads(now), "kinds": packing.kinds(now)})
        else:
            empty[which, span].append(node)
    bulk.put(conn, tally, rows)
    for (which, span), nodes in empty.items():
        conn.execute(_EMPTY, {"which": which, "when": span, "ids": nodes})


def _put_lots(conn: sa.Connection, changes: dict[Cell, Lots]) -> None:
    rows: dict[tuple[int, str, str, str, str], dict[str, int]] = {}
    for cell, change in changes.items():
        for (product, lot, name), n in change.items():
            if n:
                rows.setdefault((*cell, product, lot), dict.fromkeys(LOT, 0))[name] += n
    made = [{**dict(zip(_LOT_KEY, key, strict=True)), **rows[key]} for key in sorted(rows)]
    bulk.add(conn, lot_tally, made)
    maybe = [{f"k_{name}": row[name] for name in _LOT_KEY} for row in made if row["doses"] <= 0]  # where none was added
    if maybe:
        conn.execute(_NO_LOT, maybe)


def move(conn: sa.Connection, unit: int, above: int | None) -> bool:
    """Takes the sums of a unit from those that it hung under to those that it hangs under now.

    Returns:
        False when it cannot be yet: what it is to hang under hangs below it still.
    """
    old = tree.where(conn, unit)
    trunk = tree.path_of(conn, above) if above else "/"
    if trunk.startswith(old):
        return False
    new = f"{trunk}{unit}/"
    if old == new:
        return True
    losing, gaining = set(tree.nodes(old)) - set(tree.nodes(new)), set(tree.nodes(new)) - set(tree.nodes(old))
    sums: dict[Cell, Sums] = defaultdict(Counter)
    lots: dict[Cell, Lots] = defaultdict(Counter)
    for row in conn.execute(_OF_NODE, {"unit": unit}).all():
        mine: Sums = Counter()
        packing.add_heads(row.heads, mine)
        packing.add_kinds(row.kinds, mine)
        mine = Counter({name: n for name, n in mine.items() if name != HERE})
        _both(sums, (row.round_no, row.span), mine, losing, gaining)
    for row in conn.execute(_LOTS_OF_NODE, {"unit": unit}).mappings():
        mine = Counter({(row["product"], row["lot"], name): row[name] for name in LOT if row[name]})
        _both(lots, (row["round_no"], row["span"]), mine, losing, gaining)
    _put_sums(conn, sums)
    _put_lots(conn, lots)
    gap_sums.move(conn, unit, losing, gaining)
    identities.move(conn, unit, losing, gaining)
    aims.move(conn, tree.nodes(old), tree.nodes(new))
    tree.hang(conn, old, new)
    tree.changed(conn, losing | gaining)
    return True


def _both(
    into: dict[Cell, Counter], of: tuple[str, str], mine: Counter, losing: set[int], gaining: set[int]
) -> None:
    for sign, nodes in ((-1, losing), (1, gaining)):
        for node in nodes:
            for name, n in mine.items():
                into[node, *of][name] += sign * n
