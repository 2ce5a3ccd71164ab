"""Last-writer-wins registers: one per object and field, decided by (revision, entry hash, log), never by a clock.

The log decides where one line is held under two names: by its own and, quoted, by that of a branch (decision 0006).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import KINDS
from vaxdesk.journal.ref import log_number
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import change, field

VOID = "!"  # the register of the void flag; no field of any payload has this name
KINDS_OF_CHANGE = frozenset({"amend", "void", "vialclose"})
_RANK = ("rev", "h", "log")

_FIND = sa.select(field.c.rev, field.c.h, field.c.value).where(
    field.c.obj == sa.bindparam("obj"), field.c.name == sa.bindparam("name")
)
_ALL = sa.select(field.c.name, field.c.value).where(field.c.obj == sa.bindparam("obj"))
_MANY = sa.select(field.c.obj, field.c.name, field.c.value).where(bulk.among(field.c.obj, "ids"))
_CHANGES = sa.select(change).where(bulk.among(change.c.obj, "ids"))


def write(conn: sa.Connection, names: LogNames, entries: Iterable[Entry]) -> None:
    """Notes corrections, takings-back and closings as they came, and lets them into their registers.

    One statement a register at most, which by itself keeps the larger of what is there and what comes: several
    processes may write the same object.
    """
    entries = list(entries)
    notes = [_note(names, entry) for entry in entries]
    bulk.insert_new(conn, change, notes)
    _settle(conn, zip(notes, (entry.payload for entry in entries), strict=True))


def _settle(conn: sa.Connection, changes: Iterable[tuple[Mapping[str, Any], Any]]) -> None:
    """Lets changes, each a row of them and its payload, into their registers."""
    best: dict[tuple[int, str], dict[str, Any]] = {}
    for row, payload in changes:
        rank = {name: row[name] for name in _RANK}
        for name, value in values_of(row["kind"], payload).items():
            held = best.get((row["obj"], name))
            if held is None or [held[one] for one in _RANK] < list(rank.values()):
                best[row["obj"], name] = {"obj": row["obj"], "name": name, "value": value, **rank, "by": row["id"]}
    bulk.insert_newest(conn, field, list(best.values()), by=_RANK)


def values_of(kind: str, payload: Any) -> dict[str, str]:
    """What an entry sets: field to text."""
    if kind == "amend":
        return payload.set
    if kind == "void":
        return {VOID: "1" if payload.v else ""}
    return {"closed": "1", "wasted": str(payload.wasted), "why": payload.why, "closed_day": payload.day}


def again(conn: sa.Connection, objects: Collection[int]) -> None:
    """Makes the registers of objects anew from the changes that are noted: some of them were taken out."""
    bulk.delete(conn, field.c.obj, objects)
    rows = conn.execute(_CHANGES, {"ids": list(objects)}).mappings().all()
    _settle(conn, ((row, msgspec.json.decode(row["d"], type=KINDS[row["kind"]])) for row in rows))


def _note(names: LogNames, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "obj": entry.of,
        "stamp": entry.t,
        "user": entry.user,
        "rev": entry.rev,
        "h": entry.h,
        "log": log_number(names.name(entry.id >> SEQ_BITS)),
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
