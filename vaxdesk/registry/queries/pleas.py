"""Pleas for an erasure as they were written down, with whether the person was erased since."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import Plea
from vaxdesk.domain.plea import PleaView, due, status
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import things
from vaxdesk.registry.tables import IS_PLEA, event, person
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.registry.visits import same_people

_ERASED = sa.select(forgotten.c.id).where(forgotten.c.id == event.c.person, forgotten.c.what == "person").exists()
_STANDING = (
    sa.select(event.c.id, event.c.person, event.c.day, event.c.stamp, event.c.user, event.c.d, person.c.canon)
    .add_columns(_ERASED.label("erased"))
    .join(person, person.c.id == event.c.person)
    .where(IS_PLEA, event.c.voided == 0)
    .order_by(event.c.day, event.c.id)
)
_OF_PEOPLE = _STANDING.where(bulk.among(event.c.person, "ids"))


def standing(conn: sa.Connection, names: LogNames, *, today: str, person_ref: str = "") -> list[PleaView]:
    """Pleas that were not taken back, the oldest first; all, or those of a person under any of its records."""
    if not person_ref:
        return _views(conn, names, conn.execute(_STANDING), today)
    people = list(same_people(conn, [names.known(person_ref)]))
    return _views(conn, names, conn.execute(_OF_PEOPLE, {"ids": people}), today)


def _views(conn: sa.Connection, names: LogNames, rows: sa.CursorResult, today: str) -> list[PleaView]:
    found = rows.all()
    users = {one.no: one.name for one in things.users(conn)} if found else {}
    return [_view(names, row, users, today) for row in found]


def _view(names: LogNames, row: sa.Row, users: dict[int, str], today: str) -> PleaView:
    said = msgspec.json.decode(row.d, type=Plea)
    last = due(row.day)
    return PleaView(
        id=names.ref(row.id),
        person=names.ref(row.canon),
        day=row.day,
        due=last,
        way=said.way,
        status=status(due=last, today=today, answer=said.answer, erased=bool(row.erased)),
        t=row.stamp,
        user=users.get(row.user, ""),
        paper=said.paper,
        answer=said.answer,
    )
