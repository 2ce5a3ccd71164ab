"""What the public told after doses of some units: those that wait for a call, and how soon they were answered.

Counted anew for each look, over the 28 days in which people tell (decision 0051): nothing is kept beside the fold.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district import keyset, scope
from sync_server.durable.tables import org
from sync_server.reading import naming
from vaxdesk.domain.rights import Act
from vaxdesk.domain.told import CALL_WITHIN, DAYS, CallResult, ToldView
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries import told as queries
from vaxdesk.registry.tables_told import called, told

RIGHT = Act.VERIFY_RECORDS
PAGE = 50
_LOG = naming.log_of(told.c.id)
_MOMENT = sa.case((called.c.at > 0, called.c.at), else_=called.c.stamp)
_SOON = (
    sa.select(called.c.id)
    .where(called.c.told == told.c.id, called.c.voided == 0, called.c.result != CallResult.UNREACHED.value)
    .where(told.c.stamp + CALL_WITHIN >= _MOMENT)
    .exists()
)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of the last 28 days that stand: all, those that tell of signs, and of these those answered in a day.

    `serious` tell of serious signs; `waiting` of them have not been answered, of whatever day, `late` for over a day.
    """

    reports: int
    signs: int
    soon: int
    serious: int
    waiting: int
    late: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A report that waits, with whom it is of and the site that is to call. `person` is None when they are gone."""

    report: ToldView
    person: PersonView | None
    unit: str
    late: bool


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that wait, the longest waiting first. `more` leads to the next page."""

    rows: tuple[Waiting, ...]
    more: str


def figures(conn: sa.Connection, paths: Sequence[str], *, now: int) -> Figures:
    """Of the units at or below some paths."""
    mine = (told.c.voided == 0, _LOG.in_(scope.logs_below(paths)))
    since = now - DAYS * 24 * 3600
    some, soon = told.c.signs != "", sa.and_(told.c.signs != "", _SOON)
    sums = [sa.func.sum(sa.case((one, 1), else_=0)) for one in (some, soon, told.c.serious == 1)]
    row = conn.execute(sa.select(sa.func.count(), *sums).where(*mine, told.c.stamp >= since)).one()
    late = sa.func.sum(sa.case((told.c.stamp < now - CALL_WITHIN, 1), else_=0))
    open_ = conn.execute(sa.select(sa.func.count(), late).where(*mine, *queries.WAITS, told.c.serious == 1)).one()
    reports, signs, answered, serious = (int(one or 0) for one in row)
    return Figures(
        reports=reports, signs=signs, soon=answered, serious=serious, waiting=open_[0], late=int(open_[1] or 0)
    )


def waiting(conn: sa.Connection, paths: Sequence[str], *, serious: bool, now: int, after: str = "") -> Page:
    """Reports that wait at or below some paths.

    Args:
        serious: those with serious signs, or the others.
        now: seconds since 1970.
        after: `more` of the page before.
    """
    names = naming.names(conn)
    query = sa.select(told).where(*queries.WAITS, told.c.serious == int(serious), _LOG.in_(scope.logs_below(paths)))
    stamp, _, id_ = (keyset.number(one) for one in after.partition("."))
    if stamp is not None and id_ is not None:
        query = query.where(sa.tuple_(told.c.stamp, told.c.id) > sa.tuple_(stamp, id_))
    rows = conn.execute(query.order_by(told.c.stamp, told.c.id).limit(PAGE + 1)).all()
    shown = queries.views(conn, names, rows[:PAGE])
    feeds = naming.feeds_of(conn, [row.id for row in rows])
    units = dict(
        map(tuple, conn.execute(sa.select(org.c.org_no, org.c.name).where(org.c.org_no.in_(set(feeds.values())))))
    )
    known = people.many(conn, names, {one.person for one in shown})
    made = [
        Waiting(
            report=one, person=known.get(one.person), unit=units.get(feeds.get(row.id, 0), ""),
            late=one.t < now - CALL_WITHIN,
        )
        for row, one in zip(rows, shown, strict=False)
    ]  # fmt: skip
    more = f"{rows[PAGE - 1].stamp}.{rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    return Page(rows=tuple(made), more=more)
