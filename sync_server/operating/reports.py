"""Reports of a unit with all units below it, from the fold of all feeds: the same rules as on a desk."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables import logname, org
from sync_server.reading import naming
from vaxdesk.documents.report.files import Contents
from vaxdesk.domain import times
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.dhis2 import Mapping
from vaxdesk.domain.report.facts import Unit
from vaxdesk.domain.views import StationView
from vaxdesk.registry import rules
from vaxdesk.registry.queries.home import Home
from vaxdesk.registry.reporting import Reporter


def answer(conn: sa.Connection, unit: sa.Row, asked: Asked, *, at_ms: int, mapping: Mapping | None = None) -> Contents:
    """The report that is asked for of a unit and those below it; sums are sums of what was written at each of them."""
    subtree = _subtree(conn, unit)
    units = tuple(Unit(key=_code(row), code=_code(row), name=row.name) for row in subtree)
    made = Reporter(conn, naming.names(conn), _home(conn, subtree), units).answer(asked)
    now = at_ms // 1000
    return Contents(
        report=made.report,
        names=made.names,
        rows=made.rows,
        station=StationView(code=unit.code, name=unit.name),
        unit=made.unit,
        made_at=now,
        printed_at=f"{times.day_of(now)}T{times.clock_of(now)}",
        mapping=mapping or rules.dhis2(),
        codes=rules.fhir(),
        aefi=rules.aefi(),
    )


def _subtree(conn: sa.Connection, unit: sa.Row) -> list[sa.Row]:
    """The unit, then all below it in the order of the tree."""
    below = sa.select(org).where(org.c.path.startswith(unit.path, autoescape=True)).order_by(org.c.path)
    return list(conn.execute(below))


def _code(row: sa.Row) -> str:
    return f"{row.scheme}:{row.code}" if row.scheme else row.code


def _home(conn: sa.Connection, subtree: list[sa.Row]) -> Home:
    """The logs that are filed in the feeds of these units, each with its unit."""
    mine = logname.c.feed_no.in_([row.org_no for row in subtree])
    codes = {row.org_no: _code(row) for row in subtree}
    units = {row.local_no: codes[row.feed_no] for row in conn.execute(sa.select(logname).where(mine))}
    return Home(lambda number: units.get(number, ""), sa.select(logname.c.local_no).where(mine))
