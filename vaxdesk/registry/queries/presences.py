"""People with their place in the day, and people who share a name: what reception asks for."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.people import view
from vaxdesk.registry.tables import appt, person, visit

_LISTED = sa.select(appt.c.person).where(
    appt.c.day == sa.bindparam("day"), appt.c.voided == 0, appt.c.person.in_(sa.bindparam("ids", expanding=True))
)
_VISITS = sa.select(visit).where(
    visit.c.day == sa.bindparam("day"), visit.c.person.in_(sa.bindparam("ids", expanding=True))
)
_RECEIVED = sa.select(visit.c.person).where(visit.c.day == sa.bindparam("day"), visit.c.received_at > 0)
_NAMESAKES = sa.select(person).where(
    person.c.name_fold == sa.bindparam("name"),
    person.c.dob >= sa.bindparam("first"),
    person.c.dob < sa.bindparam("after"),
    person.c.voided == 0,
)
_MOST = 500  # of one name and year, far more than any district has
_COLUMNS = ("id", "voided", *PersonView.__struct_fields__)


def presences(conn: sa.Connection, names: LogNames, day: str, people: Iterable[PersonView]) -> list[Presence]:
    """The same people, in the same order, with where each stands on a day."""
    wanted = {names.id(one.id): one for one in people}
    keys = {"day": day, "ids": list(wanted)}
    listed = set(conn.execute(_LISTED, keys).scalars()) if wanted else set()
    visits = {row.person: row for row in conn.execute(_VISITS, keys)} if wanted else {}
    return [_presence(one, visits.get(id_), listed=id_ in listed) for id_, one in wanted.items()]


def _presence(one: PersonView, row: sa.Row | None, *, listed: bool) -> Presence:
    if row is None:
        return Presence(person=one, listed=listed)
    return Presence(
        person=one,
        listed=listed,
        stage=Stage(row.stage),
        outcome=Outcome(row.outcome) if row.outcome else None,
        no=row.no,
        received_at=row.received_at,
    )


def lately_received(conn: sa.Connection, names: LogNames, day: str, *, limit: int = 20) -> list[str]:
    """References of those received on a day, the latest first."""
    query = _RECEIVED.order_by(visit.c.received_at.desc(), visit.c.no.desc()).limit(limit)
    return [names.ref(id_) for id_ in conn.execute(query, {"day": day}).scalars()]


def namesakes(conn: sa.Connection, names: LogNames, name: str, year: str) -> list[PersonView]:
    """People of a name (marks and case do not matter) born in a year, whatever more is known of the date."""
    columns = [person.c[one] for one in _COLUMNS]
    keys = {"name": fold(name), "first": year, "after": str(int(year) + 1)}
    rows = conn.execute(_NAMESAKES.with_only_columns(*columns).limit(_MOST), keys)
    return [view(names, row) for row in rows]
