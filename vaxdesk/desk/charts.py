"""The figures of the charts, gathered at once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from vaxdesk.desk import stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.charts import session, supply
from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.domain.charts.supply import USE_DAYS
from vaxdesk.registry.queries import things, usage
from vaxdesk.registry.queries import visits as queries


def look(desk: Desk) -> DayCharts:
    """The figures of the session's day; of a day that is over nobody waits any more."""
    now, today = desk.now(), desk.today() == desk.day
    clock = times.clock_of(now)
    minute = int(clock[:2]) * 60 + int(clock[3:])
    with desk.store.reading() as conn:
        names = desk.store.names
        rows = tuple(queries.board(conn, names, desk.day))
        vials = things.vials(conn, names, open_only=False)
        earlier = (date.fromisoformat(desk.day) - timedelta(days=USE_DAYS)).isoformat()
        used = usage.given(conn, after=earlier, until=desk.day)
    return DayCharts(
        day=desk.day,
        now=minute if today else 0,
        progress=session.progress(rows, now_minute=minute if today else 24 * 60),
        hours=session.hours(rows),
        waiting=session.waiting(rows, now=now) if today else (),
        vials=supply.vial_uses(vial for vial in vials if times.day_of(vial.opened_at) == desk.day),
        days_left=supply.days_left(_at_hand(desk), used),
    )


def _at_hand(desk: Desk) -> dict[str, int]:
    """Doses that may be given, by product."""
    found: Counter[str] = Counter()
    seen = stock.of(desk)
    for lot in seen.lots:
        if lot.id in seen.usable:
            found[lot.product] += max(0, lot.vials - lot.vials_opened) * lot.doses_per_vial
    for vial in seen.vials:
        if vial.id in seen.usable:
            found[vial.lot.product] += max(0, vial.doses - vial.given)
    return dict(found)
