"""Folds what is no person and no event: roster lines, lists, lots, vials, users and the station itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.registry import registers
from vaxdesk.registry.entry import Entry, insert_new
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, config, dayseal, field, lot, roster, user, vial

_TABLES = (appt, lot, vial, user, config, roster, dayseal)
_CHUNK = 500


def _insert(
    conn: sa.Connection, table: sa.Table, batch: list[Entry], row_of: Callable[[Entry, dict[str, Any]], dict[str, Any]]
) -> None:
    for start in range(0, len(batch), _CHUNK):
        chunk = batch[start : start + _CHUNK]
        ids = [entry.id for entry in chunk]
        corrected = set(conn.execute(sa.select(field.c.obj).where(field.c.obj.in_(ids))).scalars())
        rows = []
        for entry in chunk:
            row = {**row_of(entry, msgspec.structs.asdict(entry.payload)), "id": entry.id}
            if entry.id in corrected:
                row.update(_columns(table, registers.of(conn, entry.id)))
            rows.append(row)
        insert_new(conn, table, rows)


def _columns(table: sa.Table, change: dict[str, str]) -> dict[str, Any]:
    """A change, as values of the table's columns; fields the table does not show are left out."""
    values: dict[str, Any] = {}
    for name, text in change.items():
        column = table.c.get("voided" if name == registers.VOID else name)
        if column is not None:
            values[column.name] = _cast(column, text)
    return values


def _cast(column: sa.Column, text: str) -> Any:
    if isinstance(column.type, sa.Text):
        return text
    return int(text) if text.lstrip("-").isdigit() else 0


def fold_change(conn: sa.Connection, _names: LogNames, obj: int, change: dict[str, str]) -> bool:
    """Brings a correction to the row of a thing; tells whether one was there."""
    for table in _TABLES:
        if conn.execute(sa.select(table.c.id).where(table.c.id == obj)).first() is not None:
            values = _columns(table, change)
            if values:
                conn.execute(table.update().where(table.c.id == obj), values)
            return True
    return False


def _fold_appt(conn: sa.Connection, names: LogNames, batch: list[Entry]) -> None:
    _insert(conn, appt, batch, lambda entry, data: {**data, "person": entry.of, "roster": names.id(data["roster"])})


def _fold_roster(conn: sa.Connection, _names: LogNames, batch: list[Entry]) -> None:
    _insert(conn, roster, batch, lambda entry, data: {**data, "stamp": entry.t})


def _fold_lot(conn: sa.Connection, _names: LogNames, batch: list[Entry]) -> None:
    _insert(conn, lot, batch, lambda _entry, data: data)


def _fold_vial(conn: sa.Connection, names: LogNames, batch: list[Entry]) -> None:
    _insert(conn, vial, batch, lambda _entry, data: {**data, "lot": names.id(data["lot"])})


def _fold_vialclose(conn: sa.Connection, names: LogNames, batch: list[Entry]) -> None:
    """A closing rests in registers, so that it may come before the vial and be taken back like any correction."""
    for entry in batch:
        values = {"closed": "1", "wasted": str(entry.payload.wasted)}
        won = {
            name: value
            for name, value in values.items()
            if registers.write(conn, entry.of, name, value=value, rev=entry.rev, h=entry.h, by=entry.id)
        }
        fold_change(conn, names, entry.of, won)


def _fold_user(conn: sa.Connection, _names: LogNames, batch: list[Entry]) -> None:
    _insert(
        conn,
        user,
        batch,
        lambda _entry, data: {**data, "roles": ",".join(data["roles"]), "active": int(data["active"])},
    )


def _fold_config(conn: sa.Connection, _names: LogNames, batch: list[Entry]) -> None:
    _insert(conn, config, batch, lambda _entry, data: data)


def _fold_dayseal(conn: sa.Connection, _names: LogNames, batch: list[Entry]) -> None:
    def row(entry: Entry, data: dict[str, Any]) -> dict[str, Any]:
        heads = msgspec.json.encode(data["heads"]).decode()
        return {**data, "heads": heads, "stamp": entry.t, "user": entry.user}

    _insert(conn, dayseal, batch, row)


FOLDS: dict[str, Callable[[sa.Connection, LogNames, list[Entry]], None]] = {
    "appt": _fold_appt,
    "roster": _fold_roster,
    "lot": _fold_lot,
    "vial": _fold_vial,
    "vialclose": _fold_vialclose,
    "user": _fold_user,
    "config": _fold_config,
    "dayseal": _fold_dayseal,
}
