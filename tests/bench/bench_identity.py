"""The pages of identities of a province of two million people, beside their limit; and what keeping them counted costs.

    .venv/bin/python -m tests.bench.bench_identity [--people N] [--communes N] [--rounds N]

A province of 98 communes with 6 sites each in PostgreSQL. The people are laid into the fold by one statement, a site's
share each; how they stand is then judged and added up by the code that does so behind a push (`identities.settle`), a
part of them timed. Beside it stands what each look cost before: judging everybody of a unit again. Pages come over
loopback HTTP from the real server to somebody who is signed in at the province and at a commune.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import org
from sync_server.durable.tables_identity import identity
from sync_server.reading import worker
from sync_server.totals import identities, identity_recount, identity_states
from tests.bench.bench_board import LIMIT_MS, tell, timed
from tests.bench.bench_missing import tree
from tests.district.staffing import Clerk, staffed
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables import person

PEOPLE, COMMUNES = 2_000_000, 98
TODAY = "2026-11-27"
_CHUNK = 2000
_LOGS = """
INSERT INTO logname (local_no, log_id, feed_no)
SELECT 1000000 + at, 5000000 + at, feed_no FROM bench_site
"""
_PEOPLE = """
INSERT INTO person (id, canon, name, name_fold, dob, sex, doc, adr, commune)
SELECT id, id, 'Người ' || g, 'nguoi ' || g, (1950 + mod(g, 60)) || '-05-01',
       CASE mod(g, 2) WHEN 0 THEN 'M' ELSE 'F' END,
       CASE mod(g, 10) WHEN 0 THEN '' WHEN 1 THEN '12345' ELSE to_char(g, 'FM000000000000') END,
       'Thôn ' || mod(g, 9), 'Xã ' || at / 6
FROM (SELECT g, s.at, ((1000000 + s.at)::bigint << {bits}) + g AS id
      FROM generate_series(1::bigint, {people}) AS g JOIN bench_site s ON s.at = mod(g, {sites})) AS laid
"""


def laid(server: RunningServer, people: int) -> None:
    """Lays the people down; nobody is counted yet."""
    worker.prepare(server.server)
    with writing(server.engine) as conn:
        sites = conn.execute(
            sa.select(org.c.org_no).where(org.c.kind == "station", org.c.code.like("S3-%")).order_by(org.c.code)
        ).scalars().all()  # fmt: skip
        conn.exec_driver_sql("CREATE TEMP TABLE bench_site (at int PRIMARY KEY, feed_no int)")
        conn.exec_driver_sql("INSERT INTO bench_site VALUES (%s, %s)", list(enumerate(sites)))
        conn.exec_driver_sql(_LOGS)
        conn.exec_driver_sql(_PEOPLE.format(bits=SEQ_BITS, people=people, sites=len(sites)))
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE")


def counted(server: RunningServer) -> tuple[int, float]:
    """Judges and adds up everybody; how many they were, in how many seconds of this process."""
    began, after, people = time.process_time(), 0, 0
    query = sa.select(person.c.id).where(person.c.id > sa.bindparam("after")).order_by(person.c.id).limit(_CHUNK)
    while True:
        with writing(server.engine) as conn:
            ids = conn.execute(query, {"after": after}).scalars().all()
            if not ids:
                return people, time.process_time() - began
            identities.settle(conn, ids)
        people, after = people + len(ids), ids[-1]


def judged(server: RunningServer, unit: int) -> tuple[int, float]:
    """Judges the people of a site anew, as each look did before they were kept; how many, in how many seconds."""
    with reading(server.engine) as conn:
        ids = conn.execute(sa.select(identity.c.person).where(identity.c.feed_no == unit)).scalars().all()
        began = time.process_time()
        identity_states.now_of(conn, identity_states.records(conn, ids))
    return len(ids), time.process_time() - began


def looked_at(server: RunningServer, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each kind of page."""
    found: dict[str, list[float]] = {}
    for where, code in (("province", "P3"), ("commune", "C3-2")):
        clerk = Clerk(server)
        clerk.sign_in(staffed(server, code, GivenRole.VERIFY, login=where))
        path = f"/identity/{server.unit(code).org_no}"
        listed = re.search(r"/people\?place=[^&]+&(?:amp;)?state=no_id", clerk.open(path).text)[0]
        pages = {where: path, f"{where}, list of a commune": path + listed.replace("&amp;", "&")}
        for name, page in list(pages.items()) * rounds:
            began = time.perf_counter()
            assert clerk.open(page).status_code == 200
            found.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        clerk.close()
    return found


def main() -> int:
    """Runs it; 0 when every page keeps its limit and the recount agrees."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--people", type=int, default=PEOPLE)
    given.add_argument("--communes", type=int, default=COMMUNES)
    given.add_argument("--rounds", type=int, default=40)
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster() as socket:
        url = new_database(socket, "bench")
        with running_server(Path(folder), url, tree=tuple(tree(options.communes))) as server:
            server.now = lambda: times.at(TODAY, "09:00")
            with timed(f"laying down {options.people:,} people"):
                laid(server, options.people)
            people, seconds = counted(server)
            each = seconds / people * 1e6
            tell(f"judged and added up: {each:.0f} microseconds of this process a person ({people:,})")
            tell(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            slowest = 0.0
            for name, taken in looked_at(server, options.rounds).items():
                p95 = quantiles(taken, n=20)[-1]
                slowest = max(slowest, p95)
                tell(f"{name}: p50 {sorted(taken)[len(taken) // 2]:.0f}, p95 {p95:.0f} ms of {LIMIT_MS}")
            number, alone = judged(server, server.unit("S3-2-5").org_no)
            tell(f"judging a unit at each look, as before: {alone / number * 1e6:.0f} microseconds a person,"
                 f" {alone / number * people:.0f} s for the province")  # fmt: skip
            with timed("adding up again"), reading(server.engine) as conn:
                wrong = identity_recount.units_that_differ(conn)
            tell(f"units that differ from the recount: {wrong}")
    return int(slowest > LIMIT_MS or wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
