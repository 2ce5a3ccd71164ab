"""The operator's view: when each site was last heard of, with which version of the program, and what waits here."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district import keyset, scope
from sync_server.durable.tables import cursor, device, feed, org
from sync_server.reading import folder

PAGE = 100


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with devices of its own. `seen_ms` is the newest contact of any, 0 for none ever.

    `behind` counts segments that are filed and not yet folded; `versions` are those of its active devices.
    """

    org_no: int
    name: str
    code: str
    active: int
    lost: int
    seen_ms: int
    versions: tuple[str, ...]
    filed: int
    behind: int


class Sites(msgspec.Struct, frozen=True, kw_only=True):
    """A page of sites, the longest silent first. `after` leads to the next; empty at the end."""

    rows: tuple[Site, ...]
    after: str


_NEWEST = sa.func.max(sa.func.coalesce(device.c.last_seen_ms, 0))
_ACTIVE = sa.func.sum(sa.case((device.c.status == "active", 1), else_=0))
_READ = sa.and_(cursor.c.name == folder.READER.name, cursor.c.feed_no == feed.c.feed_no)


def sites(conn: sa.Connection, paths: Sequence[str], *, silent_before_ms: int | None = None, after: str = "") -> Sites:
    """Sites at or below some paths.

    Args:
        silent_before_ms: only those of which nothing was heard since.
        after: from an earlier page.
    """
    seen = _NEWEST.label("seen")
    query = (
        sa.select(org.c.org_no, org.c.name, org.c.code, seen, _ACTIVE.label("active"), sa.func.count().label("devices"))
        .join_from(device, org, org.c.org_no == device.c.org_no)
        .where(scope.below(org.c.path, paths))
        .group_by(org.c.org_no, org.c.name, org.c.code)
        .order_by(seen, org.c.org_no)
        .limit(PAGE + 1)
    )
    if silent_before_ms is not None:
        query = query.having(silent_before_ms > _NEWEST, _ACTIVE > 0)
    at = _place(after)
    if at is not None:
        query = query.having(sa.tuple_(_NEWEST, org.c.org_no) > sa.tuple_(*at))
    found = conn.execute(query).all()
    rows = found[:PAGE]
    return Sites(rows=_told(conn, rows), after=f"{rows[-1].seen}.{rows[-1].org_no}" if len(found) > PAGE else "")


def _told(conn: sa.Connection, rows: Sequence[sa.Row]) -> tuple[Site, ...]:
    versions, fed = _versions(conn, rows), _fed(conn, rows)
    return tuple(
        Site(
            org_no=row.org_no,
            name=row.name,
            code=row.code,
            active=row.active,
            lost=row.devices - row.active,
            seen_ms=row.seen,
            versions=versions.get(row.org_no, ()),
            filed=fed[row.org_no][0],
            behind=fed[row.org_no][1],
        )
        for row in rows
    )


def _versions(conn: sa.Connection, rows: Sequence[sa.Row]) -> dict[int, tuple[str, ...]]:
    ids = [row.org_no for row in rows]
    wanted = sa.select(device.c.org_no, device.c.app).where(device.c.org_no.in_(ids), device.c.status == "active")
    found: dict[int, set[str]] = {}
    for row in conn.execute(wanted.distinct()):
        if row.app:
            found.setdefault(row.org_no, set()).add(row.app)
    return {org_no: tuple(sorted(apps)) for org_no, apps in found.items()}


def _fed(conn: sa.Connection, rows: Sequence[sa.Row]) -> dict[int, tuple[int, int]]:
    ids = [row.org_no for row in rows]
    at = sa.func.coalesce(cursor.c.pos, 0).label("pos")
    query = sa.select(feed.c.feed_no, feed.c.head, at).outerjoin(cursor, _READ).where(feed.c.feed_no.in_(ids))
    found = {row.feed_no: (row.head, row.head - row.pos) for row in conn.execute(query)}
    return {one: found.get(one, (0, 0)) for one in ids}


def _place(after: str) -> tuple[int, int] | None:
    seen, _, org_no = (keyset.number(one) for one in after.partition("."))
    return (seen, org_no) if seen is not None and org_no is not None else None
