"""Units whose numbers do not add up, and the findings of each, from the kept table: what adds up is never read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from sync_server.district import scope
from sync_server.district.missing import asking
from sync_server.district.missing.views import Finding, Site, Sites, Sum, Wanted
from sync_server.durable.tables import device, org
from sync_server.durable.tables_missing import gap
from vaxdesk.domain.totals.gaps import GapKind

PAGE = 50
DAYS = 60  # of one unit on a page
_BY = (gap.c.feed_no, gap.c.day, gap.c.kind)  # one finding: of several lots or stacks, all together
_SUMS = tuple(sa.func.sum(gap.c[name]).label(name) for name in ("n", "of"))
_ORDER = {kind.value: at for at, kind in enumerate(GapKind)}


def before(today: str) -> str:
    """The day before: what is not over cannot be short of anything."""
    return (date.fromisoformat(today) - timedelta(days=1)).isoformat()


def page(conn: sa.Connection, wanted: Wanted, *, after: str = "") -> Sites:
    """Units with findings, below the paths that are wanted.

    Args:
        after: from an earlier page.
    """
    per_unit = _per_unit(wanted)
    n, oldest, unit = per_unit.c.n, per_unit.c.oldest, per_unit.c.feed_no
    query = sa.select(per_unit, org.c.name, org.c.code).join(org, org.c.org_no == unit)
    at = _place(after)
    if at is not None:
        more, since, last = at
        older = sa.and_(n == more, sa.or_(oldest > since, sa.and_(oldest == since, unit > last)))
        query = query.where(sa.or_(n < more, older))
    found = conn.execute(query.order_by(n.desc(), oldest, unit).limit(PAGE + 1)).all()
    rows = found[:PAGE]
    last_one = rows[-1] if len(found) > PAGE else None
    return Sites(
        rows=tuple(_sites(conn, wanted, rows)),
        after=f"{last_one.n}.{last_one.oldest}.{last_one.feed_no}" if last_one else "",
    )


def counts(conn: sa.Connection, wanted: Wanted) -> dict[GapKind, Sum]:
    """What was found of each kind below the paths, the gravest first."""
    per_day = (
        sa.select(*_BY, *_SUMS)
        .where(*_where(wanted))
        .group_by(*_BY)
        .subquery()
    )  # fmt: skip
    query = sa.select(
        per_day.c.kind, sa.func.sum(per_day.c.n), sa.func.sum(per_day.c.of), sa.func.count()
    ).group_by(per_day.c.kind)
    found = [Sum(kind=GapKind(kind), n=int(n), of=int(of), days=some) for kind, n, of, some in conn.execute(query)]
    return {one.kind: one for one in sorted(found, key=lambda one: _ORDER[one.kind.value])}


def days(conn: sa.Connection, wanted: Wanted, unit: sa.Row, *, earlier: str = "") -> tuple[list[Finding], str]:
    """Findings of a unit itself, the latest day first; and the day behind which more follow, empty at the end.

    Args:
        earlier: only days before this one.
    """
    mine = [gap.c.feed_no == unit.org_no, *_of_days(wanted)]
    if earlier:
        mine.append(gap.c.day < earlier)
    shown = conn.execute(
        sa.select(gap.c.day).where(*mine).distinct().order_by(gap.c.day.desc()).limit(DAYS + 1)
    ).scalars().all()  # fmt: skip
    if not shown:
        return [], ""
    first = shown[:DAYS][-1]
    found = list(_findings(conn, [*mine, gap.c.day >= first]))
    return asking.with_questions(conn, found), first if len(shown) > DAYS else ""


def of_day(conn: sa.Connection, unit: int, day: str) -> list[Finding]:
    """Findings of a unit itself on one day, the gravest first."""
    return asking.with_questions(conn, list(_findings(conn, [gap.c.feed_no == unit, gap.c.day == day])))


def every(conn: sa.Connection, wanted: Wanted, *, most: int) -> list[Finding]:
    """All findings below the paths, unit by unit, for a file; no more than `most`."""
    return asking.with_questions(conn, list(_findings(conn, _where(wanted), most=most)))


def _findings(conn: sa.Connection, where: Sequence[sa.ColumnElement[bool]], *, most: int = 10_000) -> Iterator[Finding]:
    query = (
        sa.select(*_BY, *_SUMS)
        .where(*where)
        .group_by(*_BY)
        .order_by(gap.c.feed_no, gap.c.day.desc())
        .limit(most)
        .subquery()
    )  # fmt: skip
    named = sa.select(query, org.c.name, org.c.code).join(org, org.c.org_no == query.c.feed_no)
    rows = conn.execute(named).all()
    for row in sorted(rows, key=lambda one: (one.name, one.feed_no, _backwards(one.day), _ORDER[one.kind])):
        yield Finding(
            org_no=row.feed_no, day=row.day, kind=GapKind(row.kind), n=int(row.n), of=int(row.of), unit=row.name,
            code=row.code,
        )  # fmt: skip


def _backwards(day: str) -> int:
    return -date.fromisoformat(day).toordinal()


def _of_days(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found = [gap.c.day.between(wanted.since, wanted.until)]
    if wanted.kind:
        found.append(gap.c.kind == wanted.kind)
    return found


def _where(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    return [gap.c.feed_no.in_(scope.feeds_below(wanted.paths)), *_of_days(wanted)]


def _per_unit(wanted: Wanted) -> sa.Subquery:
    """By unit: the sum over its days of the gravest finding's number, days with findings, the oldest of them."""
    per_kind = (
        sa.select(*_BY, *_SUMS)
        .where(*_where(wanted))
        .group_by(*_BY)
        .subquery()
    )
    per_day = (
        sa.select(per_kind.c.feed_no, per_kind.c.day, sa.func.max(per_kind.c.n).label("n"))
        .group_by(per_kind.c.feed_no, per_kind.c.day)
        .subquery()
    )
    whole = sa.cast(sa.func.sum(per_day.c.n), sa.BigInteger)
    oldest = sa.func.min(per_day.c.day).label("oldest")
    query = sa.select(per_day.c.feed_no, whole.label("n"), sa.func.count().label("days"), oldest)
    return query.group_by(per_day.c.feed_no).subquery()


