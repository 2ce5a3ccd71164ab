"""Last-writer-wins registers: one per object and field, decided by (revision, entry hash), never by a clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import KINDS
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.tables import change, field

VOID = "!"  # the register of the void flag; no field of any payload has this name
KINDS_OF_CHANGE = frozenset({"amend", "void", "vialclose"})


_FIND = sa.select(field.c.rev, field.c.h, field.c.value).where(
    field.c.obj == sa.bindparam("obj"), field.c.name == sa.bindparam("name")
)
_ALL = sa.select(field.c.name, field.c.value).where(field.c.obj == sa.bindparam("obj"))
_MANY = sa.select(field.c.obj, field.c.name, field.c.value).where(bulk.among(field.c.obj, "ids"))
_CHANGES = sa.select(change).where(bulk.among(change.c.obj, "ids"))


def write(conn: sa.Connection, entries: Iterable[Entry]) -> None:
    """Notes corrections, takings-back and closings as they came, and lets them into their registers.

    One statement a register at most, which by itself keeps the larger of what is there and what comes: several
    processes may write the same object.
    """
    entries = list(entries)
    bulk.insert_new(conn, change, [_note(entry) for entry in entries])
    settle(conn, ((entry.id, entry.of, entry.kind, entry.rev, entry.h, entry.payload) for entry in entries))


def settle(conn: sa.Connection, changes: Iterable[tuple[int, int, str, int, bytes, Any]]) -> None:
    """Lets changes (id, object, kind, revision, hash, payload) into their registers."""
    best: dict[tuple[int, str], dict[str, Any]] = {}
    for id_, obj, kind, rev, h, payload in changes:
        for name, value in values_of(kind, payload).items():
            held = best.get((obj, name))
            if held is None or (held["rev"], held["h"]) < (rev, h):
                best[obj, name] = {"obj": obj, "name": name, "value": value, "rev": rev, "h": h, "by": id_}
    bulk.insert_newest(conn, field, list(best.values()), by=("rev", "h"))


def values_of(kind: str, payload: Any) -> dict[str, str]:
    """What an entry sets: field to text."""
    if kind == "amend":
        return payload.set
    if kind == "void":
        return {VOID: "1" if payload.v else ""}
    return {"closed": "1", "wasted": str(payload.wasted)}


def again(conn: sa.Connection, objects: Collection[int]) -> None:
    """Makes the registers of objects anew from the changes that are noted: some of them were taken out."""
    bulk.delete(conn, field.c.obj, objects)
    rows = conn.execute(_CHANGES, {"ids": list(objects)}).all()
    decoded = (msgspec.json.decode(row.d, type=KINDS[row.kind]) for row in rows)
    settle(conn, ((row.id, row.obj, row.kind, row.rev, row.h, one) for row, one in zip(rows, decoded, strict=True)))


def _note(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "obj": entry.of,
        "stamp": entry.t,
        "user": entry.user,
        "rev": entry.rev,
        "h": entry.h,
        "d": entry.d,
        "origin": entry.unit,
    }


def of(conn: sa.Connection, obj: int) -> dict[str, str]:
    """All registers of an object: field name to value, the void flag under `VOID`."""
    return {row.name: row.value for row in conn.execute(_ALL, {"obj": obj})}


def of_many(conn: sa.Connection, objects: Collection[int]) -> dict[int, dict[str, str]]:
    """All registers of several objects, those without any left out."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for obj, name, value in conn.execute(_MANY, {"ids": objects}) if objects else ():
        found[obj][name] = value
    return found


def next_rev(conn: sa.Connection, obj: int) -> int:
    """1 + the highest revision seen of any field of the object (a Lamport clock per object)."""
    highest = conn.execute(sa.select(sa.func.max(field.c.rev)).where(field.c.obj == obj)).scalar()
    return (highest or 0) + 1


def holder(conn: sa.Connection, obj: int, name: str) -> str:
    """First 8 hex digits of the hash that holds a field; empty when the original entry does."""
    held = conn.execute(_FIND, {"obj": obj, "name": name}).first()
    return held.h.hex()[:8] if held else ""
