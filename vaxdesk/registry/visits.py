"""Folds what happens to a person on a day: the events, and the visit that they amount to."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain import visit as rules
from vaxdesk.domain.views import EventView
from vaxdesk.registry import registers
from vaxdesk.registry.entry import Entry, insert_new
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import event, visit

KINDS = frozenset({"checkin", "decline", "screen", "inject", "leave", "aefi", "cert", "history"})
_FRESH = sa.select(event.c.id).where(event.c.id.in_(sa.bindparam("ids", expanding=True)))
_OF_DAY = sa.select(event).where(event.c.person == sa.bindparam("person"), event.c.day == sa.bindparam("day"))
_CHUNK = 500


def fold(conn: sa.Connection, names: LogNames, batch: list[Entry]) -> None:
    """Inserts events and brings the visits they belong to up to date."""
    for start in range(0, len(batch), _CHUNK):
        chunk = batch[start : start + _CHUNK]
        held = set(conn.execute(_FRESH, {"ids": [entry.id for entry in chunk]}).scalars())
        rows = [_row(conn, names, entry) for entry in chunk if entry.id not in held]
        insert_new(conn, event, rows)
        touched = {(row["person"], row["day"]) for row in rows if row["kind"] != "history"}
        for person, day in sorted(touched):
            _refresh(conn, names, person, day)


def _row(conn: sa.Connection, names: LogNames, entry: Entry) -> dict[str, Any]:
    data = msgspec.structs.asdict(entry.payload)
    changes = registers.of(conn, entry.id)
    amend(data, changes)
    return {
        "id": entry.id,
        "kind": entry.kind,
        "person": entry.of,
        "day": _day(entry.kind, data),
        "stamp": entry.t,
        "user": entry.user,
        "voided": 1 if changes.get(registers.VOID) else 0,
        "lot": names.id(data["lot"]) if entry.kind == "inject" else 0,
        "vial": names.id(data["vial"]) if entry.kind == "inject" else 0,
        "h": entry.h,
        "d": msgspec.json.encode(data).decode(),
    }


def fold_change(conn: sa.Connection, names: LogNames, obj: int, change: dict[str, str]) -> bool:
    """Brings a correction or a taking-back to an event; tells whether the object is one."""
    row = conn.execute(sa.select(event).where(event.c.id == obj)).mappings().first()
    if row is None:
        return False
    data = msgspec.json.decode(row["d"])
    amend(data, change)
    day = _day(row["kind"], data)
    voided = (1 if change[registers.VOID] else 0) if registers.VOID in change else row["voided"]
    values = {"d": msgspec.json.encode(data).decode(), "day": day, "voided": voided}
    conn.execute(event.update().where(event.c.id == obj), values)
    if row["kind"] != "history":
        for touched in sorted({row["day"], day}):
            _refresh(conn, names, row["person"], touched)
    return True


def _day(kind: str, data: dict[str, Any]) -> str:
    return data["date"] if kind == "history" else data["day"]


def amend(data: dict[str, Any], change: dict[str, str]) -> None:
    """Brings corrections, which are text, to payload values of their own types; what does not fit is left alone."""
    for name, text in change.items():
        table, _, key = name.partition(".")
        if key and isinstance(data.get(table), dict):  # one field of a table of texts, e.g. `form.hospital`
            data[table] = {**data[table], key: text}
            continue
        old = data.get(name)
        if isinstance(old, bool):
            data[name] = text == "1"
        elif isinstance(old, int) and text.lstrip("-").isdigit():
            data[name] = int(text)
        elif isinstance(old, str):
            data[name] = text


def view(names: LogNames, row: Any) -> EventView:
    """An event row as a frozen picture."""
    return EventView(
        id=names.ref(row.id),
        kind=row.kind,
        person=names.ref(row.person),
        day=row.day,
        t=row.stamp,
        user=row.user,
        voided=bool(row.voided),
        h=row.h.hex(),
        data=msgspec.json.decode(row.d),
    )


def events_of(conn: sa.Connection, names: LogNames, person: int, day: str) -> list[EventView]:
    """All events of a person's day, voided ones included."""
    rows = conn.execute(_OF_DAY, {"person": person, "day": day})
    return [view(names, row) for row in rows if row.kind != "history"]


def _refresh(conn: sa.Connection, names: LogNames, person: int, day: str) -> None:
    events = events_of(conn, names, person, day)
    now = rules.fold(events)
    key = (visit.c.person == person) & (visit.c.day == day)
    if not any(not one.voided for one in events):
        conn.execute(visit.delete().where(key))
        return
    values = {
        "stage": now.stage.value,
        "outcome": now.outcome.value if now.outcome else "",
        "no": now.no,
        "received_at": now.received_at,
        "screened_at": now.screened_at,
        "injected_at": now.injected_at,
        "left_at": now.left_at,
        "conclusion": now.conclusion,
        "product": now.product,
        "reaction": now.reaction,
        "walk_in": int(now.walk_in),
    }
    if conn.execute(visit.update().where(key), values).rowcount == 0:
        conn.execute(visit.insert(), {"person": person, "day": day, **values})
