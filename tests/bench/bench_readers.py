"""Entries a second from the push to the tables: filed over HTTP, folded, routed; SQLite and PostgreSQL.

    .venv/bin/python tests/bench/bench_readers.py [ENTRIES]

The peer in the same run inserts the same lines as plain JSON rows, a commit each 500, and does nothing else.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from sync_server.durable.database import open_engine, writing
from sync_server.reading import delivery, folder, router, worker
from sync_server.reading.readers import Reader, Rests, Share, go_through
from tests.bench.bench_fold import month
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server
from tests.sync_server.pens import T0, Log, Pen
from vaxdesk.journal import line

ENTRIES = 20_000
_PUSH = 500


def main() -> None:
    """Prints both databases beside the peer."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory() as home:
        measure(Path(home), "SQLite", f"sqlite:///{home}/server.db", n)
    with tempfile.TemporaryDirectory() as home, cluster() as socket:
        measure(Path(home), "PostgreSQL (fsync off)", new_database(socket, "bench"), n)


def measure(home: Path, name: str, database: str, n: int) -> None:
    """Files and reads n entries of two stations."""
    with running_server(home, database) as server:
        worker.prepare(server.server)
        pens = [Pen(server, org) for org in ("TYT-01", "TYT-02")]
        logs = [written(pen, n // 2) for pen in pens]
        pushes = [(pen, piece) for pen, log in zip(pens, logs, strict=True) for piece in cut(log)]  # the desks' work
        filing = timed(lambda: [push(pen, piece) for pen, piece in pushes])
        folding = timed(lambda: through(server, folder.READER))
        routing = timed(lambda: through(server, router.READER))
        bringing = timed(lambda: delivery.go_through(server.server, Share(), Rests()))
        plain = timed(lambda: insert(database, [text for log in logs for text in log.lines]))
    whole = filing + folding + routing + bringing
    tell(f"{name}, {n} entries: push to tables {n / whole:,.0f}/s")
    for step, took in (("filed", filing), ("folded", folding), ("routed", routing), ("brought", bringing)):
        tell(f"  {step:8} {took:6.2f} s  {n / took:10,.0f}/s")
    tell(f"  plain JSON rows {plain:.2f} s, {n / plain:,.0f}/s: push to tables takes {whole / plain:.1f} x as long")


def written(pen: Pen, n: int) -> Log:
    """A station's days as one log; `open` is its first entry, so references move by one."""
    log = pen.log()
    for number, (kind, payload, of, rev) in enumerate(month(n)):
        if number >= n:
            break
        log.raw(line.encode(kind, payload, t=T0 + number, user=3, of=of + 1 if of else None, rev=rev))
    return log


def cut(log: Log) -> list[bytes]:
    """A log in signed segments of 500 entries."""
    return [log.segment(at, min(at + _PUSH, len(log.lines))) for at in range(0, len(log.lines), _PUSH)]


def push(pen: Pen, piece: bytes) -> None:
    """Sends a segment and reads one item back."""
    assert not pen.sync(piece, most=1).told.no


def through(server: RunningServer, reader: Reader) -> None:
    """Reads until a reader has seen everything."""
    while go_through(server.server, reader, Share(), Rests()):
        pass


def insert(database: str, lines: list[bytes]) -> None:
    """The peer."""
    engine = open_engine(database)
    with writing(engine) as conn:
        conn.exec_driver_sql("CREATE TABLE plain (id INTEGER PRIMARY KEY, entry TEXT)")
    rows = [{"id": number, "entry": text.decode()} for number, text in enumerate(lines)]
    for start in range(0, len(rows), _PUSH):
        with writing(engine) as conn:
            conn.execute(sa.text("INSERT INTO plain VALUES (:id, :entry)"), rows[start : start + _PUSH])
    engine.dispose()


def tell(text: str) -> None:
    """Prints a line."""
    sys.stdout.write(text + "\n")


def timed(act: object) -> float:
    """Seconds that something took."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
