"""Facilities, areas and staff, choices between units, checklists, and in which old communes people are written."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import UnitMap
from vaxdesk.domain.places.records import POINTERS, Key, PlaceRecord, StaffRole, What
from vaxdesk.domain.places.views import CheckedList, Resident, StaffView
from vaxdesk.domain.units import Scheme
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.tables_places import area, checklist, facility, unitmap
from vaxdesk.registry.tables_places import staff as staff_table

_TABLES = {What.FACILITY: facility, What.AREA: area, What.STAFF: staff_table}
_OWN_FIELDS = frozenset(("id", "voided"))
_OLD_UNITS = (
    person.c.canon == person.c.id,
    person.c.voided == 0,
    person.c.commune_code != "",
    person.c.scheme == Scheme.OLD.value,
)


def records(conn: sa.Connection, names: LogNames) -> tuple[PlaceRecord, ...]:
    """All three lists by name, those taken out left out; pointers and representatives as texts."""
    found = [_record(names, what, row) for what, table in _TABLES.items() for row in conn.execute(_standing(table))]
    written = {one.id: one.get(Key.CODE) or one.name for one in found}
    speaks = {
        one.refs[Key.FACILITY]: one.name
        for one in found
        if one.what is What.STAFF and Key.FACILITY in one.refs and one.get(Key.ROLE) == StaffRole.REPRESENTATIVE
        if not one.get(Key.LOCKED)
    }
    return tuple(_named(one, written, speaks) for one in found)


def _standing(table: sa.Table) -> sa.Select:
    return sa.select(table).where(table.c.voided == 0).order_by(table.c.name, table.c.id)


def _record(names: LogNames, what: What, row: Any) -> PlaceRecord:
    values, refs = {}, {}
    for name, value in row._mapping.items():
        if name in _OWN_FIELDS or not value:
            continue
        if Key(name) in POINTERS:
            refs[Key(name)] = value
        else:
            values[Key(name)] = str(value)
    return PlaceRecord(what=what, id=names.ref(row.id), values=values, refs=refs)


def _named(record: PlaceRecord, written: dict[str, str], speaks: dict[str, str]) -> PlaceRecord:
    """With what pointers name, and with who represents a facility; a pointer to nothing that stands says nothing."""
    refs = {key: reference for key, reference in record.refs.items() if reference in written}
    texts = {key: written[reference] for key, reference in refs.items()}
    if record.what is What.FACILITY and record.id in speaks:
        texts[Key.REPRESENTATIVE] = speaks[record.id]
    return msgspec.structs.replace(record, values={**record.values, **texts}, refs=refs)


def staff(conn: sa.Connection, names: LogNames, *, locked: bool = False) -> tuple[StaffView, ...]:
    """Who works here, by name; those locked only when they are asked for too."""
    query = _standing(staff_table)
    if not locked:
        query = query.where(staff_table.c.locked == 0)
    plain = ("name", "title", "phone", "email", "facility", "area", "role", "user")
    return tuple(
        StaffView(id=names.ref(row.id), locked=bool(row.locked), **{name: row._mapping[name] for name in plain})
        for row in conn.execute(query)
    )


def maps(conn: sa.Connection, names: LogNames) -> list[tuple[str, UnitMap]]:
    """Choices between units that stand, each with its reference, the newest last."""
    order = (unitmap.c.stamp, held.c.h)
    rows = conn.execute(
        sa.select(unitmap).join(held, held.c.id == unitmap.c.id).where(unitmap.c.voided == 0).order_by(*order)
    )
    fields = UnitMap.__struct_fields__
    return [(names.ref(row.id), UnitMap(**{name: row._mapping[name] for name in fields})) for row in rows]


def old_communes(conn: sa.Connection) -> dict[str, int]:
    """In which communes of the scheme 2021 people are written, by code, and how many."""
    query = sa.select(person.c.commune_code, sa.func.count()).where(*_OLD_UNITS).group_by(person.c.commune_code)
    return {code: count for code, count in conn.execute(query)}


def residents(conn: sa.Connection, names: LogNames, code: str) -> list[Resident]:
    """Who is written in a commune of the scheme 2021, by address."""
    query = (
        sa.select(person.c.id, person.c.name, person.c.adr)
        .where(*_OLD_UNITS, person.c.commune_code == code)
        .order_by(person.c.adr, person.c.name, person.c.id)
    )
    return [Resident(id=names.ref(row.id), name=row.name, address=row.adr) for row in conn.execute(query)]


def checklists(conn: sa.Connection, names: LogNames, *, part: str = "", limit: int = 100) -> list[CheckedList]:
    """Safety checklists that stand, the newest day first; of one part, or of all."""
    query = (
        sa.select(checklist)
        .join(held, held.c.id == checklist.c.id)
        .where(checklist.c.voided == 0)
        .order_by(checklist.c.day.desc(), checklist.c.stamp.desc(), held.c.h)
        .limit(limit)
    )
    if part:
        query = query.where(checklist.c.part == part)
    return [_checked(names, row) for row in conn.execute(query)]


def _checked(names: LogNames, row: Any) -> CheckedList:
    told = {name: _texts(row._mapping[name]) for name in ("answers", "notes")}
    plain = {name: row._mapping[name] for name in ("part", "day", "form", "facility", "stamp", "user")}
    return CheckedList(id=names.ref(row.id), **plain, **told)


def _texts(json: str) -> dict[str, str]:
    """Texts by item; none where a correction left no such thing."""
    try:
        return msgspec.json.decode(json or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}
