"""Units whose numbers do not add up, and the findings of each, from the kept tables: what adds up is never read.

Where many units lie below, those right below are listed, each with all below it, from sums that are kept: a page reads
a number of rows that hangs neither on the units nor on the gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from sync_server.district import keyset, scope
from sync_server.district.missing import asking
from sync_server.district.missing.views import Finding, Site, Sites, Sum, Wanted
from sync_server.durable.tables import device, org
from sync_server.durable.tables_missing import gap, gap_tally
from sync_server.totals.asked import within
from sync_server.totals.gap_sums import ALONE, GRAVEST, WITH_BELOW
from vaxdesk.domain.totals.gaps import GapKind

PAGE = 50
DAYS = 60  # of one unit on a page
MOST = 1000  # units that are listed one by one; of more, those right below with all below them
_BY = (gap.c.feed_no, gap.c.day, gap.c.kind)  # one finding: of several lots or stacks, all together
_SUMS = tuple(sa.func.sum(gap.c[name]).label(name) for name in ("n", "of"))
_COUNTED = tuple(
    sa.cast(sa.func.sum(gap_tally.c[name]), sa.BigInteger).label(name) for name in ("n", "of", "days")
)  # fmt: skip
_days = gap_tally.alias("days")
_ORDER = {kind.value: at for at, kind in enumerate(GapKind)}


def before(today: str) -> str:
    """The day before: what is not over cannot be short of anything."""
    return (date.fromisoformat(today) - timedelta(days=1)).isoformat()


def page(conn: sa.Connection, wanted: Wanted, *, after: str = "") -> Sites:
    """Units with findings, below the paths that are wanted.

    Args:
        after: from an earlier page.
    """
    large = is_large(conn, wanted.paths)
    per_unit = _per_unit(conn, wanted, large=large)
    n, oldest, unit = per_unit.c.n, per_unit.c.oldest, per_unit.c.node
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
        after=f"{last_one.n}.{last_one.oldest}.{last_one.node}" if last_one else "",
        large=large,
    )


def is_large(conn: sa.Connection, paths: Sequence[str]) -> bool:
    """Whether more units lie at or below some paths than are listed one by one."""
    some = scope.feeds_below(paths).limit(MOST + 1).subquery()
    return conn.execute(sa.select(sa.func.count()).select_from(some)).scalar_one() > MOST


def counts(conn: sa.Connection, wanted: Wanted) -> dict[GapKind, Sum]:
    """What was found of each kind below the paths, the gravest first."""
    tops = [_last(path) for path in wanted.paths]
    query = (
        sa.select(gap_tally.c.kind, *_COUNTED)
        .where(gap_tally.c.node.in_(tops), gap_tally.c.alone == WITH_BELOW, *_of_kinds(wanted))
        .group_by(gap_tally.c.kind)
    )
    return {one.kind: one for one in _in_order(_sum(row) for row in conn.execute(query))}


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


def _last(path: str) -> int:
    return int(path.strip("/").split("/")[-1])


def _of_kinds(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    kinds = gap_tally.c.kind == wanted.kind if wanted.kind else gap_tally.c.kind != GRAVEST
    return [kinds, within(gap_tally, wanted.since, wanted.until)]


def _sum(row: sa.Row) -> Sum:
    return Sum(kind=GapKind(row.kind), n=int(row.n), of=int(row.of), days=int(row.days))


def _in_order(sums: Iterable[Sum]) -> list[Sum]:
    return sorted(sums, key=lambda one: _ORDER[one.kind.value])


def _listed(conn: sa.Connection, wanted: Wanted, *, large: bool) -> sa.ColumnElement[bool]:
    """Which rows are units of the list: each alone; or, of many, what hangs right below, and the uppermost alone.

    Of several uppermost units these themselves are what is listed.
    """
    if not large:
        return sa.and_(gap_tally.c.alone == ALONE, gap_tally.c.node.in_(scope.feeds_below(wanted.paths)))
    tops = [_last(path) for path in wanted.paths]
    if len(tops) > 1:
        return sa.and_(gap_tally.c.alone == WITH_BELOW, gap_tally.c.node.in_(tops))
    below = conn.execute(sa.select(org.c.org_no).where(org.c.parent == tops[0])).scalars().all()  # not a subquery
    return sa.or_(
        sa.and_(gap_tally.c.alone == WITH_BELOW, gap_tally.c.node.in_(below)),
        sa.and_(gap_tally.c.alone == ALONE, gap_tally.c.node == tops[0]),
    )


def _per_unit(conn: sa.Connection, wanted: Wanted, *, large: bool) -> sa.Subquery:
    """By unit: the sum over its days of the gravest finding's number, days with findings, the oldest of them."""
    kind = wanted.kind or GRAVEST
    per_unit = (
        sa.select(gap_tally.c.node, gap_tally.c.alone, *_COUNTED)
        .where(_listed(conn, wanted, large=large), gap_tally.c.kind == kind)
        .where(within(gap_tally, wanted.since, wanted.until))
        .group_by(gap_tally.c.node, gap_tally.c.alone)
        .subquery()
    )
    same = (_days.c.node == per_unit.c.node, _days.c.alone == per_unit.c.alone, _days.c.kind == kind)
    between = _days.c.span.between(f"d{wanted.since}", f"d{wanted.until}")
    oldest = sa.select(sa.func.substr(_days.c.span, 2)).where(*same, between).order_by(_days.c.span).limit(1)
    return sa.select(per_unit, oldest.scalar_subquery().label("oldest")).subquery()


def _sites(conn: sa.Connection, wanted: Wanted, rows: Sequence[sa.Row]) -> Iterator[Site]:
    ids = [row.node for row in rows]
    alone = [row.node for row in rows if row.alone == ALONE]
    sums: dict[tuple[int, int], list[Sum]] = defaultdict(list)
    query = (
        sa.select(gap_tally.c.node, gap_tally.c.alone, gap_tally.c.kind, *_COUNTED)
        .where(gap_tally.c.node.in_(ids), *_of_kinds(wanted))
        .group_by(gap_tally.c.node, gap_tally.c.alone, gap_tally.c.kind)
    )
    for row in conn.execute(query):
        sums[row.node, row.alone].append(_sum(row))
    heard, asked = seen(conn, alone), asking.counts(conn, alone, since=wanted.since, until=wanted.until)
    for row in rows:
        yield Site(
            org_no=row.node,
            name=row.name,
            code=row.code,
            n=int(row.n),
            days=int(row.days),
            oldest=row.oldest,
            with_below=row.alone == WITH_BELOW,
            sums=tuple(_in_order(sums[row.node, row.alone])),
            seen_ms=heard.get(row.node, 0),
            asked=asked[row.node][0],
            answered=asked[row.node][1],
        )


def seen(conn: sa.Connection, units: Sequence[int]) -> dict[int, int]:
    """The newest contact of the devices in use of some units, ms since 1970; units without any are left out."""
    newest = sa.func.max(sa.func.coalesce(device.c.last_seen_ms, 0))
    query = sa.select(device.c.org_no, newest).where(device.c.org_no.in_(units), device.c.status == "active")
    return {row[0]: row[1] for row in conn.execute(query.group_by(device.c.org_no))}


def _place(after: str) -> tuple[int, str, int] | None:
    n, _, rest = after.partition(".")
    oldest, _, unit = rest.partition(".")
    people, node = keyset.number(n), keyset.number(unit)
    return (people, oldest, node) if people is not None and node is not None and len(oldest) < 20 else None
