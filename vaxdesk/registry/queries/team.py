"""The team of a day, and the days that have one."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.team.member import Member
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_plan import team

_OF_DAY = (
    sa.select(team)
    .where(team.c.day == sa.bindparam("day"), team.c.voided == 0)
    .order_by(team.c.role, team.c.from_at, team.c.name, team.c.id)
)
_FREE = sa.select(team.c.name).where(team.c.user == 0, team.c.voided == 0, team.c.name != "").distinct()
_DAYS = sa.select(team.c.day).where(team.c.voided == 0).distinct()


def of_day(conn: sa.Connection, names: LogNames, day: str) -> tuple[Member, ...]:
    """Everybody put into the team of a day, those ended before its end too (`over`)."""
    return tuple(
        Member(
            id=names.ref(row["id"]),
            day=row["day"],
            role=row["role"],
            name=row["name"],
            user=row["user"],
            from_at=row["from_at"],
            until_at=row["until_at"],
            over=bool(row["over"]),
            plan=names.ref(row["plan"]),
        )
        for row in conn.execute(_OF_DAY, {"day": day}).mappings()
    )


def days(conn: sa.Connection) -> tuple[str, ...]:
    """Days with a team, newest first."""
    return tuple(sorted(conn.execute(_DAYS).scalars(), reverse=True))


def names_without_account(conn: sa.Connection) -> tuple[str, ...]:
    """People who were in a team under their name alone, by name."""
    return tuple(sorted(conn.execute(_FREE).scalars()))
