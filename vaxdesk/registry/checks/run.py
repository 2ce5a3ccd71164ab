"""Runs the checks where the fold has changed something since they last looked, or everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import bulk, stirring
from vaxdesk.registry.checks import crowds, doses, records, supply, trust
from vaxdesk.registry.checks.finding import Finding, replace
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


class Looked(msgspec.Struct):
    """How far the checks came: places looked at, issues that may have come, gone or been answered, people seen."""

    places: int = 0
    issues: set[str] = msgspec.field(default_factory=set)
    people: set[int] = msgspec.field(default_factory=set)


def catch_up(conn: sa.Connection, names: LogNames, *, least_days: Callable[[str], int], most: int = MOST) -> int:
    """Looks at what has changed, in the caller's transaction; returns how many places were looked at, 0 when done.

    Args:
        least_days: the fewest days between a dose of a product and the next one (`domain.issues.least_days`).
    """
    return look(conn, names, least_days=least_days, most=most).places


def look(conn: sa.Connection, names: LogNames, *, least_days: Callable[[str], int], most: int = MOST) -> Looked:
    """The same, and what came of it."""
    wanted: dict[str, set[int]] = defaultdict(set)
    taken = conn.execute(_FIRST.limit(most).with_for_update()).all()  # locked in order, as the fold writes them
    for what, key in taken:
        wanted[what].add(key)
    for what, keys in wanted.items():
        # taken away before anything is read: whoever changes the place from here on puts it there again
        conn.execute(_TAKEN, {"taken": what, "ids": list(keys)})
    looked = _Look(conn, names)
    if taken:
        looked.at(wanted, least_days)
    stirred = stirring.take(conn, most)
    looked.found.places = len(taken) + len(stirred)
    looked.found.issues |= stirred
    return looked.found


def waits(conn: sa.Connection) -> bool:
    """Whether something has changed that was not looked at yet."""
    return conn.execute(_FIRST.limit(1)).first() is not None or stirring.waits(conn)


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


class _Look:
    """One look, in a transaction."""

    def __init__(self, conn: sa.Connection, names: LogNames) -> None:
        self._conn, self._names = conn, names
        self.found = Looked()

    def at(self, wanted: dict[str, set[int]], least_days: Callable[[str], int]) -> None:
        """Looks at places by what they are."""
        conn = self._conn
        people, supplies = set(same_people(conn, wanted["person"])), wanted["supply"]
        if people:
            settled = crowds.settle(conn, people)
            people |= set(same_people(conn, settled.again))
            self._replace(crowds.KINDS, settled.keys, settled.findings)
            self._replace(records.KINDS, people, records.people(conn, people))
            self._replace(doses.KINDS, people, doses.of_people(conn, people, least_days))
            self.found.people |= people
        if people or supplies:
            self._replace([IssueKind.LOT_BAD], *doses.lots(conn, people, supplies))
            self._replace([IssueKind.VIAL_OVERDRAWN], *doses.vials(conn, people, supplies))
        if supplies:
            self._replace(supply.KINDS, *supply.stocks(conn, supplies))
        if wanted["object"]:
            self._replace([IssueKind.FIELD_CONFLICT], wanted["object"], records.fields(conn, wanted["object"]))
        logs = wanted["log"] | trust.logs_of(conn, wanted["revoke"], wanted["grant"])
        if logs:
            self._replace(trust.OF_LOGS, {one << SEQ_BITS | 1 for one in logs}, trust.logs(conn, logs))
        if wanted["entry"]:
            self._replace(trust.OF_ENTRIES, wanted["entry"], trust.entries(conn, wanted["entry"]))

    def _replace(self, kinds: Iterable[IssueKind], keys: Iterable[int], findings: Iterable[Finding]) -> None:
        self.found.issues |= replace(self._conn, self._names, kinds, keys, findings)
