"""The figures of the charts, gathered at once."""

from __future__ import annotations

from vaxdesk.desk.context import Desk
from vaxdesk.desk.stockroom.at_hand import at_hand
from vaxdesk.domain import times
from vaxdesk.domain.charts import session, supply
from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.registry.queries import things
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
    vaccine = at_hand(desk, desk.day)
    return DayCharts(
        day=desk.day,
        now=minute if today else 0,
        progress=session.progress(rows, now_minute=minute if today else 24 * 60),
        hours=session.hours(rows),
        waiting=session.waiting(rows, now=now) if today else (),
        vials=supply.vial_uses(vial for vial in vials if times.day_of(vial.opened_at) == desk.day),
        days_left=supply.lasting(vaccine.doses, vaccine.used_lately),
    )
