"""Durable pushes of ten entries over HTTP, on SQLite and PostgreSQL, beside bare inserts that are committed one by one.

Run: `python tests/bench/bench_server.py [--pushes 4000] [--workers 1,2] [--connections 8]`. Server, database and load
share the machine. A push is signed, recognised, verified, filed durably, read back and answered under signed heads of
four feeds. What one core can do is the processor time of server (and of PostgreSQL) for a push, which hardly
depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.durable import months
from sync_server.durable.database import open_engine, reading, writing
from sync_server.keeping.verifying import verify
from tests.bench.load import Prepared, cpu_seconds, rows, send, senders, served
from tests.postgres import cluster, new_database

DEVICES = 64
ENTRIES = 10
TARGET, TARGET_P99 = 2000, 10.0


def bare(url: str, count: int) -> float:
    """Inserts of a segment's size a second, each committed; one connection, no HTTP."""
    engine = open_engine(url)
    columns = sa.Column("id", sa.Integer, primary_key=True), sa.Column("data", sa.LargeBinary)
    table = sa.Table("bare", sa.MetaData(), *columns)
    with writing(engine) as conn:
        table.create(conn)
    began = time.perf_counter()
    for number in range(count):
        with writing(engine) as conn:
            conn.execute(table.insert(), {"id": number, "data": bytes(250)})
    took = time.perf_counter() - began
    with writing(engine) as conn:
        table.drop(conn)
    engine.dispose()
    return count / took


def verify_ms() -> float:
    """Processor time of checking one signature, for comparing machines: a push needs two, and signs four heads."""
    private = Ed25519PrivateKey.generate()
    public, sig = private.public_key(), private.sign(bytes(64))
    began = time.process_time()
    for _ in range(1000):
        public.verify(sig, bytes(64))
    return time.process_time() - began


@contextmanager
def databases(home: Path, wanted: str) -> Iterator[list[tuple[str, str, int]]]:
    """Name, URL and process number of each database that is asked for; 0 where it lives in the server."""
    found = [("SQLite", f"sqlite:///{home / 'bench.db'}", 0)] if wanted in ("sqlite", "both") else []
    if wanted == "sqlite":
        yield found
        return
    with cluster(durable=True) as socket:
        pid = int((Path(socket) / "data" / "postmaster.pid").read_text().split()[0])
        yield [*found, ("PostgreSQL", new_database(socket, "bench"), pid)]


def measure(name: str, url: str, pid: int, options: argparse.Namespace, home: Path) -> None:
    """One line for each number of workers."""
    alone = bare(url, 1000)
    made = senders(url, DEVICES * len(options.workers))
    filed = 0
    for turn, workers in enumerate(options.workers):
        own = made[turn * DEVICES : (turn + 1) * DEVICES]
        prepared = [Prepared(one, options.pushes // DEVICES, ENTRIES) for one in own]
        queues: list[deque[bytes]] = [deque() for _ in range(options.connections)]
        for number, one in enumerate(prepared):
            queues[number % len(queues)] += one.requests
        count = sum(map(len, queues))
        filed += count
        with served(url, home, *(("--workers", str(workers)) if workers > 1 else ())) as (address, server):
            before = cpu_seconds(server), cpu_seconds(pid) if pid else 0.0
            given = send(address, queues)
            took = cpu_seconds(server) - before[0], (cpu_seconds(pid) - before[1]) if pid else 0.0
        assert not given.wrong, given.wrong[0]
        rate, each = count / given.seconds, [one / count * 1000 for one in took]
        sys.stdout.write(
            f"{name:10} {workers} worker(s): {rate:6.0f} pushes/s  p50 {given.percentile(50):5.2f} ms  "
            f"p99 {given.percentile(99):5.2f} ms  processor {each[0]:.3f} + {each[1]:.3f} ms a push = "
            f"{1000 / sum(each):5.0f} pushes/s a core; {rate / alone:.2f} x of {alone:.0f} bare inserts/s\n"
        )
        sys.stdout.flush()
    began = time.process_time()
    check(url, filed)
    sys.stdout.write(
        f"{name:10} {stored(url) / filed:.0f} bytes of segments and their indexes a push; verified at "
        f"{(time.process_time() - began) / filed * 1000:.3f} ms of processor time a segment\n"
    )


def stored(url: str) -> int:
    """Bytes that the segments take on the disk."""
    if url.startswith("sqlite"):
        return rows(url, sa.text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))[0][0]
    engine = open_engine(url)
    with reading(engine) as conn:
        size = sum(month.size for month in months.listed(conn))
    engine.dispose()
    return size


def check(url: str, filed: int) -> None:
    """Everything is there once, no feed has a hole, every hash and signature holds."""
    engine = open_engine(url)
    with reading(engine) as conn:
        done = verify(conn)
    engine.dispose()
    assert (done.segments, done.entries, done.faults) == (filed, filed * ENTRIES, []), done


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pushes", type=int, default=4000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=lambda text: [int(one) for one in text.split(",")], default=[1, 2])
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), options.database) as found:
        for name, url, pid in found:
            measure(name, url, pid, options, Path(folder))
    sys.stdout.write(f"one signature checked in {verify_ms():.3f} ms of processor time; ")
    sys.stdout.write(f"target: {TARGET} pushes/s, p99 {TARGET_P99:.0f} ms\n")


if __name__ == "__main__":
    main()
