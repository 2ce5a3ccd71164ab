"""Every page of the dashboard over ten million doses in PostgreSQL, beside its limit of 300 ms; and what keeping costs.

    .venv/bin/python -m tests.bench.bench_board [DOSES] [--visits N]

A province of 12 districts, 132 communes and 1,980 sites, where 10,000,000 people (or DOSES) came in a year. What each
of them adds (`share`) is laid into the database by one statement, from 18,000 different shares with 900 lots: the fold
itself is left out, since no page asks it. The sums are then added up by the same code that adds a push, a day of all
sites at a time, and in the end counted again from the shares and compared. Pages come over loopback HTTP from the real
server, a process of its own, to somebody who is signed in. What a push costs is measured apart, by fold and totals, on
VISITS real visits.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from types import SimpleNamespace

import sqlalchemy as sa

from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import org
from sync_server.durable.tables_totals import share as kept
from sync_server.pages.board.sections import SECTIONS
from sync_server.reading import naming, totalling, worker
from sync_server.reading.readers import Rests, Share
from sync_server.totals import packing, recount, rollup, run
from tests.bench.load import served
from tests.district.staffing import Clerk, staffed
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import LANH, Clinic, changed
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.totals import share

LIMIT_MS = 300
DOSES, VISITS = 10_000_000, 1_500
FIRST, WEEKS = "2026-01-01", 47  # each site has a session a week
DISTRICTS, COMMUNES, SITES = 12, 11, 15  # communes a district, sites a commune
BANDS = ("5-12", "12-18", "18-30", "30-40", "50-65", "65-80")
LOTS, EACH = 900, 20  # shares of each lot; a commune opens another lot every four weeks
QUERIES = (
    "period=today", "period=week", "period=month", "period=year", "period=all", "since=2026-01-09&until=2026-11-22",
)  # fmt: skip
_LAY = """
INSERT INTO share (what, key, feed_no, day, pack)
SELECT 1, g, s.feed_no, to_char(date '{first}' + (mod(g / {sites}, {weeks}) * 7 + mod(s.at, 7))::int, 'YYYY-MM-DD'),
       p.pack
FROM generate_series(1::bigint, {doses}) AS g
JOIN bench_site s ON s.at = mod(g, {sites})
JOIN bench_pool p ON p.at = mod(g * 7919, {each})
     + {each} * mod(s.at / {commune} * 7 + mod(g / {sites}, {weeks}) / 4, {lots})
"""
_GROUPED = (
    sa.select(kept.c.day, kept.c.feed_no, kept.c.pack, sa.func.count().label("n"))
    .group_by(kept.c.day, kept.c.feed_no, kept.c.pack)
    .order_by(kept.c.day)
)


def tree() -> tuple[UnitRow, ...]:
    """A province down to its sites."""
    found = [UnitRow(code="VN", name="Việt Nam", kind="country")]
    found.append(UnitRow(code="P", name="Tỉnh", kind="province", parent="VN"))
    for d in range(DISTRICTS):
        found.append(UnitRow(code=f"D{d}", name=f"Huyện {d}", kind="district", parent="P"))
        for c in range(COMMUNES):
            found.append(UnitRow(code=f"C{d}-{c}", name=f"Xã số {c} huyện {d}", kind="commune", parent=f"D{d}"))
            for s in range(SITES):
                found.append(UnitRow(code=f"S{d}-{c}-{s}", name=f"Điểm tiêm {s}", kind="station", parent=f"C{d}-{c}"))
    return tuple(found)


def pool() -> Iterator[bytes]:
    """Shares as a year has them: four in five with a dose, one dose in 300 with a reaction."""
    rng = random.Random(1)
    for at in range(LOTS * EACH):
        product = ("AZ", "COM-A", "COM-A", "MOD", "VERO")[at // EACH % 5]
        lot = f"{product[0]}{at // EACH:04}"
        dose = share.Dose(product, rng.choice(["primary_1", "primary_2", "booster_1"]), lot, rng.random() < 0.05,
                          rng.choice([0, 0, 0, 0, 1, 2, 3]))  # fmt: skip
        injected = rng.random() < 0.8
        event = share.Event(rng.random() < 0.05, 0, ("local",), product, lot)
        yield packing.pack(
            share.Share(
                product=product, outcome="vaccinated" if injected else "deferred", listed=rng.random() < 0.9, came=True,
                group=str(rng.randint(1, 16)), sex=rng.choice("FM"), band=rng.choice(BANDS),
                doses=(dose,) if injected else (), events=(event,) if injected and rng.random() < 0.004 * 4 else (),
            )
        )  # fmt: skip


def laid(server: RunningServer, doses: int) -> None:
    """Lays the shares down."""
    with writing(server.engine) as conn:
        stations = sa.select(org.c.org_no).where(org.c.kind == "station").order_by(org.c.code)
        sites = conn.execute(stations).scalars().all()
        conn.exec_driver_sql("CREATE TEMP TABLE bench_site (at int PRIMARY KEY, feed_no int)")
        conn.exec_driver_sql("CREATE TEMP TABLE bench_pool (at int PRIMARY KEY, pack bytea)")
        conn.exec_driver_sql("INSERT INTO bench_site VALUES (%s, %s)", list(enumerate(sites)))
        conn.exec_driver_sql("INSERT INTO bench_pool VALUES (%s, %s)", list(enumerate(pool())))
        conn.exec_driver_sql("ALTER TABLE share DROP CONSTRAINT pk_share")
        conn.exec_driver_sql("DROP INDEX ix_share_feed_no")
        facts = {"first": FIRST, "sites": len(sites), "weeks": WEEKS, "commune": SITES, "lots": LOTS, "each": EACH}
        conn.exec_driver_sql(_LAY.format(**facts, doses=doses))
        conn.exec_driver_sql("ALTER TABLE share ADD CONSTRAINT pk_share PRIMARY KEY (what, key, feed_no, day)")
        conn.exec_driver_sql("CREATE INDEX ix_share_feed_no ON share (feed_no, day)")


def added_up(server: RunningServer) -> None:
    """Adds the sums up, a day of all sites at a time, by the code that adds a push."""
    adds = cache(lambda packed: packing.adds(packing.What.PERSON, packed))
    with reading(server.engine) as source:
        rows = source.execution_options(yield_per=5000).execute(_GROUPED)
        for day, of_day in groupby(rows, key=lambda row: row.day):
            found = rollup.Differences()
            for row in of_day:
                into = found.sums[row.feed_no, rollup.ALL, day], found.lots[row.feed_no, rollup.ALL, day]
                _round, *both = adds(bytes(row.pack))
                for figures, some in zip(into, both, strict=True):
                    for name, n in some.items():
                        figures[name] += n * row.n
            with writing(server.engine) as conn:
                rollup.apply(conn, found)
    with writing(server.engine) as conn:
        conn.execute(run.counted.delete())
        conn.execute(run.counted.insert(), {"version": run.VERSION})


def looked_at(server: RunningServer, address: str, login: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each page, by section, from a server process at an address."""
    clerk = Clerk(SimpleNamespace(url=address, now=time.time))
    clerk.sign_in(login)
    found: dict[str, list[float]] = {}
    units = [server.unit(code).org_no for code in ("P", "D3", "C3-4", "S3-4-5")]
    asked = [(unit, section, query) for unit in units for section in SECTIONS for query in QUERIES]
    for unit, section, query in asked * rounds:
        for part in ("", "/live"):
            began = time.perf_counter()
            answer = clerk.open(f"/board/{unit}/{section}{part}?{query}")
            assert answer.status_code == 200
            found.setdefault(section, []).append((time.perf_counter() - began) * 1000)
    tag = clerk.open(f"/board/{units[0]}/progress/live?period=week").headers["ETag"]
    for _ in range(rounds * 10):
        began = time.perf_counter()
        page = f"{address}/district/board/{units[0]}/progress/live?period=week"
        assert clerk.http.get(page, headers={"If-None-Match": tag}, timeout=20).status_code == 304
        found.setdefault("nothing new (304)", []).append((time.perf_counter() - began) * 1000)
    clerk.close()
    return found


