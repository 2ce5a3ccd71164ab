"""How far certificates are, in a whole country: pages of the district beside their limit of 300 ms.

    .venv/bin/python -m tests.bench.bench_stages [--communes N] [--rounds N] [--sqlite]

34 provinces of 98 communes with 6 sites each; people at six of the stages at every site, as rows of the index that
`reading.certifying` keeps. Pages come over loopback HTTP from the real server to somebody who is signed in.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from sync_server.district.certificates.counts import STAGES, parted
from sync_server.durable.database import writing
from sync_server.durable.tables import org
from sync_server.durable.tables_issuing import cert_count
from tests.bench.bench_board import LIMIT_MS, tell
from tests.bench.bench_missing import COMMUNES, database, tree
from tests.district.staffing import Clerk, staffed
from tests.servers import RunningServer, running_server
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry import bulk

_STAGES_OF_A_SITE = 6
_PLACES = {"country": "VN", "province": "P3", "commune": "C3-4"}


def laid(server: RunningServer) -> int:
    """Lays the index down; how many people it counts."""
    rng = random.Random(1)
    with writing(server.engine) as conn:
        sites = conn.execute(sa.select(org.c.org_no).where(org.c.kind == "station").order_by(org.c.code)).scalars()
        rows = []
        for unit in sites.all():
            for stage in rng.sample(STAGES, _STAGES_OF_A_SITE):
                state, why = parted(stage)
                rows.append({"unit": unit, "state": state, "why": why, "n": rng.randint(1, 900)})
        bulk.put(conn, cert_count, rows)
    with writing(server.engine) as conn:
        conn.exec_driver_sql("ANALYZE")
    return sum(row["n"] for row in rows)


def looked_at(server: RunningServer, place: str, rounds: int) -> list[float]:
    """Milliseconds of the page of a unit."""
    login, unit = staffed(server, place, GivenRole.VERIFY, login=place.lower()), server.unit(place).org_no
    clerk, taken = Clerk(server), []
    clerk.sign_in(login)
    for _ in range(rounds):
        began = time.perf_counter()
        assert clerk.open(f"/certificates/{unit}").status_code == 200
        taken.append((time.perf_counter() - began) * 1000)
    clerk.close()
    return taken


def main() -> int:
    """Runs it; 0 when every page keeps its limit."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--communes", type=int, default=COMMUNES)
    given.add_argument("--rounds", type=int, default=20)
    given.add_argument("--sqlite", action="store_true")
    options = given.parse_args()
    slowest = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        database(sqlite=options.sqlite, folder=folder) as url,
        running_server(Path(folder), url, tree=tuple(tree(options.communes))) as server,
    ):
        tell(f"{laid(server):,} people; load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for name, place in _PLACES.items():
            taken = looked_at(server, place, options.rounds)
            p95 = quantiles(taken, n=20)[-1]
            slowest = max(slowest, p95)
            tell(f"{name}: p50 {sorted(taken)[len(taken) // 2]:.0f}, p95 {p95:.0f} ms of {LIMIT_MS}")
    return int(slowest > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
