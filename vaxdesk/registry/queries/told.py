"""What people told after a dose and what sites did about it: of some doses, one by its reference, those that wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from vaxdesk.domain.told import CallResult, CallView, ToldView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_told import called, told

_STANDING = sa.select(told).where(told.c.voided == 0)
_OF_DOSES = _STANDING.where(bulk.among(told.c.dose, "ids")).order_by(told.c.day.desc(), told.c.stamp.desc(), told.c.id)
SETTLED = (
    sa.select(called.c.id)
    .where(called.c.told == told.c.id, called.c.voided == 0, called.c.result != CallResult.UNREACHED.value)
    .exists()
)
WAITS = (told.c.voided == 0, told.c.signs != "", ~SETTLED)  # of a report to which somebody has to do something
_WAITING = sa.select(told).where(*WAITS).order_by(told.c.serious.desc(), told.c.stamp, told.c.id)
_CALLS = (
    sa.select(called)
    .where(bulk.among(called.c.told, "ids"), called.c.voided == 0)
    .order_by(called.c.stamp, called.c.id)
)


def of_doses(conn: sa.Connection, names: LogNames, doses: Collection[str]) -> list[ToldView]:
    """What stands of some doses, that of the newest day first."""
    ids = [names.known(one) for one in doses]
    return views(conn, names, conn.execute(_OF_DOSES, {"ids": ids}).all()) if ids else []


def by_ref(conn: sa.Connection, names: LogNames, reference: str) -> ToldView | None:
    """A report that stands; None when it was replaced or is not held."""
    rows = conn.execute(_STANDING.where(told.c.id == names.known(reference))).all()
    return next(iter(views(conn, names, rows)), None)


def waiting(conn: sa.Connection, names: LogNames, *, limit: int = 200) -> list[ToldView]:
    """Reports to which somebody has to do something: serious ones first, of each sort the one told first before."""
    return views(conn, names, conn.execute(_WAITING.limit(limit)).all())


def count(conn: sa.Connection) -> tuple[int, int]:
    """How many wait, and how many of them are serious."""
    row = conn.execute(sa.select(sa.func.count(), sa.func.sum(told.c.serious)).where(*WAITS)).one()
    return row[0], int(row[1] or 0)


def made_into(conn: sa.Connection, names: LogNames, aefi: str) -> list[str]:
    """What says that a report was made into an adverse event."""
    wanted = sa.select(called.c.id).where(called.c.aefi == aefi, called.c.voided == 0).order_by(called.c.id)
    return [names.ref(one) for one in conn.execute(wanted).scalars()]


def views(conn: sa.Connection, names: LogNames, rows: Collection[sa.Row]) -> list[ToldView]:
    """Rows of reports as frozen pictures, each with what was done about it."""
    found: dict[int, list[CallView]] = defaultdict(list)
    for row in conn.execute(_CALLS, {"ids": [one.id for one in rows]}) if rows else ():
        call = CallView(
            id=names.ref(row.id), result=row.result, at=row.at or row.stamp, text=row.text, aefi=row.aefi, user=row.user
        )
        found[row.told].append(call)
    return [_view(names, row, tuple(found[row.id])) for row in rows]


def _view(names: LogNames, row: sa.Row, calls: tuple[CallView, ...]) -> ToldView:
    return ToldView(
        id=names.ref(row.id), person=names.ref(row.person), dose=names.ref(row.dose), day=row.day,
        signs=tuple(one for one in row.signs.split(",") if one), temp=row.temp, began=row.began, hour=row.hour,
        impact=row.impact, text=row.text, tel=row.tel, serious=bool(row.serious), replaces=row.replaces, t=row.stamp,
        calls=calls,
    )  # fmt: skip
