"""Where units hang in the tree by which sums were added up, and what moves when a unit is hung elsewhere.

The tree of the sums follows the tree of units a moment later: a unit that was moved takes its sums from those that it
hung under to those that it hangs under now, and until then everything is added up where it hung.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from sync_server.durable.tables import org
from sync_server.durable.tables_totals import rooted
from vaxdesk.registry import bulk

_ROOTED = sa.select(rooted.c.node, rooted.c.path).where(bulk.among(rooted.c.node, "ids"))
_HANGS = sa.select(org.c.org_no, org.c.path).where(bulk.among(org.c.org_no, "ids"))
_BELOW = sa.select(rooted.c.node, rooted.c.path).where(
    rooted.c.path >= sa.bindparam("path"), rooted.c.path < sa.bindparam("beyond")
)
_CHANGED = (
    rooted.update().where(bulk.among(rooted.c.node, "ids")).values(version=rooted.c.version + sa.bindparam("one"))
)


def nodes(path: str) -> list[int]:
    """The units of a path, the root first."""
    return [int(one) for one in path.split("/") if one]


def chains(conn: sa.Connection, units: Collection[int]) -> dict[int, list[int]]:
    """Each unit with those that it hangs under, itself included; those never seen are hung where they hang."""
    found = _paths(conn, units)
    new = set(units) - set(found)
    if new:
        found |= _hung(conn, new)
    return {unit: nodes(path) for unit, path in found.items()}


def _paths(conn: sa.Connection, units: Iterable[int]) -> dict[int, str]:
    return {row.node: row.path for row in conn.execute(_ROOTED, {"ids": list(units)})}


def _hung(conn: sa.Connection, new: Collection[int]) -> dict[int, str]:
    """Hangs units under the nearest that hangs already, wherever that hangs; gives their paths."""
    hangs = {row.org_no: nodes(row.path) for row in conn.execute(_HANGS, {"ids": list(new)})}
    above = {one for chain in hangs.values() for one in chain}
    known = _paths(conn, above)
    for chain in hangs.values():
        trunk = "/"
        for one in chain:
            trunk = known.setdefault(one, f"{trunk}{one}/")
    rows = [{"node": one, "path": known[one], "version": 0} for one in sorted(above)]
    bulk.insert_new(conn, rooted, rows)
    return {one: known.get(one, f"/{one}/") for one in new}


def moved(conn: sa.Connection, units: Collection[int]) -> list[tuple[int, int | None]]:
    """Those of some units that have sums, each with the unit that it hangs under now; those above first."""
    known = _paths(conn, units)
    hangs = {row.org_no: nodes(row.path) for row in conn.execute(_HANGS, {"ids": list(known)})}
    chains = sorted(hangs.values(), key=len)
    return [(chain[-1], chain[-2] if len(chain) > 1 else None) for chain in chains]


def path_of(conn: sa.Connection, unit: int) -> str:
    """The path under which a unit's sums are added up; one never seen is hung where it hangs."""
    return _paths(conn, [unit]).get(unit) or _hung(conn, [unit])[unit]


def where(conn: sa.Connection, unit: int) -> str:
    """The path under which a unit's sums were added up."""
    return _paths(conn, [unit])[unit]


def hang(conn: sa.Connection, old: str, new: str) -> None:
    """Hangs a unit and all below it elsewhere; those above must be there."""
    rows = conn.execute(_BELOW, {"path": old, "beyond": f"{old[:-1]}0"}).all()  # `0` follows `/`
    moving = rooted.update().where(rooted.c.node == sa.bindparam("unit")).values(path=sa.bindparam("hung"))
    conn.execute(moving, [{"unit": row.node, "hung": new + row.path[len(old) :]} for row in rows])


def changed(conn: sa.Connection, units: Collection[int]) -> None:
    """Notes that the sums of some units have changed."""
    if units:
        conn.execute(_CHANGED, {"ids": sorted(units), "one": 1})
