"""Folds people: the person as first recorded with all corrections that hold, and the words to find them by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.names import fold as fold_name
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.registry import bulk, originals, registers, words
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.registers import VOID
from vaxdesk.registry.tables import person

_FIELDS = frozenset(PERSON_FIELDS)
_MANY = sa.select(person).where(bulk.among(person.c.id, "ids"))
_CANON = sa.select(person.c.id, person.c.canon).where(bulk.among(person.c.id, "ids"))
_EMPTY = dict.fromkeys(PERSON_FIELDS, "")


def create(conn: sa.Connection, entries: Iterable[Entry], changes: dict[int, dict[str, str]]) -> None:
    """Inserts people with the corrections that came before them.

    Args:
        changes: registers of the new entries.
    """
    rows, first = [], {}
    for entry in entries:
        payload = entry.payload
        values = {name: getattr(payload, name) for name in PERSON_FIELDS}
        found = changes.get(entry.id)
        if found:
            first[entry.id] = dict(values)
        rows.append(_row(entry.id, values, found or {}, stamp=entry.t, canon=entry.id))
    bulk.insert_new(conn, person, rows)
    originals.keep(conn, first)
    words.put(conn, [(row["id"], words.words_of(row)) for row in rows if not row["voided"]])


def refresh(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """Brings rows in line with their registers; returns those that were taken back or restored."""
    if not ids:
        return set()
    first, changes = originals.of(conn, ids), registers.of_many(conn, ids)
    rows, kept, turned = [], {}, set()
    for old in conn.execute(_MANY, {"ids": ids}).mappings():
        id_ = old["id"]
        if id_ not in first:
            kept[id_] = {name: old[name] for name in PERSON_FIELDS}
        row = _row(id_, first.get(id_) or kept[id_], changes.get(id_, {}), stamp=old["stamp"], canon=old["canon"])
        rows.append(row)
        if row["voided"] != old["voided"]:
            turned.add(id_)
    originals.keep(conn, kept)
    bulk.put(conn, person, rows)
    words.replace(conn, [(row["id"], "" if row["voided"] else words.words_of(row)) for row in rows])
    return turned


def blank(conn: sa.Connection, ids: Collection[int]) -> None:
    """Empties people whom the law had erased, and makes the empty rows of those that never came or went.

    Who stands for a record that is there is left to `identity`, which tells what follows from a change of it.
    """
    stands = {row.id: row.canon for row in conn.execute(_CANON, {"ids": ids})}
    rows = [{**_row(id_, _EMPTY, {}, stamp=0, canon=stands.get(id_, id_)), "voided": 1} for id_ in ids]
    bulk.put(conn, person, rows)
    words.replace(conn, [(id_, "") for id_ in ids])


def _row(id_: int, values: dict[str, Any], changes: dict[str, str], *, stamp: int, canon: int) -> dict[str, Any]:
    row = dict(values)
    if changes:
        row.update((name, value) for name, value in changes.items() if name in _FIELDS)
    row["id"] = id_
    row["stamp"] = stamp
    row["canon"] = canon
    row["voided"] = 1 if changes.get(VOID) else 0
    row["name_fold"] = fold_name(row["name"])
    return row
