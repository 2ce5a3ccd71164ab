"""Which units and feeds lie at or below the units where somebody has a right: what every query is restricted by."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sync_server.authority.orgs import below
from sync_server.durable.tables import logname, org


def units(conn: sa.Connection, paths: Sequence[str]) -> list[sa.Row]:
    """All units at or below some paths, those above before those below."""
    return list(conn.execute(sa.select(org).where(below(org.c.path, paths)).order_by(org.c.path)))


def unit(conn: sa.Connection, paths: Sequence[str], org_no: int) -> sa.Row | None:
    """A unit by number; None where it does not lie at or below one of the paths, whether or not it exists."""
    return conn.execute(sa.select(org).where(org.c.org_no == org_no, below(org.c.path, paths))).first()


def units_of(conn: sa.Connection, paths: Sequence[str], path: str) -> list[sa.Row]:
    """The units on the way down to one, itself included, as far as they lie at or below the paths."""
    numbers = [int(one) for one in path.split("/") if one]
    wanted = sa.select(org).where(org.c.org_no.in_(numbers), below(org.c.path, paths)).order_by(org.c.path)
    return list(conn.execute(wanted))


def children(conn: sa.Connection, row: sa.Row) -> list[sa.Row]:
    """The units right below one, by name."""
    return list(conn.execute(sa.select(org).where(org.c.parent == row.org_no).order_by(org.c.name, org.c.code)))


def feeds_below(paths: Sequence[str]) -> sa.Select:
    """Numbers of the units, which are those of their feeds, at or below some paths."""
    return sa.select(org.c.org_no).where(below(org.c.path, paths))


def around(conn: sa.Connection, paths: Sequence[str], path: str, *, most: int) -> list[sa.Row]:
    """A unit with those below it, or those beside it where none is below; at most so many, within the paths."""
    above, _, number = path.strip("/").rpartition("/")
    inner = conn.execute(sa.select(org.c.org_no).where(org.c.parent == int(number)).limit(1)).first()
    top = path if inner else f"/{above}/" if above else "/"
    near = sa.select(org).where(below(org.c.path, (top,)), below(org.c.path, paths))
    return list(conn.execute(near.order_by(org.c.path != path, org.c.path).limit(most)))


def logs_below(paths: Sequence[str]) -> sa.Select:
    """Local numbers of the logs that are filed at or below some paths: the upper half of the fold's surrogates."""
    return sa.select(logname.c.local_no).where(logname.c.feed_no.in_(feeds_below(paths)))
