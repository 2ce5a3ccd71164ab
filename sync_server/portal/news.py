"""What staff tell the public, as the public reads it: of a unit with those above it, and the latest of all."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import org
from sync_server.durable.tables_portal import portal_news

_MOST = 30
_SHOWN = (
    sa.select(portal_news, org.c.name)
    .join(org, org.c.org_no == portal_news.c.org_no)
    .where(portal_news.c.gone_ms.is_(None), org.c.active == 1)
    .where(portal_news.c.from_day <= sa.bindparam("today"), portal_news.c.until_day >= sa.bindparam("today"))
    .order_by(portal_news.c.from_day.desc(), portal_news.c.no.desc())
    .limit(_MOST)
)


def latest(conn: sa.Connection, *, today: str) -> list[sa.Row]:
    """The latest of all units, with the names of the units."""
    return list(conn.execute(_SHOWN, {"today": today}))


def around(conn: sa.Connection, path: str, *, today: str) -> list[sa.Row]:
    """Those of a unit and of all above it."""
    numbers = [int(one) for one in path.split("/") if one]
    return list(conn.execute(_SHOWN.where(portal_news.c.org_no.in_(numbers)), {"today": today}))
