"""Who came through the door on a day, and the newest entry of each log about them: a few queries for the whole day."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables import change, event, person, visit

_OF_DAY = visit.c.day == sa.bindparam("day")
_VISITS = (
    sa.select(visit.c.person, visit.c.stage, visit.c.outcome).where(_OF_DAY).order_by(visit.c.no, visit.c.person)
)
_EVENTS = (
    sa.select(person.c.canon.label("person"), event.c.id)
    .join(person, person.c.id == event.c.person)
    .where(event.c.day == sa.bindparam("day"), event.c.kind != "history")
)
_EVENT_CHANGES = (
    sa.select(person.c.canon.label("person"), change.c.id)
    .join(event, change.c.obj == event.c.id)
    .join(person, person.c.id == event.c.person)
    .where(event.c.day == sa.bindparam("day"), event.c.kind != "history")
)
_PERSON_CHANGES = (
    sa.select(visit.c.person, change.c.id)
    .join(person, person.c.canon == visit.c.person)
    .join(change, change.c.obj == person.c.id)
    .where(_OF_DAY)
)


class Presence(msgspec.Struct, frozen=True):
    """A visit of the day by its person's surrogate, with the newest entry in each log (local number) about it."""

    person: int
    stage: Stage
    outcome: Outcome | None
    newest: dict[int, int]


def of_day(conn: sa.Connection, day: str) -> list[Presence]:
    """Visits of a day by queue number.

    What counts about a person are the entry that created them, its corrections, the events of the day, and the
    corrections and takings-back of those.
    """
    found = {row.person: row for row in conn.execute(_VISITS, {"day": day})}
    newest: dict[int, dict[int, int]] = {id_: {id_ >> SEQ_BITS: id_ & _SEQ} for id_ in found}
    for query in (_EVENTS, _EVENT_CHANGES, _PERSON_CHANGES):
        for row in conn.execute(query, {"day": day}):
            if row.person in newest:
                of_log = newest[row.person]
                number = row.id >> SEQ_BITS
                of_log[number] = max(of_log.get(number, 0), row.id & _SEQ)
    return [
        Presence(id_, Stage(row.stage), Outcome(row.outcome) if row.outcome else None, newest[id_])
        for id_, row in found.items()
    ]


_SEQ = (1 << SEQ_BITS) - 1
