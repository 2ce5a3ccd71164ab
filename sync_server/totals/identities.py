"""Keeps how each person's identity stands, and how many of every unit and commune do (decision 0044).

A state follows from what the record says, from the latest comparison and from whether somebody else carries the same
number: so one correction may change two people. Called by who counts, in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from sync_server.durable.tables_identity import identity, identity_tally, reckoned
from sync_server.totals import identity_states, queue, tree
from sync_server.totals.identity_states import Stand
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import bulk
from vaxdesk.registry.tables import person
from vaxdesk.registry.visits import same_people

EVERYWHERE = "*"  # no commune is spelt so: all places together
Cell = tuple[int, str, str]  # unit, place, state
_KEY = ("node", "place", "state")
_KEPT = sa.select(identity).where(bulk.among(identity.c.person, "ids"))
_CARRY = (
    sa.select(identity.c.carries, sa.func.count().label("n"))
    .where(bulk.among(identity.c.carries, "digests"))
    .group_by(identity.c.carries)
)
_WHO_CARRIES = sa.select(identity.c.person).where(bulk.among(identity.c.carries, "digests"))
_OF_NODE = sa.select(identity_tally).where(identity_tally.c.node == sa.bindparam("unit"))
_EMPTY = identity_tally.delete().where(
    *(identity_tally.c[name] == sa.bindparam(f"k_{name}") for name in _KEY), identity_tally.c.n == 0
)


def turn(conn: sa.Connection, today: str) -> None:
    """Has everybody judged anew when another year has begun; the first time only notes it.

    Args:
        today: ISO day of the server.
    """
    if not is_over(conn, today):
        return
    before = identity_states.year(conn)
    conn.execute(reckoned.delete())
    conn.execute(reckoned.insert(), {"year": int(today[:4])})
    if before:
        queue.mark_all_of(conn, queue.IDENTITY, person.c.id)


def is_over(conn: sa.Connection, today: str) -> bool:
    """Whether another year has begun than the one by which people were judged."""
    return int(today[:4]) > identity_states.year(conn)


def settle(conn: sa.Connection, people: Collection[int]) -> None:
    """Brings in line how some people stand, those who are the same, and those who carry the same numbers."""
    if not people:
        return
    group = same_people(conn, people)
    wanted = {*group, *group.values()}
    before, now = kept(conn, wanted), identity_states.records(conn, wanted)
    crowds = _crowds(conn, before, now)
    others = _others(conn, crowds) - wanted
    if others:
        before |= kept(conn, others)
        now |= identity_states.records(conn, others)
    found = identity_states.stands(conn, now, shared={one for one, (_, _, after) in crowds.items() if after > 1})
    _write(conn, before, found)


def kept(conn: sa.Connection, ids: Collection[int]) -> dict[int, Stand]:
    """How some people are kept."""
    return {row.person: Stand(*row[1:]) for row in conn.execute(_KEPT, {"ids": list(ids)})}


def _crowds(
    conn: sa.Connection, before: Mapping[int, Stand], now: Mapping[int, Person]
) -> dict[int, tuple[int, int, int]]:
    """Of each document that somebody carried or carries: how many did, how many of them stay, how many do then."""
    left = Counter(one.carries for one in before.values() if one.carries)
    come = Counter(identity_states.digest(one.doc) for one in now.values() if one.doc)
    every = [*(left | come)]
    held = {row.carries: row.n for row in conn.execute(_CARRY, {"digests": every})} if every else {}
    return {one: ((n := held.get(one, 0)), n - left[one], n - left[one] + come[one]) for one in every}


def _others(conn: sa.Connection, crowds: Mapping[int, tuple[int, int, int]]) -> set[int]:
    """Who carries a document alone that was another's too, or the other way round."""
    every = [one for one, (was, stay, after) in crowds.items() if stay == 1 and (was > 1) != (after > 1)]
    return set(conn.execute(_WHO_CARRIES, {"digests": every}).scalars()) if every else set()


def _write(conn: sa.Connection, before: Mapping[int, Stand], now: Mapping[int, Stand]) -> None:
    changed = sorted(id_ for id_, one in now.items() if before.get(id_) != one)
    gone = before.keys() - now.keys()
    bulk.put(conn, identity, [{"person": id_, **now[id_]._asdict()} for id_ in changed])
    bulk.delete(conn, identity.c.person, gone)
    cells: Counter[Cell] = Counter()
    for sign, some, ids in ((-1, before, (*changed, *gone)), (1, now, changed)):
        for one in (some[id_] for id_ in ids if id_ in some):
            cells[one.feed_no, one.place, one.state] += sign
    chains = tree.chains(conn, {unit for unit, _, _ in cells})
    changes: Counter[Cell] = Counter()
    for (unit, place, state), n in cells.items():
        for node in chains[unit]:
            changes[node, place, state] += n
            changes[node, EVERYWHERE, state] += n
    _add(conn, changes)


def move(conn: sa.Connection, unit: int, losing: Collection[int], gaining: Collection[int]) -> None:
    """Takes the people of a unit and those below it from those it hung under to those that it hangs under now."""
    changes: Counter[Cell] = Counter()
    for row in conn.execute(_OF_NODE, {"unit": unit}).all():
        for nodes, n in ((losing, -row.n), (gaining, row.n)):
            for node in nodes:
                changes[node, row.place, row.state] += n
    _add(conn, changes)


def _add(conn: sa.Connection, changes: Mapping[Cell, int]) -> None:
    made = [{**dict(zip(_KEY, cell, strict=True)), "n": n} for cell, n in sorted(changes.items()) if n]
    bulk.add(conn, identity_tally, made)
    maybe = [{f"k_{name}": row[name] for name in _KEY} for row in made if row["n"] < 0]
    if maybe:
        conn.execute(_EMPTY, maybe)


def kept_of(conn: sa.Connection, unit: int) -> dict[tuple[str, str], int]:
    """How many of a unit and those below it are kept by place and state."""
    return {(row.place, row.state): row.n for row in conn.execute(_OF_NODE, {"unit": unit})}


def empty(conn: sa.Connection) -> None:
    """Throws everything away: it is found anew with the sums."""
    for table in (identity, identity_tally):
        conn.execute(table.delete())
