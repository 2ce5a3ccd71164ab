"""Keeps every correction and taking-back as it came, those that lost included: who changed what, when and why."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.registry.entry import Entry, insert_new
from vaxdesk.registry.tables import change


def note(conn: sa.Connection, batch: list[Entry]) -> None:
    """Notes `amend` and `void` entries; one already noted stays as it is."""
    insert_new(conn, change, [_row(entry) for entry in batch])


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "obj": entry.of,
        "stamp": entry.t,
        "user": entry.user,
        "rev": entry.rev,
        "h": entry.h,
        "d": msgspec.json.encode(entry.payload).decode(),
    }
