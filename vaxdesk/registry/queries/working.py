"""What each user entered on a day, and what users are called, by unit: numbers of users are given at each unit anew."""

from __future__ import annotations

from collections import Counter, defaultdict

import sqlalchemy as sa

from vaxdesk.domain.report.session import Entered
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries.home import Home, log_of
from vaxdesk.registry.tables import event, user

_ENTERED = (
    sa.select(log_of(event.c.id).label("log"), event.c.user, event.c.kind, sa.func.count().label("n"))
    .where(event.c.day == sa.bindparam("day"), event.c.voided == 0, event.c.origin == "",
           event.c.kind.in_(("checkin", "screen", "inject", "leave")))
    .group_by("log", event.c.user, event.c.kind)
)  # fmt: skip
_USERS = sa.select(user.c.id, user.c.no, user.c.name).where(user.c.voided == 0).order_by(user.c.id)


def entered(conn: sa.Connection, home: Home, day: str) -> tuple[Entered, ...]:
    """What each user entered on a day, by number; a number that nobody bears stands for itself."""
    called = user_names(conn, home)
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for row in conn.execute(home.among(_ENTERED, event.c.id), {"day": day}):
        counts[(home.unit_of(row.log), row.user)][row.kind] += row.n
    return tuple(
        Entered(
            name=called.get(key, str(key[1])),
            received=steps["checkin"],
            screened=steps["screen"],
            injected=steps["inject"],
            released=steps["leave"],
        )
        for key, steps in sorted(counts.items())
    )


def user_names(conn: sa.Connection, home: Home) -> dict[tuple[str, int], str]:
    """Names of users by unit and number; the newest entry of a number holds."""
    rows = conn.execute(home.among(_USERS, user.c.id))
    return {(home.unit_of(row.id >> SEQ_BITS), row.no): row.name for row in rows}
