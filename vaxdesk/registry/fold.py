"""Folds entries into the tables: order-independent, idempotent, in batches of one statement a table and step.

Corrections, takings-back, pairs and erasures may arrive before what they are about; they rest in their tables until
it comes. An entry that cannot be read is noted in `bad_entry` and never stops the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any
from weakref import WeakSet

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable, ExecutableDDLElement

from vaxdesk.registry import (
    bulk,
    forgetting,
    identity,
    locks,
    news,
    people,
    quotes,
    registers,
    things,
    visits,
    words,
)
from vaxdesk.registry.entry import ERASED, Entry, Incoming
from vaxdesk.registry.evicting import Touched, evict, refresh
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.reading import read
from vaxdesk.registry.registers import KINDS_OF_CHANGE
from vaxdesk.registry.tables import FOLD_VERSION, bad_entry, folded, person, registry
from vaxdesk.registry.tables_exchange import held, quoted

BATCH = 4000  # entries folded together; more gain little and hold more memory
_DIALECTS = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
_THERE: WeakSet[sa.Engine] = WeakSet()  # databases in which the tables were seen
_VERSION = sa.select(folded.c.version)
_HELD = sa.select(held.c.id, held.c.quoted).where(bulk.among(held.c.id, "ids"))


def apply(
    conn: sa.Connection, names: LogNames, entries: Iterable[Incoming], *, heard: news.Heard | None = None
) -> frozenset[str]:
    """Folds entries in the caller's transaction; returns the kinds that were touched.

    Args:
        heard: who else is told what each batch brought and touched, in the same transaction.
    """
    kinds: set[str] = set()
    for batch in _batches(entries):
        kinds |= _fold(conn, names, batch, heard)
    return frozenset(kinds)


def _batches(entries: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _fold(conn: sa.Connection, names: LogNames, batch: list[Incoming], heard: news.Heard | None) -> set[str]:
    came: dict[int, Entry] = {}
    for one in batch:
        if one.id not in came:
            came[one.id] = read(names, one.id, one.line, one.h)
    locks.logs(conn, came.values())
    touched = Touched()
    fresh = _fresh(conn, names, came, touched)
    if not fresh:
        return set()
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in fresh:
        if entry.payload is not None:
            by_kind[entry.kind].append(entry)
    _write(conn, names, by_kind, touched)
    _settle(conn, names, by_kind, touched)
    news.note(conn, fresh, touched)
    if heard is not None:
        heard(conn, fresh, touched)
    return set(by_kind)


def _fresh(conn: sa.Connection, names: LogNames, came: dict[int, Entry], touched: Touched) -> list[Entry]:
    """What of a batch is new: originals not held yet, and the insides of quotes that nothing contradicts."""
    there = {row.id: row.quoted for row in conn.execute(_HELD, {"ids": list(came)}).all()}
    fresh = [one for one in came.values() if there.get(one.id, 1)]
    displaced = {one.id for one in fresh if one.id in there}
    orders = [one for one in fresh if one.kind == "forget" and not one.bad]
    judged = forgetting.obey(conn, names, orders, touched) if orders else set()
    erased = forgetting.entries(conn, [one.id for one in fresh])
    fresh = [_erased(one) if one.id in erased and one.kind != "forget" else one for one in fresh]
    evict(conn, displaced, touched)
    rows = []
    for place, one in enumerate(fresh):
        if one.kind == "quote" and one.payload is not None:
            try:
                rows.append(quotes.row_of(names, one))
            except ValueError as error:
                fresh[place] = msgspec.structs.replace(one, payload=None, bad=str(error)[:200])
    _keep(conn, fresh)
    return fresh + _quoted(conn, names, rows, displaced | judged, touched)


def _erased(entry: Entry) -> Entry:
    return Entry(entry.id, ERASED, entry.h)


def _quoted(
    conn: sa.Connection, names: LogNames, rows: list[dict[str, Any]], judged: set[int], touched: Touched
) -> list[Entry]:
    """Entries that quotes bring and that were not held, or hold better now than what was."""
    if not rows and not judged:
        return []
    touched.entries |= judged | {row["target"] for row in rows}
    erased = forgetting.entries(conn, [row["target"] for row in rows])
    quotes.keep(conn, [row for row in rows if row["target"] not in erased])
    chosen = quotes.judge(conn, names, {row["target"] for row in rows} | judged)
    locks.logs(conn, chosen.entries)
    evict(conn, chosen.evicted, touched)
    _keep(conn, chosen.entries)
    return chosen.entries


def _keep(conn: sa.Connection, entries: list[Entry]) -> None:
    bulk.insert_tuples(conn, held, forgetting.HELD, [forgetting.held_row(one) for one in entries])
    bulk.insert_new(conn, bad_entry, [{"id": one.id, "reason": one.bad} for one in entries if one.bad])


def _write(conn: sa.Connection, names: LogNames, by_kind: dict[str, list[Entry]], touched: Touched) -> None:
    """Writes the rows of new entries, each with the corrections that are there for it."""
    changes = [one for kind in KINDS_OF_CHANGE for one in by_kind.get(kind, ())]
    registers.write(conn, names, changes)
    touched.objects |= {one.of for one in changes}
    made = [one for kind, found in by_kind.items() if kind not in KINDS_OF_CHANGE for one in found]
    known = registers.of_many(conn, [one.id for one in made])
    touched.objects -= {one.id for one in made}
    for kind, found in by_kind.items():
        if kind == "person":
            people.create(conn, found, known)
        elif kind in things.KINDS:
            things.create(conn, kind, found, known)
            touched.things |= {(kind, one.id) for one in found}
    touched.note(visits.create(conn, (one for one in made if one.kind in visits.KINDS), known))


def _settle(conn: sa.Connection, names: LogNames, by_kind: dict[str, list[Entry]], touched: Touched) -> None:
    """Brings in line what follows from the rows: corrected rows, erased people, groups of records, visits."""
    refresh(conn, touched)
    about = {one.of for found in by_kind.values() for one in found} | touched.objects
    gone = touched.gone | forgetting.gone(conn, about | touched.seen)
    forgetting.clean(conn, gone)
    if touched.gone:
        words.purge(conn)
    touched.people |= {one for kind in ("same", "differ") for entry in by_kind.get(kind, ()) for one in entry.refs}
    new = identity.paired(conn, [one.id for one in by_kind.get("person", ())])
    groups = touched.people | new | gone
    locks.groups(conn, change=bool(groups))
    moved = identity.settle(conn, groups)
    if touched.lost:  # their steps lay under the record that stood for them, and now lie under nobody's but their own
        moved |= identity.group(conn, touched.lost)
    touched.people |= moved
    if moved:
        visits.regroup(conn, names, moved)
    visits.settle(conn, names, touched.days)


def withdraw(conn: sa.Connection, names: LogNames, ids: Collection[int]) -> None:
    """Takes entries out, as if they had never come, in the caller's transaction.

    Args:
        ids: surrogates; of an entry that was quoted its quotes too.
    """
    touched = Touched()
    bulk.delete(conn, quoted.c.id, ids)
    evict(conn, ids, touched)
    _settle(conn, names, {}, touched)
    news.note(conn, [], touched)


def create(conn: sa.Connection) -> None:
    """Makes the tables of the fold."""
    for statement in _making(conn.dialect.name):
        conn.exec_driver_sql(statement)
    words.create(conn)
    conn.execute(folded.delete())
    conn.execute(folded.insert(), {"version": FOLD_VERSION})


def is_current(conn: sa.Connection) -> bool:
    """Whether the tables are there and were made by this version of the rules.

    That they are there is asked once of a database: whoever throws them away makes them anew in the same transaction.
    """
    if conn.engine not in _THERE:
        if not sa.inspect(conn).has_table(folded.name) or not sa.inspect(conn).has_table(person.name):
            return False
        _THERE.add(conn.engine)
    return conn.execute(_VERSION).scalar() == FOLD_VERSION


def drop(conn: sa.Connection) -> None:
    """Throws the fold away; the journal is untouched."""
    _THERE.discard(conn.engine)
    words.drop(conn)
    for statement in _dropping(conn.dialect.name):
        conn.exec_driver_sql(statement)


@cache
def _making(dialect: str) -> list[str]:
    """Statements that make what is not there of the fold's tables, on a kind of database; compiled once."""
    tables = registry.sorted_tables
    indexes = [index for table in tables for index in sorted(table.indexes, key=attrgetter("name"))]
    made = [CreateTable(one, if_not_exists=True) for one in tables]
    return _compiled(dialect, [*made, *(CreateIndex(one, if_not_exists=True) for one in indexes)])


@cache
def _dropping(dialect: str) -> list[str]:
    """Statements that take away what is there of them; compiled once."""
    return _compiled(dialect, [DropTable(one, if_exists=True) for one in reversed(registry.sorted_tables)])


def _compiled(dialect: str, statements: Iterable[ExecutableDDLElement]) -> list[str]:
    kind = _DIALECTS[dialect]()
    return [str(one.compile(dialect=kind)) for one in statements]
