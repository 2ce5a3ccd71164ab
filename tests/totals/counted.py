"""What is kept of the sums, and a recount of everything."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.durable.database import reading, writing
from sync_server.durable.tables_identity import identity, identity_tally
from sync_server.durable.tables_missing import gap_tally
from sync_server.durable.tables_totals import lot_tally, share, tally
from sync_server.operating import reports
from sync_server.reading import naming
from sync_server.totals import asked, packing, recount
from tests.servers import RunningServer
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.measures import DOSE_KEYS, OTHER_DOSE
from vaxdesk.domain.report.table import Rank, ReportKind

_PLAIN = (
    "listed", "absent", "people", "vaccinated", "referred", "declined", "deferred", "contraindicated", "unfinished",
    "late", "common", "serious",
)  # fmt: skip
Kept = dict[tuple[object, ...], object]


def kept(server: RunningServer) -> Kept:
    """Every row of shares, identities and sums."""
    with reading(server.engine) as conn:
        found: Kept = {}
        for row in conn.execute(sa.select(share)):
            found["share", row.what, row.key, row.feed_no, row.day] = bytes(row.pack)
        for row in conn.execute(sa.select(tally)):
            sums: dict[str, int] = {}
            into = packing.Counter()
            packing.add_heads(row.heads, into)
            packing.add_kinds(row.kinds, into)
            sums.update(into)
            found["tally", row.node, row.round_no, row.span] = sums
        for row in conn.execute(sa.select(lot_tally)):
            found["lot", *row[:5]] = tuple(row[5:])
        for row in conn.execute(sa.select(gap_tally)):
            found["gaps", *row[:4]] = tuple(row[4:])
        for row in conn.execute(sa.select(identity)):
            found["identity", "", row.person] = tuple(row[1:])
        for row in conn.execute(sa.select(identity_tally)):
            found["identities", *row[:3]] = row.n
    return found


def is_whole(server: RunningServer) -> bool:
    """Whether a recount finds the same."""
    with writing(server.engine) as conn:
        found = recount.verify(conn, naming.names(conn))
    assert found.whole, found
    return found.things > 0


def sums(server: RunningServer, unit: str, *, since: str = "", until: str = "2026-12-31") -> Mapping[str, int]:
    """Figures of a unit."""
    with reading(server.engine) as conn:
        return asked.sums(conn, orgs.find(conn, unit).org_no, since=since, until=until)


def as_reported(found: Mapping[str, int]) -> dict[str, int]:
    """The figures of sums by the columns of the daily report."""
    doses = dict.fromkeys((*DOSE_KEYS, OTHER_DOSE), 0)
    for name, n in found.items():
        if name.startswith("dose/"):
            doses[name.rpartition("/")[2]] += n
    plain = {name: found[name] for name in _PLAIN}
    return {**plain, **doses, "used": found["doses"], "wasted": found["wasted"] + found["disposed"]}


def reported(server: RunningServer, unit: str, day: str) -> dict[str, int]:
    """The total line of the daily report of a unit, of the columns that sums have."""
    asked_for = Asked(kind=ReportKind.DAILY, until=day, since=day)
    with reading(server.engine) as conn:
        report = reports.answer(conn, orgs.find(conn, unit), asked_for, at_ms=1).report
    told: dict[str, int] = {}
    for grid in report.grids:
        line = next(one for one in grid.lines if one.rank is Rank.TOTAL)
        told |= {heading.key: cell for heading, cell in zip(grid.headings, line.cells, strict=True)}
    return {name: told[name] for name in as_reported(packing.Counter()) if name in told}
