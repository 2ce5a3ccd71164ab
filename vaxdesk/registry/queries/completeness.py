"""Who came through the door on a day, and the newest entry of each log about them: a few queries for the whole day."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries.carriers import carrier
from vaxdesk.registry.tables import change, event, person, visit
from vaxdesk.registry.visits import OF_NO_VISIT

_OF_DAY = visit.c.day == sa.bindparam("day")
_VISITS = (
    sa.select(visit.c.person, visit.c.stage, visit.c.outcome).where(_OF_DAY).order_by(visit.c.no, visit.c.person)
)
_STEP = sa.and_(event.c.day == sa.bindparam("day"), event.c.kind.not_in(OF_NO_VISIT))
_RECORDS = sa.select(visit.c.person, person.c.id).join(person, person.c.canon == visit.c.person).where(_OF_DAY)
_IDS = (
    _RECORDS,
    sa.select(person.c.canon, event.c.id).join(person, person.c.id == event.c.person).where(_STEP),
    sa.select(person.c.canon, change.c.id)
    .join(event, event.c.person == person.c.id)
    .join(change, change.c.obj == event.c.id)
    .where(_STEP),
    sa.select(visit.c.person, change.c.id)
    .join(person, person.c.canon == visit.c.person)
    .join(change, change.c.obj == person.c.id)
    .where(_OF_DAY),
)
_CAME = tuple(
    sa.select(one.c[0].label("person"), carrier(one.c[1]).label("id")) for one in (query.subquery() for query in _IDS)
)


class Presence(msgspec.Struct, frozen=True):
    """A visit of the day by its person's surrogate, with the newest entry in each log (local number) about it."""

    person: int
    stage: Stage
    outcome: Outcome | None
    newest: dict[int, int]


def of_day(conn: sa.Connection, day: str) -> list[Presence]:
    """Visits of a day by queue number.

    What counts about a person are the entries that created their records, the corrections of these, the events of the
    day, and the corrections and takings-back of those; an entry that was quoted counts as the quote that brought it.
    """
    found = {row.person: row for row in conn.execute(_VISITS, {"day": day})}
    newest: dict[int, dict[int, int]] = {id_: {} for id_ in found}
    for query in _CAME:
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
