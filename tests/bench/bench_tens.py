"""What a server makes of pushes of ten entries from many devices, beside express-pouchdb that is sent the same facts.

    python -m tests.bench.bench_tens [--devices 16] [--entries 2400] [--rounds 3] [--database sqlite|postgresql|both]

Requests are prepared beforehand on both sides, so the senders cost next to nothing and two cores serve. Ours: signed
segments of ten entries of a site's days, filed durably, answered with signed heads, folded, routed and looked through
by the reading processes; counted until the last entry stands in the tables. Theirs: the same facts as documents,
ten in a `_bulk_docs` under the revisions that a replication sends (`new_edits` false), over as many connections, until
answered; the questions that a replication asks besides are left out. Its leveldb is not synced at each write, ours is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from hashlib import md5
from itertools import islice
from pathlib import Path
from statistics import median

import msgspec
import requests

from tests.bench import peer_pouch
from tests.bench.bench_fold import month
from tests.bench.load import T0, Prepared, send, senders, served
from tests.bench.peer_install import NotHad
from tests.bench.pipeline import Pipeline, readers_beside
from tests.postgres import cluster, first_process, new_database
from vaxdesk.domain.payloads import Open
from vaxdesk.journal import line

TEN, CONNECTIONS, LIMIT = 10, 16, 8.0
_LOG = "0000000000009"


def facts(seed: int, n: int) -> list[bytes]:
    """Lines of a site's days, without the first; references move by one, for it."""
    return [
        line.encode(kind, payload, t=T0 + number, user=3, of=of + 1 if of else None, rev=rev)
        for number, (kind, payload, of, rev) in enumerate(islice(month(n, seed), n))
    ]


def ours(home: Path, database: str, days: Sequence[list[bytes]], *, process: int) -> tuple[float, float]:
    """Entries a second until folded, and processor time an entry in microseconds."""
    made = senders(database, len(days))
    openings = [line.encode("open", Open(device=one.public.hex(), station="S", app="0"), t=T0) for one in made]
    lines = [[opening, *day][: len(day)] for opening, day in zip(openings, days, strict=True)]
    ready = [Prepared(one, len(own) // TEN, TEN, own).requests for one, own in zip(made, lines, strict=True)]
    workers = 1 if database.startswith("sqlite") else 2
    with served(database, home) as (url, server), readers_beside(database, home, workers) as first:
        way = Pipeline(url, database, [], [server, first, *([process] if process else [])])
        busy, began = way.processor(), time.perf_counter()
        given = send(url, spread(ready))
        way.wait()
        took, busy = time.perf_counter() - began, way.processor() - busy
        way.close()
    assert not given.wrong, given.wrong[0]
    count = sum(map(len, lines))
    return count / took, busy / count * 1e6


def theirs(home: Path, days: Sequence[list[bytes]]) -> tuple[float, float]:
    """The same of express-pouchdb, all documents in one database for each device."""
    with peer_pouch.server(home / "pouch", "leveldb") as server:
        ready = []
        for number, day in enumerate(days):
            assert requests.put(f"{server.url}/day{number}", timeout=30).status_code == 201
            ready.append(deque(bulk(number, at, day[at : at + TEN]) for at in range(0, len(day), TEN)))
        busy, began = server.processor(), time.perf_counter()
        given = send(server.url, spread(ready), status=b"201", expected=b"")
        took, busy = time.perf_counter() - began, server.processor() - busy
    assert not given.wrong, given.wrong[0]
    count = sum(map(len, days))
    return count / took, busy / count * 1e6


def bulk(day: int, at: int, lines: Sequence[bytes]) -> bytes:
    """A whole HTTP request."""
    docs = []
    for seq, text in enumerate(lines, at + 1):
        doc = {"_id": f"{_LOG}.{seq}", **msgspec.json.decode(text)}
        digest = md5(text, usedforsecurity=False).hexdigest()
        docs.append({**doc, "_rev": f"1-{digest}", "_revisions": {"start": 1, "ids": [digest]}})
    body = json.dumps({"docs": docs, "new_edits": False}, ensure_ascii=False).encode()
    head = (f"POST /day{day}/_bulk_docs HTTP/1.1", "Host: bench", "Content-Type: application/json",
            f"Content-Length: {len(body)}")  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def spread(ready: Sequence[deque[bytes]]) -> list[deque[bytes]]:
    """One queue for each connection."""
    queues: list[deque[bytes]] = [deque() for _ in range(min(CONNECTIONS, len(ready)))]
    for number, one in enumerate(ready):
        queues[number % len(queues)] += one
    return queues


def rounds(options: argparse.Namespace) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each side by turns."""
    days = [facts(number, options.entries) for number in range(options.devices)]
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            try:
                yield "express-pouchdb", theirs(Path(folder), days)
            except NotHad as why:
                sys.stdout.write(f"{why}\n")
        for name in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
            there = cluster(durable=True) if name == "postgresql" else nullcontext("")
            with tempfile.TemporaryDirectory() as folder, there as socket:
                url = new_database(socket, "tens") if socket else f"sqlite:///{folder}/server.db"
                yield f"ours, {name}", ours(Path(folder), url, days, process=first_process(socket) if socket else 0)


def main() -> None:
    """Measures and prints medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--devices", type=int, default=16)
    parser.add_argument("--entries", type=int, default=2400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    found: dict[str, list[tuple[float, float]]] = {}
    for name, figures in rounds(parser.parse_args()):
        found.setdefault(name, []).append(figures)
        sys.stdout.write(f"  {name:20} {figures[0]:8,.0f} entries/s, processor {figures[1]:5.0f} us an entry\n")
        sys.stdout.flush()
    middle = {name: median(rate for rate, _ in each) for name, each in found.items()}
    peer = middle.pop("express-pouchdb", 0.0)
    for name, rate in middle.items():
        beside = f", {rate / peer:.1f} x of {peer:,.0f} (limit {LIMIT:.0f} x)" if peer else ""
        sys.stdout.write(f"{name}: {rate:,.0f} entries/s filed and folded{beside}\n")


if __name__ == "__main__":
    main()
