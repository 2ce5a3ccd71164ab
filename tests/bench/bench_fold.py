"""Entries folded a second: a site-month made anew on the encrypted file, and in bulk on the server's two databases.

    .venv/bin/python tests/bench/bench_fold.py [ENTRIES] [--profile]

The peer in the same run is the least that any fold must do: decode each line and insert one row a line.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa

from sync_server.durable.database import open_engine
from sync_server.durable.tables import logname
from sync_server.reading.naming import names as names_of
from tests.postgres import cluster, new_database
from vaxdesk.desk.practice_people import people as synthetic
from vaxdesk.domain.payloads import Amend, Appt, CheckIn, Inject, Leave, Payload, Screen
from vaxdesk.journal import chain, line
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.store.engine import connect
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store

KEY = bytes(range(32))
ENTRIES = 60_000
LIMIT = 10.0  # seconds for a site-month
A_DAY = 400  # recipients


def month(n: int, seed: int = 11) -> Iterator[tuple[str, Payload, int | None, int]]:
    """Entries of a site's days: people of the list, then each one's way through the station; some corrections."""
    waiting, seq, day_no = synthetic(n, seed=seed), 0, 0
    while seq < n:
        day_no += 1
        day = f"2026-{10 + day_no // 28:02d}-{1 + day_no % 28:02d}"
        first = seq + 1
        for row in range(1, A_DAY + 1):
            yield "person", next(waiting), None, 0
            yield "appt", Appt(day=day, row=row), first + 2 * (row - 1), 0
        seq += 2 * A_DAY
        for row in range(A_DAY):
            steps = list(_steps(day, row, first + 2 * row))
            seq += len(steps)
            yield from steps


def _steps(day: str, row: int, person: int) -> Iterator[tuple[str, Payload, int | None, int]]:
    answers = {str(question): False for question in range(1, 11)}
    yield "checkin", CheckIn(day=day, no=row + 1, via="card"), person, 0
    vitals = {"temp": 36.6, "pulse": 78.0, "sys": 120.0, "dia": 80.0}
    yield "screen", Screen(day=day, form="qd5785", answers=answers, vitals=vitals, consent=True,
                           proposed="eligible", conclusion="eligible", doctor="BS. Đàm"), person, 0
    yield "inject", Inject(day=day, at=1_795_400_000, product="COM-A", lot="0000000000009.2", lot_no="FK8892",
                           expiry="2027-05-31", vial="0000000000009.3", ml="0.3", kind="primary", kind_no=1,
                           overall_no=1, given_by="ĐD. Hoa", prepared_by="ĐD. Hoa", rules="2022-11"), person, 0
    yield "leave", Leave(day=day, at=1_795_401_800), person, 0
    if row % 50 == 0:
        yield "amend", Amend(set={"tel": f"09{row:08d}"}, why="wrong"), person, 1


def written(number: int, n: int) -> list[Incoming]:
    """The entries as stored, in the log of this number."""
    digest, made = chain.start("0000000000001", "ab"), []
    for seq, (kind, payload, of, rev) in enumerate(month(n), start=1):
        one = line.encode(kind, payload, t=1_795_400_000 + seq, user=3, of=of, rev=rev)
        digest = chain.step(digest, one)
        made.append(Incoming(number << SEQ_BITS | seq, one, digest))
        if seq == n:
            break
    return made


@contextmanager
def timed(name: str, n: int, *, limit: float = 0.0) -> Iterator[None]:
    start, busy = time.perf_counter(), time.process_time()
    yield
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    beside = f"; target <= {limit:.0f} s" if limit else ""
    sys.stdout.write(f"{name}: {n / taken:,.0f} entries/s, {taken:.2f} s ({busy:.2f} s of processor) for {n}{beside}\n")


def encrypted(n: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), KEY)
        lines = [one.line for one in written(1, n)]
        with store.changing() as conn:
            store.take_in(conn, "0000000000001", "ab" * 32, 0, lines)
        with timed("re-fold of the encrypted file", n, limit=LIMIT * n / ENTRIES):
            store.rebuild()
        raw = connect(store.home / DATABASE, KEY)
        raw.execute("CREATE TABLE peer(id INTEGER PRIMARY KEY, k TEXT, t INTEGER, u INTEGER, d TEXT)")
        with timed("  decode and insert one row a line, same file", n):
            raw.execute("BEGIN IMMEDIATE")
            rows = [(at, one.k, one.t, one.u, bytes(one.d).decode()) for at, one in enumerate(map(line.decode, lines))]
            raw.executemany("INSERT INTO peer VALUES (?, ?, ?, ?, ?)", rows)
            raw.execute("COMMIT")
        raw.close()
        store.close()


def bulk(name: str, url: str, n: int) -> None:
    engine = open_engine(url)
    with engine.begin() as conn:
        logname.create(conn)
        fold.create(conn)
        number = names_of(conn).number("0000000000001")
    entries = written(number, n)
    with timed(f"bulk fold, {name}", n), engine.begin() as conn:
        fold.apply(conn, names_of(conn), entries)
    with engine.connect() as conn:
        doses = conn.execute(sa.text("SELECT count(*) FROM visit WHERE outcome = 'vaccinated'")).scalar_one()
        if doses < n // 7:
            raise SystemExit(f"only {doses} doses stand")
    engine.dispose()


def main() -> None:
    n = next((int(one) for one in sys.argv[1:] if one.isdigit()), ENTRIES)
    profile = cProfile.Profile() if "--profile" in sys.argv else None
    encrypted(n)
    with tempfile.TemporaryDirectory() as folder, profile or nullcontext():
        bulk("SQLite", f"sqlite:///{folder}/fold.db", n)
    with cluster() as socket:
        bulk("PostgreSQL", new_database(socket, "fold"), n)
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
