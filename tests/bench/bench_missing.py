"""The pages of missing doses of a whole country, beside their limit of 300 ms.

    .venv/bin/python -m tests.bench.bench_missing [--communes N] [--gaps N] [--rounds N] [--sqlite]

34 provinces of 98 communes with 6 sites each, and 300,000 gaps in a year: laid down as rows of `gap` and added up by
the code that adds up those of a push. Pages come over loopback HTTP from the real server, on PostgreSQL unless told
otherwise, to somebody who is signed in at the country, a province and a commune.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import writing
from sync_server.durable.tables import org
from sync_server.durable.tables_missing import gap, gap_tally
from sync_server.totals import gap_recount, gap_sums
from tests.bench.bench_board import LIMIT_MS, tell, timed
from tests.district.staffing import Clerk, staffed
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.totals.gaps import GapKind
from vaxdesk.registry import bulk

PROVINCES, COMMUNES, SITES = 34, 98, 6  # communes a province, sites a commune
GAPS = 300_000
TODAY = date(2026, 11, 27)
QUERIES = ("", "kind=vials", "since=2025-11-27&until=2026-11-26", "since=2026-01-09&until=2026-10-22&kind=unsealed")
_KINDS = (GapKind.NO_OUTCOME, GapKind.VIALS, GapKind.UNSEALED, GapKind.SEALED, GapKind.STACKS)
_CHUNK = 5000


def tree(communes: int) -> Iterator[UnitRow]:
    """A country down to its sites."""
    yield UnitRow(code="VN", name="Việt Nam", kind="country")
    for p in range(PROVINCES):
        yield UnitRow(code=f"P{p}", name=f"Tỉnh {p}", kind="province", parent="VN")
        for c in range(communes):
            yield UnitRow(code=f"C{p}-{c}", name=f"Xã {c} tỉnh {p}", kind="commune", parent=f"P{p}")
            for s in range(SITES):
                yield UnitRow(code=f"S{p}-{c}-{s}", name=f"Trạm {s} xã {c}", kind="station", parent=f"C{p}-{c}")


def laid(server: RunningServer, gaps: int) -> None:
    """Lays the gaps down, and adds them up."""
    rng = random.Random(1)
    with writing(server.engine) as conn:
        stations = sa.select(org.c.org_no).where(org.c.kind == "station").order_by(org.c.code)
        sites = conn.execute(stations).scalars().all()
        made = {}
        while len(made) < gaps:
            day = (TODAY - timedelta(days=rng.randint(1, 365))).isoformat()
            made[rng.choice(sites), day, rng.choice(_KINDS).value] = rng.randint(1, 40)
        rows = [
            {"feed_no": feed, "day": day, "kind": kind, "what": 0, "n": n, "of": n * 2}
            for (feed, day, kind), n in sorted(made.items())
        ]
        bulk.put(conn, gap, rows)
    cells = sorted({(row["feed_no"], row["day"]) for row in rows}, key=lambda cell: cell[::-1])
    for at in range(0, len(cells), _CHUNK):
        with writing(server.engine) as conn:
            gap_sums.settle(conn, cells[at : at + _CHUNK])


def looked_at(server: RunningServer, logins: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page, by where somebody is signed in."""
    found: dict[str, list[float]] = {}
    for where, login in logins.items():
        clerk = Clerk(server)
        clerk.sign_in(login)
        for query in QUERIES * rounds:
            began = time.perf_counter()
            assert clerk.open(f"/missing?{query}").status_code == 200
            found.setdefault(where, []).append((time.perf_counter() - began) * 1000)
        clerk.close()
    return found


@contextmanager
def database(*, sqlite: bool, folder: str) -> Iterator[str]:
    """An empty one."""
    if sqlite:
        yield f"sqlite:///{folder}/bench.db"
        return
    with cluster() as socket:
        yield new_database(socket, "bench")


def main() -> int:
    """Runs it; 0 when every page keeps its limit and the recount agrees."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--communes", type=int, default=COMMUNES)
    given.add_argument("--gaps", type=int, default=GAPS)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--sqlite", action="store_true")
    options = given.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        database(sqlite=options.sqlite, folder=folder) as url,
        running_server(Path(folder), url, tree=tuple(tree(options.communes))) as server,
    ):
        server.now = lambda: times.at(TODAY.isoformat(), "09:00")
        where = {"country": "VN", "province": "P3", "commune": "C3-4"}
        logins = {name: staffed(server, code, GivenRole.OVERSEE, login=name) for name, code in where.items()}
        number = PROVINCES * options.communes * SITES
        with timed(f"laying down and adding up {options.gaps:,} gaps of {number:,} sites"):
            laid(server, options.gaps)
        with writing(server.engine) as conn:
            conn.exec_driver_sql("ANALYZE")
            tell(f"gap_tally: {conn.execute(sa.select(sa.func.count()).select_from(gap_tally)).scalar_one():,} rows")
        tell(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        slowest = 0.0
        for name, taken in looked_at(server, logins, options.rounds).items():
            p95 = quantiles(taken, n=20)[-1]
            slowest = max(slowest, p95)
            tell(f"{name}: p50 {sorted(taken)[len(taken) // 2]:.0f}, p95 {p95:.0f}, most {max(taken):.0f} ms"
                 f" of {LIMIT_MS} ({len(taken)} pages)")  # fmt: skip
        with timed("adding the gaps up again"), writing(server.engine) as conn:
            wrong = gap_recount.sums_that_differ(conn)
        tell(f"units that differ from the recount: {wrong}")
    return int(slowest > LIMIT_MS or wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
