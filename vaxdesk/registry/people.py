"""Folds people: the person as first recorded with all corrections that hold, and the words to find them by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.names import fold as fold_name
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.registry import words
from vaxdesk.registry.entry import Entry, insert_new
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.registers import VOID
from vaxdesk.registry.tables import field, person

_FIELDS = frozenset(PERSON_FIELDS)
_CHUNK = 500  # bind variables per statement stay far below SQLite's limit


def fold_person(conn: sa.Connection, batch: list[Entry]) -> None:
    """Inserts people; one already there stays as it is."""
    for start in range(0, len(batch), _CHUNK):
        _fold_chunk(conn, batch[start : start + _CHUNK])


def _fold_chunk(conn: sa.Connection, chunk: list[Entry]) -> None:
    ids = [entry.id for entry in chunk]
    held = set(conn.execute(sa.select(person.c.id).where(person.c.id.in_(ids))).scalars())
    waiting = _registers(conn, ids)
    rows, index = [], []
    for entry in chunk:
        if entry.id in held:
            continue
        row = _row(entry, waiting.get(entry.id, {}))
        rows.append(row)
        if not row["voided"]:
            index.append((entry.id, words.words_of(row)))
    insert_new(conn, person, rows)
    words.put(conn, index)


def _registers(conn: sa.Connection, ids: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in conn.execute(sa.select(field.c.obj, field.c.name, field.c.value).where(field.c.obj.in_(ids))):
        found[row.obj][row.name] = row.value
    return found


def _row(entry: Entry, changes: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(entry.payload, name) for name in PERSON_FIELDS}
    row.update((name, value) for name, value in changes.items() if name in _FIELDS)
    row.update(id=entry.id, stamp=entry.t, voided=1 if changes.get(VOID) else 0, name_fold=fold_name(row["name"]))
    return row


def fold_change(conn: sa.Connection, _names: LogNames, obj: int, change: dict[str, str]) -> bool:
    """Brings a correction to the person's row; tells whether the object is a person."""
    row = conn.execute(sa.select(person).where(person.c.id == obj)).mappings().first()
    if row is None:
        return False
    now = dict(row)
    now.update((name, value) for name, value in change.items() if name in _FIELDS)
    if VOID in change:
        now["voided"] = 1 if change[VOID] else 0
    now["name_fold"] = fold_name(now["name"])
    conn.execute(person.update().where(person.c.id == obj), now)
    words.replace(conn, obj, "" if now["voided"] else words.words_of(now))
    return True
