"""Finds everything anew that does not add up, and compares it with what is kept of it and of its sums."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import sqlalchemy as sa

from sync_server.durable.tables_missing import gap
from sync_server.durable.tables_totals import rooted, share
from sync_server.totals import gap_sums, gaps
from sync_server.totals.gap_sums import ALONE, WITH_BELOW, Counted
from sync_server.totals.gaps import KINDS, Found, Thing
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.gaps import OF_DAY, GapKind
from vaxdesk.registry.tables import dayseal, lot
from vaxdesk.registry.tables_catchup import batch

_PAGE = 2000
_TRIES = 3  # as in `recount`
_ALL = {Thing.LOT: lot.c.id, Thing.SEAL: dayseal.c.id, Thing.STACK: batch.c.id}
_OF_UNIT = (
    sa.select(gap.c.feed_no, gap.c.day, gap.c.kind, sa.func.sum(gap.c.n).label("n"), sa.func.sum(gap.c.of).label("of"))
    .where(gap.c.feed_no == sa.bindparam("unit"))
    .group_by(gap.c.feed_no, gap.c.day, gap.c.kind)
)
_UNITS = sa.select(rooted.c.node, rooted.c.path).order_by(rooted.c.path)


def differ(
    conn: sa.Connection, *, catch_up: Callable[[], None], unfolded: Callable[[], Collection[int]]
) -> tuple[int, int]:
    """How many gaps there are, and how many differ from what is kept, sums of gaps among them.

    Args:
        catch_up: counts what others have folded meanwhile.
        unfolded: feeds in which entries are filed that nobody has folded yet: whether what a seal names has come
            cannot be compared there.
    """
    number = conn.execute(sa.select(sa.func.count()).select_from(gap)).scalar_one()
    wrong = sum(len(_of_days(conn, unit)) for unit in conn.execute(sa.select(rooted.c.node)).scalars().all())
    for thing in Thing:
        for ids in _pages(conn, thing):
            wrong += len(_of_things(conn, thing, ids, catch_up, unfolded))
    return number, wrong + sums_that_differ(conn)


def _of_days(conn: sa.Connection, unit: int) -> set:
    days = set(conn.execute(sa.select(share.c.day).where(share.c.feed_no == unit).distinct()).scalars())
    kept = sa.select(gap.c.day).where(gap.c.feed_no == unit, gap.c.kind.in_([one.value for one in OF_DAY]))
    days |= set(conn.execute(kept.distinct()).scalars())
    return _different(*gaps.of_days(conn, {(unit, day) for day in days}))


def _of_things(
    conn: sa.Connection, thing: Thing, ids: list[int], catch_up: Callable[[], None],
    unfolded: Callable[[], Collection[int]],
) -> set:  # fmt: skip
    found: set = set()
    for _ in range(_TRIES):
        found = _different(*gaps.of_things(conn, thing, ids))
        if found:
            waits = set(unfolded())
            found = {key for key in found if key[2] != GapKind.UNSENT.value or key[0] not in waits}
        if not found:
            break
        catch_up()
    return found


def _different(kept: Found, now: Found) -> set:
    return {key for key in {*kept, *now} if kept.get(key) != now.get(key)}


def _pages(conn: sa.Connection, thing: Thing) -> Iterator[list[int]]:
    """Surrogates of all things of a kind that are in the fold or kept of, some at a time."""
    after = 0
    while True:
        found: set[int] = set()
        for column in (_ALL[thing], gap.c.what):
            query = sa.select(column).where(column > after).distinct().order_by(column).limit(_PAGE)
            of_kind = gap.c.kind.in_([one.value for one in KINDS[thing]])
            found.update(conn.execute(query.where(of_kind) if column is gap.c.what else query).scalars())
        page = sorted(found)[:_PAGE]
        if not page:
            return
        yield page
        after = page[-1]


def sums_that_differ(conn: sa.Connection) -> int:
    """Units of which the sums are not those of their own gaps and of the units right below them."""
    below: dict[int, list[int]] = {}
    units = conn.execute(_UNITS).all()
    for row in units:
        above = row.path.rstrip("/").split("/")[-2]
        if above:
            below.setdefault(int(above), []).append(row.node)
    return sum(not _adds_up(conn, row.node, below.get(row.node, ())) for row in units)


def _adds_up(conn: sa.Connection, unit: int, below: Collection[int]) -> bool:
    own: dict[tuple[str, str], Counted] = {}
    for (_, day, kind), counted in gap_sums.of_gaps(conn.execute(_OF_UNIT, {"unit": unit})).items():
        for span in spans.of_day(day):
            _into(own, (kind, span), counted)
    whole = dict(own)
    for one in below:
        for key, counted in gap_sums.kept(conn, one)[WITH_BELOW].items():
            _into(whole, key, counted)
    kept = gap_sums.kept(conn, unit)
    return kept[ALONE] == own and kept[WITH_BELOW] == whole


def _into(sums: dict[tuple[str, str], Counted], key: tuple[str, str], counted: Counted) -> None:
    n, of, days = sums.get(key, (0, 0, 0))
    sums[key] = (n + counted[0], of + counted[1], days + counted[2])