def _sites(conn: sa.Connection, wanted: Wanted, rows: Sequence[sa.Row]) -> Iterator[Site]:
    ids = [row.feed_no for row in rows]
    sums: dict[int, list[Sum]] = defaultdict(list)
    query = (
        sa.select(gap.c.feed_no, gap.c.kind, *_SUMS, sa.func.count(sa.distinct(gap.c.day)))
        .where(gap.c.feed_no.in_(ids), *_of_days(wanted))
        .group_by(gap.c.feed_no, gap.c.kind)
    )
    for feed_no, kind, n, of, some in conn.execute(query):
        sums[feed_no].append(Sum(kind=GapKind(kind), n=int(n), of=int(of), days=some))
    heard, asked = seen(conn, ids), asking.counts(conn, ids, since=wanted.since, until=wanted.until)
    for row in rows:
        yield Site(
            org_no=row.feed_no,
            name=row.name,
            code=row.code,
            n=row.n,
            days=row.days,
            oldest=row.oldest,
            sums=tuple(sorted(sums[row.feed_no], key=lambda one: _ORDER[one.kind.value])),
            seen_ms=heard.get(row.feed_no, 0),
            asked=asked[row.feed_no][0],
            answered=asked[row.feed_no][1],
        )


def seen(conn: sa.Connection, units: Sequence[int]) -> dict[int, int]:
    """The newest contact of the devices in use of some units, ms since 1970; units without any are left out."""
    newest = sa.func.max(sa.func.coalesce(device.c.last_seen_ms, 0))
    query = sa.select(device.c.org_no, newest).where(device.c.org_no.in_(units), device.c.status == "active")
    return {row[0]: row[1] for row in conn.execute(query.group_by(device.c.org_no))}


def _place(after: str) -> tuple[int, str, int] | None:
    n, _, rest = after.partition(".")
    oldest, _, unit = rest.partition(".")
    if n.isascii() and n.isdigit() and unit.isascii() and unit.isdigit() and len(after) < 60:
        return int(n), oldest, int(unit)
    return None
