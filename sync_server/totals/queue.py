"""What the fold has changed since the totals last looked: noted in the fold's own transaction, taken by who counts.

Any number of processes may fold; one counts. A place is taken away before anything is read of it, so whoever changes
it from then on puts it there again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from sync_server.durable.tables_totals import uncounted
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables import appt, dayseal, event, lot, person, vial
from vaxdesk.registry.tables_catchup import batch
from vaxdesk.registry.tables_direction import allocation, target
from vaxdesk.registry.tables_plan import plan
from vaxdesk.registry.tables_stock import count, stock

PERSON, LOG, UNIT, CAME, IDENTITY = "person", "log", "unit", "came", "identity"
_THINGS = frozenset(
    {"appt", "lot", "vial", "stock", "count", "plan", "campaign", "dayseal", "batch", "target", "allocation"}
)
_FIRST = sa.select(uncounted.c.what, uncounted.c.key).order_by(uncounted.c.what, uncounted.c.key)
_TAKEN = uncounted.delete().where(uncounted.c.what == sa.bindparam("taken"), bulk.among(uncounted.c.key, "ids"))
_EVERYTHING = (
    (PERSON, person.c.id),
    (PERSON, event.c.person),
    (PERSON, appt.c.person),
    ("lot", lot.c.id),
    ("flow", stock.c.lot),
    ("flow", count.c.lot),
    ("flow", vial.c.lot),
    ("plan", plan.c.id),
    ("dayseal", dayseal.c.id),
    ("batch", batch.c.id),
    ("target", target.c.id),
    ("allocation", allocation.c.id),
)


def heard(conn: sa.Connection, entries: Iterable[Entry], touched: Touched) -> None:
    """Notes what a batch of the fold touched (`registry.news.Heard`)."""
    found = {(PERSON, one) for one in touched.seen | touched.people | touched.gone | touched.lost}
    found |= {("event", one) for one in touched.objects}
    found |= {(kind, one) for kind, one in touched.things if kind in _THINGS}
    for one in entries:
        found.add((CAME, one.id >> SEQ_BITS))  # a seal may name entries of this log that were missing
        if one.kind == "person":
            found.add((PERSON, one.id))
        elif one.kind == "appt" and one.of:
            found.add((PERSON, one.of))
        elif one.kind == "inject" and one.refs:
            found |= {("flow", one.refs[0]), ("vial", one.refs[1])}
    mark(conn, {pair for pair in found if pair[1]})


def mark(conn: sa.Connection, places: Iterable[tuple[str, int]]) -> None:
    """Has places counted again."""
    bulk.put(conn, uncounted, [{"what": what, "key": key, "n": 1} for what, key in sorted(places)])


def mark_everything(conn: sa.Connection) -> None:
    """Has the whole fold counted, within the database."""
    for what, column in _EVERYTHING:
        mark_all_of(conn, what, column)


def mark_all_of(conn: sa.Connection, what: str, column: sa.Column) -> None:
    """Has everything counted again that a column of the fold names."""
    found = sa.select(sa.literal(what), column, sa.literal(1)).where(column != 0).distinct()
    there = sa.select(uncounted.c.key).where(uncounted.c.what == what, uncounted.c.key == column)
    conn.execute(uncounted.insert().from_select(["what", "key", "n"], found.where(~there.exists())))


def take(conn: sa.Connection, most: int) -> dict[str, set[int]]:
    """Takes some places away, by what they are."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for what, key in conn.execute(_FIRST.limit(most).with_for_update()).all():
        wanted[what].add(key)
    for what, keys in wanted.items():
        conn.execute(_TAKEN, {"taken": what, "ids": list(keys)})
    return wanted


def waits(conn: sa.Connection) -> bool:
    """Whether there is anything to count."""
    return conn.execute(_FIRST.limit(1)).first() is not None


def length(conn: sa.Connection) -> int:
    """How many places wait."""
    return conn.execute(sa.select(sa.func.count()).select_from(uncounted)).scalar_one()
