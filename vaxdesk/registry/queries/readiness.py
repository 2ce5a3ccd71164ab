"""Readiness checks that were recorded."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.registry.tables_readiness import ready

_OF_DAY = (
    sa.select(ready)
    .where(ready.c.day == sa.bindparam("day"), ready.c.voided == 0)
    .order_by(ready.c.stamp.desc(), ready.c.id.desc())
)


class ReadyView(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded check: `at` seconds since 1970, `lights` and `words` by item."""

    day: str
    at: int
    user: int
    pc: str
    lights: dict[str, str]
    words: dict[str, str]


def of_day(conn: sa.Connection, day: str) -> list[ReadyView]:
    """Checks for a day, the latest first."""
    return [
        ReadyView(
            day=row.day,
            at=row.stamp,
            user=row.user,
            pc=row.pc,
            lights=msgspec.json.decode(row.lights),
            words=msgspec.json.decode(row.words),
        )
        for row in conn.execute(_OF_DAY, {"day": day})
    ]
