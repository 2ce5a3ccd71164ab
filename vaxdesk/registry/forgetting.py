"""What the law had erased stays out of the fold, whether it came before the `forget` entry, after it, or as a hole.

An entry that is named has no effect any more. Of the person it was about an empty record is left, and what was typed
freely into that person's steps is emptied; doses, days and lots stay (decision 0005). Nothing takes a `forget` back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.erasable import FREE, free_texts
from vaxdesk.domain.payloads import KINDS, Payload
from vaxdesk.journal.ref import BadRef
from vaxdesk.registry import bulk, originals, people, registers
from vaxdesk.registry.entry import ERASED, Entry
from vaxdesk.registry.evicting import Touched, evict
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change, event
from vaxdesk.registry.tables_exchange import forgotten, held, original, quoted
from vaxdesk.registry.visits import data_of

HELD = ("id", "kind", "h", "stamp", "user", "doubt", "quoted", "origin")  # columns of what is held
_ANY = sa.select(forgotten.c.id).limit(1)
_ENTRIES = sa.select(forgotten.c.id).where(bulk.among(forgotten.c.id, "ids"))
_PEOPLE = _ENTRIES.where(forgotten.c.what == "person")
_HELD = sa.select(held.c.id, held.c.h, held.c.kind, held.c.quoted).where(bulk.among(held.c.id, "ids"))
_QUOTES = (
    sa.select(quoted.c.id, quoted.c.target).where(bulk.among(quoted.c.target, "ids")),
    sa.select(quoted.c.id, quoted.c.target).where(bulk.among(quoted.c.id, "ids")),
)
_EVENTS = sa.select(event).where(bulk.among(event.c.person, "ids"))
_CHANGES = sa.select(change).where(bulk.among(change.c.obj, "ids"))
_encode = msgspec.json.Encoder().encode


def entries(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """Those of some entries that were erased."""
    return _found(conn, _ENTRIES, ids)


def gone(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """Those of some people whose data were erased."""
    return _found(conn, _PEOPLE, ids)


def _found(conn: sa.Connection, query: sa.Select, ids: Collection[int]) -> set[int]:
    if not ids or conn.execute(_ANY).first() is None:
        return set()
    return set(conn.execute(query, {"ids": ids}).scalars())


def obey(conn: sa.Connection, names: LogNames, orders: Iterable[Entry], touched: Touched) -> set[int]:
    """Takes out what `forget` entries name; returns targets of quotes that went, to be judged again.

    The people whose data they were are put among `touched.gone`.
    """
    rows, named = [], set()
    for order in orders:
        person = _known(names, [order.payload.person])
        listed = _known(names, order.payload.entries) - person
        rows += [{"id": one, "by": order.id, "what": "entry"} for one in sorted(listed)]
        rows += [{"id": one, "by": order.id, "what": "person"} for one in person]
        touched.gone |= person
        named |= listed | person
    bulk.insert_new(conn, forgotten, rows)
    return _take_out(conn, named, touched)


def _known(names: LogNames, references: Iterable[str]) -> set[int]:
    found = set()
    for one in references:
        try:
            found.add(names.id(one))
        except BadRef:
            continue  # it names nothing
    return found - {0}


def _take_out(conn: sa.Connection, named: set[int], touched: Touched) -> set[int]:
    there = [row for row in conn.execute(_HELD, {"ids": named}) if row.kind != "forget"] if named else []
    quotes = {row.id: row.target for query in _QUOTES for row in conn.execute(query, {"ids": named})} if named else {}
    bulk.delete(conn, quoted.c.id, quotes)
    evict(conn, [row.id for row in there], touched)
    erased = [(row.id, row.h) for row in there if not row.quoted]
    bulk.insert_tuples(conn, held, HELD, [held_row(Entry(id_, ERASED, h)) for id_, h in erased])
    left = set(quotes.values()) - named
    evict(conn, [row.id for row in conn.execute(_HELD, {"ids": left}) if row.quoted in quotes], touched)
    return left


def held_row(entry: Entry) -> tuple[Any, ...]:
    """The row that says that an entry is held: values of `HELD`."""
    return (entry.id, entry.kind, entry.h, entry.t, entry.user, int(entry.doubt), entry.quote, entry.unit)


def clean(conn: sa.Connection, people_gone: Collection[int]) -> None:
    """Empties people whose data were erased, what was changed of them, and what was typed into their steps."""
    if not people_gone:
        return
    bulk.delete(conn, change.c.id, _changes(conn, people_gone, kind="amend"))
    people.blank(conn, people_gone)
    rows = conn.execute(_EVENTS, {"ids": people_gone}).all()
    _clean_changes(conn, {row.id: row.kind for row in rows} | dict.fromkeys(people_gone, "person"))
    steps = {row.id: row for row in rows if row.kind in FREE}
    first = originals.of(conn, steps)
    bulk.delete(conn, original.c.id, people_gone)
    originals.change(conn, {id_: free_texts(steps[id_].kind, data) for id_, data in first.items()})
    blanked = {id_: free_texts(row.kind, data_of(row.kind, row.d)) for id_, row in steps.items()}
    bulk.put(conn, event, [{**steps[id_]._mapping, "d": _encode(d).decode()} for id_, d in blanked.items()])


def _changes(conn: sa.Connection, objects: Collection[int], *, kind: str) -> list[int]:
    return [row.id for row in conn.execute(_CHANGES, {"ids": objects}) if row.kind == kind]


def _clean_changes(conn: sa.Connection, kinds: dict[int, str]) -> None:
    """Corrections of steps keep what they set but free text; so do their registers. Nobody's reasons are kept."""
    rows = []
    for row in conn.execute(_CHANGES, {"ids": list(kinds)}):
        payload = msgspec.json.decode(row.d, type=KINDS[row.kind])
        rows.append({**row._mapping, "d": _encode(_without(payload, FREE.get(kinds[row.obj], ()))).decode()})
    bulk.put(conn, change, rows)
    registers.again(conn, kinds)


def _without(payload: Payload, free: tuple[str, ...]) -> Payload:
    if not hasattr(payload, "set"):
        return msgspec.structs.replace(payload, why="")
    kept = {name: value for name, value in payload.set.items() if name.partition(".")[0] not in free}
    return msgspec.structs.replace(payload, set=kept, why="", evidence="")
