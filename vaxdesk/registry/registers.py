"""Last-writer-wins registers: one per object and field, decided by (revision, entry hash), never by a clock."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.tables import field

VOID = "!"  # the register of the void flag; no field of any payload has this name


_FIND = sa.select(field.c.rev, field.c.h, field.c.value).where(
    field.c.obj == sa.bindparam("obj"), field.c.name == sa.bindparam("name")
)
_ALL = sa.select(field.c.name, field.c.value).where(field.c.obj == sa.bindparam("obj"))


def write(conn: sa.Connection, obj: int, name: str, *, value: str, rev: int, h: bytes, by: int) -> bool:
    """Writes one register if the writer wins over the one that holds it; tells whether the value now holds."""
    held = conn.execute(_FIND, {"obj": obj, "name": name}).first()
    if held is not None and (held.rev, held.h) >= (rev, h):
        return False
    values = {"value": value, "rev": rev, "h": h, "by": by}
    if held is None:
        conn.execute(field.insert(), {"obj": obj, "name": name, **values})
    else:
        conn.execute(field.update().where(field.c.obj == obj, field.c.name == name), values)
    return True


def of(conn: sa.Connection, obj: int) -> dict[str, str]:
    """All registers of an object: field name to value, the void flag under `VOID`."""
    return {row.name: row.value for row in conn.execute(_ALL, {"obj": obj})}


def next_rev(conn: sa.Connection, obj: int) -> int:
    """1 + the highest revision seen of any field of the object (a Lamport clock per object)."""
    highest = conn.execute(sa.select(sa.func.max(field.c.rev)).where(field.c.obj == obj)).scalar()
    return (highest or 0) + 1


def holder(conn: sa.Connection, obj: int, name: str) -> str:
    """First 8 hex digits of the hash that holds a field; empty when the original entry does."""
    held = conn.execute(_FIND, {"obj": obj, "name": name}).first()
    return held.h.hex()[:8] if held else ""