def tell(text: str) -> None:
    """A line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tells how long something took, by the clock and in processor time of this process."""
    wall, spent = time.perf_counter(), time.process_time()
    yield
    taken, here = time.perf_counter() - wall, time.process_time() - spent
    tell(f"{what}: {taken:.1f} s, of it {here:.1f} s of this process")


def kept_up(server: RunningServer, visits: int) -> None:
    """What a push costs, in fold and in totals."""
    clinic, sent = Clinic(server, "S0-0-0"), 0
    spent = {"fold and what follows": 0.0, "totals": 0.0}
    entries = 0
    while sent < visits:
        for _ in range(100):
            clinic.dose(clinic.listed(changed(LANH, doc=f"{sent:012}", tel=f"09{sent:08}")))
            sent += 1
        entries += 400
        clinic.send()
        for what, act in (
            ("fold and what follows", lambda: worker.bring(server.server, Share(), Rests())),
            ("totals", lambda: totalling.go_through(server.server, Rests())),
        ):
            began = time.process_time()
            act()
            spent[what] += time.process_time() - began
    for what, seconds in spent.items():
        tell(f"{what}: {seconds / entries * 1e6:.0f} microseconds of processor time an entry ({entries} entries)")
    with writing(server.engine) as conn:
        while run.catch_up(conn, naming.names(conn), most=2000):
            continue


def main() -> int:
    """Runs it; 0 when every page keeps its limit and the recount agrees."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("doses", nargs="?", type=int, default=DOSES)
    given.add_argument("--visits", type=int, default=VISITS)
    given.add_argument("--rounds", type=int, default=2)
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster() as socket:
        url = new_database(socket, "bench")
        with running_server(Path(folder), url, tree=tree()) as server:
            login = staffed(server, "P", GivenRole.OVERSEE)
            with timed(f"laying down {options.doses:,} shares"):
                laid(server, options.doses)
            with timed("adding them up"):
                added_up(server)
            with writing(server.engine) as conn:
                conn.exec_driver_sql("ANALYZE share, tally, lot_tally")
                for name in ("share", "tally", "lot_tally"):
                    size = f"SELECT count(*), pg_size_pretty(pg_total_relation_size('{name}')) FROM {name}"
                    rows, bytes_ = conn.exec_driver_sql(size).one()
                    tell(f"{name}: {rows:,} rows, {bytes_}")
            tell(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            slowest = 0.0
            with served(url, server.folder) as (address, _):
                looked = looked_at(server, address, login, options.rounds)
            for section, times in looked.items():
                p95 = quantiles(times, n=20)[-1]
                slowest = max(slowest, p95)
                tell(f"{section}: p50 {sorted(times)[len(times) // 2]:.0f}, p95 {p95:.0f}, most {max(times):.0f} ms"
                     f" of {LIMIT_MS} ({len(times)} pages)")  # fmt: skip
            with timed("counting the sums again"), reading(server.engine) as conn:
                wrong = recount.units_that_differ(conn)
            tell(f"units that differ from the recount: {wrong}")
            kept_up(server, options.visits)
    tell(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return int(slowest > LIMIT_MS or wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
