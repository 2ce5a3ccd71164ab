"""Targets of units, rolled up: a unit's is its own, or else the sum of those of the units that hang right below it.

Called by who counts, in the same transaction. A change goes up the tree as long as no unit has a target of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlalchemy as sa

from sync_server.durable.tables_totals import aim, aimed, rooted
from sync_server.totals import parts, tree
from vaxdesk.domain.direction import target as rules
from vaxdesk.domain.payloads import Target
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_direction import target

Place = tuple[int, str]  # unit, line
Row = dict[str, object]
_SAID = sa.select(target).where(target.c.voided == 0, bulk.among(target.c.id, "ids"))
_KEPT = sa.select(aimed).where(bulk.among(aimed.c.key, "ids"))
_OF_UNITS = sa.select(aimed).where(bulk.among(aimed.c.node, "ids")).order_by(aimed.c.stamp, aimed.c.key)
_ROLLED = sa.select(aim).where(aim.c.line == sa.bindparam("which"), bulk.among(aim.c.node, "ids"))
_OF_NODE = sa.select(aim).where(aim.c.node == sa.bindparam("unit"))


def settle(conn: sa.Connection, keys: Collection[int]) -> None:
    """Brings what is kept of some targets in line with the fold, and the units they are of with those above."""
    if not keys:
        return
    now = {one["key"]: one for one in _said(conn, keys)}
    before = {row.key: row._asdict() for row in conn.execute(_KEPT, {"ids": list(keys)})}
    different = [key for key in {*now, *before} if now.get(key) != before.get(key)]
    bulk.delete(conn, aimed.c.key, [key for key in different if key not in now])
    bulk.put(conn, aimed, [now[key] for key in sorted(different) if key in now])
    places = {(one["node"], one["line"]) for some in (now, before) for key, one in some.items() if key in different}
    _set(conn, places)


def empty(conn: sa.Connection) -> None:
    """Throws everything away: it is found anew with the sums."""
    for table in (aimed, aim):
        conn.execute(table.delete())


def move(conn: sa.Connection, old: Sequence[int], new: Sequence[int]) -> None:
    """Takes what a unit comes to from those that it hung under to those that it hangs under now.

    Args:
        old, new: the units of its paths, the root first, itself last.
    """
    for row in conn.execute(_OF_NODE, {"unit": old[-1]}).all():
        for chain, sign in ((old, -1), (new, 1)):
            _climb(conn, chain[:-1], row.line, sign * _comes_to(row.own, row.below))


def _said(conn: sa.Connection, keys: Collection[int]) -> Iterator[Row]:
    rows = conn.execute(_SAID, {"ids": list(keys)}).all()
    feeds = parts.feeds_of(conn, (row.id >> SEQ_BITS for row in rows))
    for row in rows:
        line = rules.line_of(Target(**{name: getattr(row, name) for name in Target.__struct_fields__}))
        node = feeds.get(row.id >> SEQ_BITS)
        if line is not None and node is not None:
            yield {"key": row.id, "node": node, "line": line.key, "n": row.n, "stamp": row.stamp}


def _set(conn: sa.Connection, places: Collection[Place]) -> None:
    """Has units come to what they are set now."""
    own = _latest(conn.execute(_OF_UNITS, {"ids": list({node for node, _ in places})}))
    chains = tree.chains(conn, {node for node, _ in places})
    for node, line in sorted(places):
        [row] = _rolled(conn, [node], line)
        _put(conn, [{**row, "own": own.get((node, line), 0)}])
        change = _comes_to(own.get((node, line), 0), row["below"]) - _comes_to(row["own"], row["below"])
        _climb(conn, chains[node][:-1], line, change)
    tree.changed(conn, {one for node, _ in places for one in chains[node]})


def _latest(rows: Iterable[sa.Row]) -> dict[Place, int]:
    """What is set for each place; the rows come in the order in which they were written."""
    return {(row.node, row.line): row.n for row in rows}


def _climb(conn: sa.Connection, above: Sequence[int], line: str, change: int) -> None:
    """Tells the units of a chain, the root first, that what is right below the last comes to more, or to less."""
    rows = _rolled(conn, list(above), line) if change else []
    written = []
    for row in reversed(rows):
        was = _comes_to(row["own"], row["below"])
        row["below"] += change
        written.append(row)
        change = _comes_to(row["own"], row["below"]) - was
        if not change:
            break
    _put(conn, written)


def _rolled(conn: sa.Connection, nodes: Sequence[int], line: str) -> list[dict]:
    found = {row.node: row._asdict() for row in conn.execute(_ROLLED, {"which": line, "ids": list(nodes)})}
    none = {"line": line, "until": rules.read(line).until, "own": 0, "below": 0}
    return [found.get(node, {"node": node, **none}) for node in nodes]


def _put(conn: sa.Connection, rows: Iterable[dict]) -> None:
    rows = list(rows)
    bulk.put(conn, aim, [row for row in rows if row["own"] or row["below"]])
    for row in rows:
        if not (row["own"] or row["below"]):
            conn.execute(aim.delete().where(aim.c.node == row["node"], aim.c.line == row["line"]))


def _comes_to(own: int, below: int) -> int:
    return own or below


def things(conn: sa.Connection) -> tuple[int, int]:
    """How many targets the fold has, and how many of them are kept otherwise."""
    keys = {*conn.execute(sa.select(target.c.id)).scalars(), *conn.execute(sa.select(aimed.c.key)).scalars()}
    now = {one["key"]: one for one in _said(conn, keys)}
    kept = {row.key: row._asdict() for row in conn.execute(sa.select(aimed))}
    return len(keys), sum(now.get(key) != kept.get(key) for key in keys)


def units_that_differ(conn: sa.Connection) -> int:
    """How many places come to something else than their own targets and the units right below make of them."""
    own = _latest(conn.execute(sa.select(aimed).order_by(aimed.c.stamp, aimed.c.key)))
    kept = {(row.node, row.line): (row.own, row.below) for row in conn.execute(sa.select(aim))}
    paths = {row.node: row.path for row in conn.execute(sa.select(rooted.c.node, rooted.c.path))}
    chains = {node: tree.nodes(paths.get(node, "")) for node, _ in {*own, *kept}}
    below: dict[Place, int] = defaultdict(int)
    differ = 0
    for depth in range(max(map(len, chains.values()), default=0), -1, -1):  # the lowest first
        for node, line in [one for one in {*own, *kept, *below} if len(_chain(chains, paths, one[0])) == depth]:
            found = (own.get((node, line), 0), below[node, line])
            differ += found != kept.get((node, line), (0, 0))
            for above in chains[node][-2:-1]:
                below[above, line] += _comes_to(*found)
    return differ


def _chain(chains: dict[int, list[int]], paths: dict[int, str], node: int) -> list[int]:
    return chains.setdefault(node, tree.nodes(paths.get(node, "")))
