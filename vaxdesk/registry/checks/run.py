"""Runs the checks where the fold has changed something since they last looked, or everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import bulk
from vaxdesk.registry.checks import crowds, doses, records, supply, trust
from vaxdesk.registry.checks.finding import replace
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import bad_entry, change, lot, person, vial
from vaxdesk.registry.tables_exchange import (
    crowd,
    grant,
    held,
    issue,
    issue_ref,
    quoted,
    revoke,
    unchecked,
)
from vaxdesk.registry.tables_stock import count, stock
from vaxdesk.registry.visits import same_people

MOST = 1000  # places looked at in one go
_TAKEN = unchecked.delete().where(unchecked.c.what == sa.bindparam("taken"), bulk.among(unchecked.c.key, "ids"))
_FIRST = sa.select(unchecked.c.what, unchecked.c.key).order_by(unchecked.c.what, unchecked.c.key)


def catch_up(conn: sa.Connection, names: LogNames, *, least_days: Callable[[str], int], most: int = MOST) -> int:
    """Looks at what has changed, in the caller's transaction; returns how many places were looked at, 0 when done.

    Args:
        least_days: the fewest days between a dose of a product and the next one (`domain.issues.least_days`).
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    taken = conn.execute(_FIRST.limit(most).with_for_update()).all()  # locked in order, as the fold writes them
    for what, key in taken:
        wanted[what].add(key)
    for what, keys in wanted.items():
        # taken away before anything is read: whoever changes the place from here on puts it there again
        conn.execute(_TAKEN, {"taken": what, "ids": list(keys)})
    if taken:
        _look(conn, names, wanted, least_days)
    return len(taken)


def waits(conn: sa.Connection) -> bool:
    """Whether something has changed that was not looked at yet."""
    return conn.execute(_FIRST.limit(1)).first() is not None


def everything(conn: sa.Connection, names: LogNames, *, least_days: Callable[[str], int]) -> None:
    """Looks at the whole fold anew."""
    conn.execute(issue_ref.delete())
    conn.execute(crowd.delete())
    conn.execute(issue.delete())
    for what, columns in _PLACES.items():
        for column in columns:
            mark(conn, what, conn.execute(sa.select(column).distinct()).scalars())
    mark(conn, "log", {one >> SEQ_BITS for one in conn.execute(sa.select(held.c.id)).scalars()})
    while catch_up(conn, names, least_days=least_days):
        continue


_PLACES = {
    "person": (person.c.id,),
    "object": (change.c.obj,),
    "supply": (lot.c.id, vial.c.id, stock.c.lot, count.c.lot),
    "entry": (bad_entry.c.id, quoted.c.target),
    "revoke": (revoke.c.id,),
    "grant": (grant.c.id,),
}


def mark(conn: sa.Connection, what: str, keys: Iterable[int]) -> None:
    """Has the checks look at places again."""
    bulk.put(conn, unchecked, [{"what": what, "key": key, "n": 1} for key in sorted(keys)])


def _look(
    conn: sa.Connection, names: LogNames, wanted: dict[str, set[int]], least_days: Callable[[str], int]
) -> None:
    people, supplies = set(same_people(conn, wanted["person"])), wanted["supply"]
    if people:
        settled = crowds.settle(conn, people)
        people |= set(same_people(conn, settled.again))
        replace(conn, names, crowds.KINDS, settled.keys, settled.findings)
        replace(conn, names, records.KINDS, people, records.people(conn, people))
        replace(conn, names, doses.KINDS, people, doses.of_people(conn, people, least_days))
    if people or supplies:
        replace(conn, names, [IssueKind.LOT_BAD], *doses.lots(conn, people, supplies))
        replace(conn, names, [IssueKind.VIAL_OVERDRAWN], *doses.vials(conn, people, supplies))
    if supplies:
        replace(conn, names, supply.KINDS, *supply.stocks(conn, supplies))
    if wanted["object"]:
        replace(conn, names, [IssueKind.FIELD_CONFLICT], wanted["object"], records.fields(conn, wanted["object"]))
    logs = wanted["log"] | trust.logs_of(conn, wanted["revoke"], wanted["grant"])
    if logs:
        replace(conn, names, trust.OF_LOGS, {one << SEQ_BITS | 1 for one in logs}, trust.logs(conn, logs))
    if wanted["entry"]:
        replace(conn, names, trust.OF_ENTRIES, wanted["entry"], trust.entries(conn, wanted["entry"]))
