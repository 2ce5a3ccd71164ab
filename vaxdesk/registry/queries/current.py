"""Who belongs to the work of these days: what stays visible when the lease of a station has lapsed."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, event, person

_CHUNK = 500


def current(
    conn: sa.Connection, names: LogNames, references: Iterable[str], *, day: str, ahead: str, t: int
) -> set[str]:
    """Those of some people who are on a list from `day` to `ahead`, were here on `day`, or were entered since `t`."""
    ids = {names.id(one): one for one in references}
    found: set[int] = set()
    numbers = list(ids)
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        listed = sa.select(appt.c.person).where(
            appt.c.person.in_(chunk), appt.c.voided == 0, appt.c.day >= day, appt.c.day <= ahead
        )
        here = sa.select(event.c.person).where(event.c.person.in_(chunk), event.c.day == day)
        new = sa.select(person.c.id).where(person.c.id.in_(chunk), person.c.stamp >= t)
        found |= {*conn.execute(listed).scalars(), *conn.execute(here).scalars(), *conn.execute(new).scalars()}
    return {ids[one] for one in found}
