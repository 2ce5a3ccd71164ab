"""What decisions ask before they write: whether one is on its way, what rests on a dose, whose record it is."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import people
from sync_server.district.cases.changing import Target
from sync_server.district.cases.views import Found
from sync_server.durable.tables_cases import case_act
from sync_server.reading import naming
from sync_server.segments.hosted import Note
from vaxdesk.domain import permission
from vaxdesk.domain import visit as visits
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import visits as queries
from vaxdesk.registry.tables_exchange import edge

_OPEN_STILL = ("correct", "void")  # acts after which a case may still need a decision


def waits(conn: sa.Connection, case: str) -> bool:
    """Whether the case was decided and the readers have not come to it: a second click decides nothing."""
    mine = (case_act.c.issue == case, case_act.c.settled == 0, case_act.c.undone_ms.is_(None))
    closing = case_act.c.what.not_in(_OPEN_STILL)
    return conn.execute(sa.select(case_act.c.id).where(*mine, closing).limit(1)).first() is not None


def may_void(conn: sa.Connection, names: LogNames, target: Target) -> Refused | None:
    """What stands in the way of taking an entry back: later steps that rest on it, or that it was done already."""
    if target.voided:
        return Refused(reason=Refusal.ALREADY_VOIDED)
    if target.kind != "inject":
        return None
    found = queries.event_by_ref(conn, names, target.ref)
    visit = visits.fold(queries.of_person(conn, names, found.person, found.day))
    answer = permission.may_void(visit, found)
    return answer if isinstance(answer, Refused) else None


def is_pair(conn: sa.Connection, names: LogNames, found: Found | None, ref: str) -> bool:
    """Whether an entry declares a pair of which one is a record of the case, and stands."""
    row = conn.execute(sa.select(edge.c.a, edge.c.b).where(edge.c.id == names.known(ref), edge.c.voided == 0)).first()
    return bool(row and found and {row.a, row.b} & set(people.concerned(conn, found.objects)))


def person_at(conn: sa.Connection, names: LogNames, objects: Collection[int], unit: int) -> str:
    """The record of a unit that a case concerns; empty where it concerns none there."""
    records = people.concerned(conn, objects)
    homes = naming.feeds_of(conn, records)
    return next((names.ref(one) for one in records if homes.get(one) == unit), "")


def by(note: Note, user_no: int) -> Note:
    """The same entry, as wanted by somebody."""
    return msgspec.structs.replace(note, user=user_no)
