"""Who in the register the rows of a list may be: all who share a number, a name and birth year, or a phone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from vaxdesk.domain.views import PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.people import many
from vaxdesk.registry.tables import appt, event, person
from vaxdesk.registry.visits import same_people

_CHUNK = 500
_IDS = {
    name: sa.select(person.c.id, person.c.dob, person.c[name].label("key")).where(
        person.c[name].in_(sa.bindparam("keys", expanding=True)), person.c.voided == 0
    )
    for name in ("doc", "old_doc", "tel")
}
# One statement for all pairs of a batch: name and birth year stand together in one index.
_NAMED = {
    "sqlite": (
        "SELECT p.id FROM json_each(?) AS k CROSS JOIN person AS p INDEXED BY ix_person_name "
        "ON p.name_fold = k.value->>0 AND p.dob >= k.value->>1 AND p.dob < k.value->>1 || '~' WHERE p.voided = 0"
    ),
    "postgresql": (
        "SELECT p.id FROM json_array_elements(%s::json) AS k JOIN person AS p "
        "ON p.name_fold = k->>0 AND p.dob >= k->>1 AND p.dob < (k->>1) || '~' WHERE p.voided = 0"
    ),
}
_LISTED = sa.select(appt.c.person).where(
    appt.c.day == sa.bindparam("day"), appt.c.voided == 0, bulk.among(appt.c.person, "ids")
)
_DAYS = sa.select(event.c.person, event.c.day).where(
    bulk.among(event.c.person, "ids"), event.c.kind.in_(("inject", "history")), event.c.voided == 0
)


def candidates(
    conn: sa.Connection,
    names: LogNames,
    *,
    documents: Collection[str],
    named: Collection[tuple[str, str]],
    phones: Collection[tuple[str, str]],
    day: str,
) -> list[tuple[PersonView, bool, tuple[str, ...]]]:
    """People with any of the keys: the person, whether on the day's list already, and the days of known doses.

    List and doses are looked up under all records that are the same person.

    Args:
        documents: compared with document and old document.
        named: folded name and birth year; phones: number and birth year.
    """
    ids = {row.id for field in ("doc", "old_doc") for row in _found(conn, field, documents)}
    ids |= set(conn.exec_driver_sql(_NAMED[conn.dialect.name], (json.dumps(sorted(named)),)).scalars())
    ids |= {row.id for row in _found(conn, "tel", {tel for tel, _ in phones}) if (row.key, row.dob[:4]) in phones}
    ordered = sorted(ids)
    stands = same_people(conn, ordered) if ordered else {}
    listed, days = _listed(conn, stands, day), _days(conn, stands)
    views = many(conn, names, (names.ref(id_) for id_ in ordered))
    return [
        (views[names.ref(id_)], stands[id_] in listed, tuple(days[stands[id_]]))
        for id_ in ordered
        if names.ref(id_) in views
    ]


def _found(conn: sa.Connection, field: str, keys: Collection[str]) -> list[sa.Row]:
    ordered = sorted(keys)
    found: list[sa.Row] = []
    for start in range(0, len(ordered), _CHUNK):
        found += conn.execute(_IDS[field], {"keys": ordered[start : start + _CHUNK]})
    return found


def _listed(conn: sa.Connection, stands: dict[int, int], day: str) -> set[int]:
    rows = conn.execute(_LISTED, {"day": day, "ids": list(stands)}).scalars() if stands else ()
    return {stands[id_] for id_ in rows}


def _days(conn: sa.Connection, stands: dict[int, int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in conn.execute(_DAYS, {"ids": list(stands)}) if stands else ():
        found[stands[row.person]].append(row.day)
    return found


def listed(conn: sa.Connection, names: LogNames, day: str, references: Iterable[str]) -> frozenset[str]:
    """Which of these people are on the day's list already, under any of their records."""
    ids = {names.known(reference) for reference in references}
    stands = same_people(conn, ids) if ids else {}
    found = _listed(conn, stands, day)
    return frozenset(names.ref(id_) for id_ in ids if stands[id_] in found)


def person_of_row(conn: sa.Connection, names: LogNames, roster: str, row: int) -> str:
    """The person whom a row of an imported list brought on the day's list; empty when there is none."""
    query = sa.select(appt.c.person).where(appt.c.roster == names.known(roster), appt.c.row == row, appt.c.voided == 0)
    found = conn.execute(query).scalar()
    return names.ref(found) if found else ""
