"""Takes people out of the fold whom the site need not hold, with every entry about them (decision 0012).

What is left in the tables is what a fold of the entries that are left gives. Edges between records stay: they name
nobody, and say what is known when somebody comes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.aefi import Severity
from vaxdesk.domain.aefi_report import concluded
from vaxdesk.domain.keeping import LastSeen
from vaxdesk.registry import bulk, fold
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, change, event, person
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import forgotten, quoted
from vaxdesk.registry.tables_told import called, told
from vaxdesk.registry.visits import data_of

_MEMBERS = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.canon, "ids"))
_LISTED = (
    sa.select(appt.c.person, sa.func.max(appt.c.day).label("day"))
    .where(bulk.among(appt.c.person, "ids"), appt.c.voided == 0)
    .group_by(appt.c.person)
)
_SERVED = (
    sa.select(event.c.person, sa.func.max(event.c.day).label("day"))
    .where(bulk.among(event.c.person, "ids"), event.c.kind != "history", event.c.origin == "")
    .group_by(event.c.person)
)
_TOLD = (
    sa.select(told.c.person, sa.func.max(told.c.day).label("day"))
    .where(bulk.among(told.c.person, "ids"), told.c.voided == 0)
    .group_by(told.c.person)
)
_CASES = sa.select(event.c.person, event.c.d).where(
    bulk.among(event.c.person, "ids"), event.c.kind == "aefi", event.c.voided == 0
)
_OBJECTS = (
    sa.select(event.c.id, event.c.person.label("of")).where(bulk.among(event.c.person, "ids")),
    *(
        sa.select(one.c.id, one.c.person.label("of")).where(bulk.among(one.c.person, "ids"))
        for one in (appt, told, called, vouch, hcert)
    ),
    sa.select(uncert.c.id, hcert.c.person.label("of"))
    .join(hcert, hcert.c.id == uncert.c.hcert)
    .where(bulk.among(hcert.c.person, "ids")),
)
_CHANGES = sa.select(change.c.id, change.c.obj.label("of")).where(bulk.among(change.c.obj, "ids"))
_QUOTES = sa.select(quoted.c.id, quoted.c.target.label("of")).where(bulk.among(quoted.c.target, "ids"))
_FORGOTTEN = sa.select(forgotten.c.id).where(bulk.among(forgotten.c.id, "ids"))


class Someone(msgspec.Struct):
    """A person: the record that stands, all records, every entry about them, quotes included, and when last seen."""

    canon: int
    records: set[int] = msgspec.field(default_factory=set)
    entries: set[int] = msgspec.field(default_factory=set)
    seen: LastSeen = LastSeen()


def people_after(conn: sa.Connection, canon: int, most: int) -> list[Someone]:
    """The next people behind a record that stands, in its order, without their entries."""
    ids = list(
        conn.execute(
            sa.select(person.c.canon).where(person.c.canon > canon).distinct().order_by(person.c.canon).limit(most)
        ).scalars()
    )
    found = {one: Someone(one) for one in ids}
    for row in conn.execute(_MEMBERS, {"ids": ids}):
        found[row.canon].records.add(row.id)
    _look(conn, found.values())
    return list(found.values())


def _look(conn: sa.Connection, people: Iterable[Someone]) -> None:
    """Notes when they were last seen."""
    whose = {record: one for one in people for record in one.records}
    ids = list(whose)
    for row in conn.execute(_LISTED, {"ids": ids}):
        seen = whose[row.person].seen
        whose[row.person].seen = msgspec.structs.replace(seen, listed=max(seen.listed, row.day))
    for query in (_SERVED, _TOLD):
        for row in conn.execute(query, {"ids": ids}):
            seen = whose[row.person].seen
            whose[row.person].seen = msgspec.structs.replace(seen, served=max(seen.served, row.day))
    for row in conn.execute(_CASES, {"ids": ids}):
        data = data_of("aefi", row.d)
        if data["severity"] == Severity.SERIOUS and not concluded(data):
            whose[row.person].seen = msgspec.structs.replace(whose[row.person].seen, open_case=True)


def gather(conn: sa.Connection, people: Collection[Someone]) -> list[Someone]:
    """People with the entries about them, those left out of whom the law had something erased."""
    whose = {record: one for one in people for record in one.records}
    fresh = dict(whose)
    for query in _OBJECTS:
        fresh |= {row.id: whose[row.of] for row in conn.execute(query, {"ids": list(whose)})}
    found = dict(fresh)
    while fresh:  # corrections, and what takes corrections back
        rows = conn.execute(_CHANGES, {"ids": list(fresh)}).all()
        fresh = {row.id: found[row.of] for row in rows if row.id not in found}
        found |= fresh
    erased = {found[one].canon for one in conn.execute(_FORGOTTEN, {"ids": list(found)}).scalars()}
    quotes = {row.id: found[row.of] for row in conn.execute(_QUOTES, {"ids": list(found)})}
    entries: dict[int, set[int]] = defaultdict(set)
    for id_, one in (found | quotes).items():
        entries[one.canon].add(id_)
    for one in people:
        one.entries = entries[one.canon]
    return [one for one in people if one.canon not in erased]


def withdraw(conn: sa.Connection, names: LogNames, people: Iterable[Someone]) -> None:
    """Takes people and every entry about them out of the tables."""
    fold.withdraw(conn, names, {id_ for one in people for id_ in one.entries})
