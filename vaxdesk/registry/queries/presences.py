"""People with their place in the day, and people who share a name: what reception asks for."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.names import fold
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import verified
from vaxdesk.registry.queries.people import standing
from vaxdesk.registry.tables import appt, person, visit
from vaxdesk.registry.visits import same_people

_LISTED = sa.select(appt.c.person).where(
    appt.c.day == sa.bindparam("day"), appt.c.voided == 0, bulk.among(appt.c.person, "ids")
)
_VISITS = sa.select(visit).where(visit.c.day == sa.bindparam("day"), bulk.among(visit.c.person, "ids"))
_RECEIVED = sa.select(visit.c.person).where(visit.c.day == sa.bindparam("day"), visit.c.received_at > 0)
_NAMESAKES = sa.select(person.c.canon).where(
    person.c.name_fold == sa.bindparam("name"),
    person.c.dob >= sa.bindparam("first"),
    person.c.dob < sa.bindparam("after"),
    person.c.voided == 0,
)
_MOST = 500  # of one name and year, far more than any district has


def presences(conn: sa.Connection, names: LogNames, day: str, people: Iterable[PersonView]) -> list[Presence]:
    """The same people, in the same order, with where each stands on a day under any of their records."""
    wanted = {names.known(one.id): one for one in people}
    if not wanted:
        return []
    stands = same_people(conn, wanted)
    keys = {"day": day, "ids": list(stands)}
    listed = {stands[id_] for id_ in conn.execute(_LISTED, keys).scalars()}
    visits = {row.person: row for row in conn.execute(_VISITS, keys)}
    seen = verified.results(conn, set(stands.values()))
    return [
        _presence(one, visits.get(at), listed=at in listed, verified=seen.get(at, ""))
        for one, at in ((one, stands[id_]) for id_, one in wanted.items())
    ]


def _presence(one: PersonView, row: sa.Row | None, *, listed: bool, verified: str) -> Presence:
    if row is None:
        return Presence(person=one, listed=listed, verified=verified)
    return Presence(
        person=one,
        listed=listed,
        verified=verified,
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
    keys = {"name": fold(name), "first": year, "after": str(int(year) + 1)}
    return standing(conn, names, conn.execute(_NAMESAKES.limit(_MOST), keys).scalars())
