"""What came of opened vials, and of doses that name none, before some days and in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from vaxdesk.domain.stock.balance import Flow, VialUse, of_vials
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.times import day_of
from vaxdesk.registry import bulk
from vaxdesk.registry.tables import HAS_LOT, HAS_VIAL, event, vial

_SINCE, _UNTIL = sa.bindparam("since"), sa.bindparam("until")
_BETWEEN = ": "
_GIVEN = (
    sa.select(
        event.c.lot,
        event.c.vial,
        sa.func.sum(sa.case((event.c.day < _SINCE, 1), else_=0)).label("before"),
        sa.func.count().label("upto"),
    )
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.origin == "", event.c.day <= _UNTIL)
    .group_by(event.c.lot, event.c.vial)
)
_IN_VIALS = (
    sa.select(event.c.vial, event.c.day, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.origin == "", HAS_VIAL)
    .where(event.c.day > _SINCE, event.c.day <= _UNTIL)
    .group_by(event.c.vial, event.c.day)
)
_VIALS = sa.select(vial).where(vial.c.voided == 0)
_VIALS_OF = _VIALS.where(bulk.among(vial.c.lot, "ids"))
_DRAWN = (
    sa.select(event.c.vial, event.c.day, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.origin == "")
    .where(HAS_VIAL, bulk.among(event.c.vial, "ids"))
    .group_by(event.c.vial, event.c.day)
)
_LOOSE = (
    sa.select(event.c.lot, event.c.day, sa.func.count().label("n"))
    .outerjoin(vial, sa.and_(vial.c.id == event.c.vial, vial.c.voided == 0))
    .where(event.c.kind == "inject", event.c.voided == 0, event.c.origin == "", vial.c.id.is_(None))
    .where(HAS_LOT, bulk.among(event.c.lot, "ids"))
    .group_by(event.c.lot, event.c.day)
)
_Key = tuple[int, str]


class Uses(NamedTuple):
    """By lot and place: what happened before the days and in them, nominal doses in open vials at their end; by lot:
    waste of the days by reason, and computed less written-down waste of the vials closed in them."""

    before: dict[_Key, Flow]
    on: dict[_Key, Flow]
    open: dict[_Key, int]
    waste: dict[int, dict[str, int]]
    unexplained: dict[int, int]


def between(conn: sa.Connection, since: str, until: str) -> Uses:
    """All vials and doses up to an ISO day, and of them what happened from another on.

    Doses of a vial that was taken back, or of none, come out of the store.
    """
    given: dict[int, tuple[int, int]] = {}
    days = {"since": since, "until": until}
    vials = {row.id: row for row in conn.execute(_VIALS)}
    sums = _Sums(since, until)
    for row in conn.execute(_GIVEN, days):
        if row.vial in vials:
            was, now = given.get(row.vial, (0, 0))
            given[row.vial] = was + int(row.before), now + row.upto
        elif row.lot:
            sums.loose(row.lot, int(row.before), row.upto)
    after = _after_closing(conn, vials, days) if since < until else {}
    for id_, row in vials.items():
        sums.vial(row, *given.get(id_, (0, 0)), after=after.get(id_, 0))
    return sums.uses()


def _after_closing(conn: sa.Connection, vials: Mapping[int, Any], days: Mapping[str, str]) -> dict[int, int]:
    """Doses that are dated after the day on which their vial was closed: whoever closed it did not miss them then."""
    found: dict[int, int] = defaultdict(int)
    for row in conn.execute(_IN_VIALS, days):
        end = end_of(vials[row.vial]) if row.vial in vials else ""
        if end and row.day > end:
            found[row.vial] += row.n
    return found


def code_of(why: str) -> str:
    """The code of a kept reason (`code: note`)."""
    return why.partition(_BETWEEN)[0]


class _Sums:
    """Adds up vials as plain numbers: a station has ten thousands of them."""

    def __init__(self, since: str, until: str) -> None:
        self._since, self._until = since, until
        self._before: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])  # used, extra, wasted
        self._on: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._open: dict[_Key, int] = defaultdict(int)
        self._waste: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._unexplained: dict[int, int] = defaultdict(int)

    def loose(self, lot: int, before: int, upto_day: int) -> None:
        """Doses that name no vial."""
        self._before[lot, STORE][0] += before
        self._on[lot, STORE][0] += upto_day - before

    def vial(self, row: Any, before: int, upto_day: int, *, after: int = 0) -> None:
        """A vial; `after`: doses of these days dated after its closing."""
        if opened_on(row) > self._until and not upto_day:
            return
        was, now = _use(row, before, self._since), _use(row, upto_day, f"{self._until}~")
        key = row.lot, row.place
        for sums, figures in (
            (self._before[key], (was.given, was.extra, was.wasted)),
            (self._on[key], (now.given - was.given, now.extra - was.extra, now.wasted - was.wasted)),
        ):
            for at, figure in enumerate(figures):
                sums[at] += figure
        self._open[key] += now.left
        if now.wasted != was.wasted:
            self._waste[row.lot][code_of(row.why)] += now.wasted - was.wasted
        if now.closed and not was.closed:
            self._unexplained[row.lot] += _use(row, upto_day - after, f"{self._until}~").unexplained

    def uses(self) -> Uses:
        """What was added up."""
        before, on = (
            {key: Flow(used=used, extra=extra, wasted=wasted) for key, (used, extra, wasted) in sums.items()}
            for sums in (self._before, self._on)
        )
        waste = {lot: dict(reasons) for lot, reasons in self._waste.items()}
        return Uses(before, on, dict(self._open), waste, dict(self._unexplained))


def by_day(conn: sa.Connection, lot: int) -> dict[str, Flow]:
    """What came of the vials and doses of one lot, day by day, in order; the sums are those of `between`."""
    return of_lots(conn, [lot]).get(lot, {})


def of_lots(conn: sa.Connection, lots: Iterable[int]) -> dict[int, dict[str, Flow]]:
    """The same of several lots: each vial is looked at on the days on which something was done with it."""
    wanted = list(lots)
    vials = conn.execute(_VIALS_OF, {"ids": wanted}).all()
    drawn: dict[int, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(_DRAWN, {"ids": [one.id for one in vials]}):
        drawn[row.vial][row.day] = row.n
    found: dict[int, dict[str, Flow]] = defaultdict(lambda: defaultdict(Flow))
    for row in conn.execute(_LOOSE, {"ids": wanted}):
        found[row.lot][row.day] = Flow(used=row.n)
    for row in vials:
        mine = found[row.lot]
        for day, flow in _of_vial(row, drawn.get(row.id, {})):
            mine[day] = mine[day].plus(flow)
    return {lot: dict(sorted(days.items())) for lot, days in found.items()}


def _of_vial(row: Any, drawn: Mapping[str, int]) -> Iterator[tuple[str, Flow]]:
    """What came of one vial on each of its days."""
    given = 0
    for day in sorted({*drawn, end_of(row)} - {""}):
        before = _use(row, given, day)
        given += drawn.get(day, 0)
        yield day, of_vials([before], [_use(row, given, f"{day}~")])


def _use(row: Any, given: int, limit: str) -> VialUse:
    """A vial as it stands before a moment."""
    end = end_of(row)
    return VialUse(doses=row.doses, given=given, closed=bool(end) and end < limit, said=row.wasted)


def opened_on(row: Any) -> str:
    """The day a vial was opened."""
    return row.day or day_of(row._mapping["at"])


def end_of(row: Any) -> str:
    """The day a vial was closed, empty while it is open.

    Never before it was opened: entries that tell no day, or a wrong one, count then.
    """
    return max(row.closed_day, opened_on(row)) if row.closed else ""
