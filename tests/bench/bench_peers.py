"""A day's records to a server: bytes and entries a second, beside gzip JSON, PouchDB with express-pouchdb, and Kinto.

    python -m tests.bench.bench_peers [--rounds 3] [--days 4] [--database sqlite|postgresql|both] [--only bytes|speed]

All send the same facts of days of 500 recipients (2,069 entries); the peers as records of the usual kind. Bytes are
all that passes above TCP, both ways. Of speed two figures are told: a day in one go, where PouchDB sends batches of
500, and pushes of ten entries as a station with a line sends them, where it sends batches of ten. All stations send at
the same time, on both sides each from a process of its own with records saved before; sending alone is counted. Ours
counts until the entries are filed durably, confirmed at the desk and folded into the server's tables, in processor
time also what is routed and checked; PouchDB's until it says so. Its leveldb is not synced at each write, which is its
default; ours is. Both sides have been in touch before: PouchDB has warmed its compiler up with all the days, our desks
have asked the server once and know the line. Processor time is that of all processes of each side, the database's too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench import peer_kinto, peer_pouch, pipeline
from tests.bench.bench_sync import BATCH, as_usual, day
from tests.bench.counting import counted
from tests.bench.peer_install import NotHad
from tests.bench.pipeline import Pipeline
from tests.bench.station import Sender
from tests.postgres import cluster, first_process, new_database

ENTRIES = 2069
DAY, TEN = 500, 10
LIMIT_BYTES, LIMIT_RATIO = 12.5, 8.0
_KINTO_RECORDS = 500  # of the day: the rest would cost as much each
_TENS = 1000  # entries a desk sends in pushes of ten


class Bytes(NamedTuple):
    """Bytes an entry."""

    name: str
    up: float
    down: float


def bytes_each() -> Iterator[Bytes]:
    """Each sender's bytes of a day; those that cannot be had are told and left out."""
    records = as_usual(day(1), 1)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        yield ours(home)
        batches = [json.dumps(records[at : at + BATCH], ensure_ascii=False) for at in range(0, len(records), BATCH)]
        yield Bytes("JSON in batches of 500, gzip, bodies alone", sum(map(_gzipped, batches)) / len(records), 0)
        for peer in (pouch_bytes, kinto_bytes):
            try:
                yield peer(home, records)
            except NotHad as why:
                tell(f"  {why}")


def _gzipped(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def ours(home: Path) -> Bytes:
    """A real desk and a real server."""
    with pipeline.served_units(home / "ours", f"sqlite:///{home / 'ours.db'}", 1) as (url, _, [code]):
        desk = Sender(home / "desk", url, code)
        desk.send()
        with counted(url) as counter, closing(desk.store):
            desk.through(counter.url)
            desk.save(day(1))
            desk.send()
            return Bytes("ours", counter.up / ENTRIES, counter.down / ENTRIES)


def pouch_bytes(home: Path, records: list[dict[str, Any]]) -> Bytes:
    """PouchDB, batches of 500."""
    with (
        peer_pouch.client(home, [records]) as client,
        peer_pouch.server(home / "pouch", "leveldb") as server,
        counted(server.url) as counter,
    ):
        written = peer_pouch.replicate([client], counter.url, DAY)
        return Bytes("PouchDB to express-pouchdb", counter.up / written, counter.down / written)


def kinto_bytes(home: Path, records: list[dict[str, Any]]) -> Bytes:
    """Kinto, batches of 25."""
    with (
        cluster(durable=True) as socket,
        peer_kinto.server(home, new_database(socket, "kinto")) as url,
        counted(url) as counter,
    ):
        took = peer_kinto.send(f"{counter.url}/v1", records[:_KINTO_RECORDS], collection="day")
        tell(f"  Kinto on PostgreSQL: {_KINTO_RECORDS / took:,.0f} records/s")
        return Bytes("Kinto, batches of 25", counter.up / _KINTO_RECORDS, counter.down / _KINTO_RECORDS)


class Speed(NamedTuple):
    """Entries a second, and processor time of all processes in microseconds an entry: others do not slow that down."""

    rate: float
    busy: float


class Speeds:
    """Speeds by who, in the rounds of one run."""

    def __init__(self) -> None:
        self.found: dict[str, list[Speed]] = {}

    def note(self, who: str, one: Speed) -> None:
        """A round's figures."""
        self.found.setdefault(who, []).append(one)

    def tell(self, peers: tuple[str, ...], limit: float) -> None:
        """Medians, and ratios to each peer."""
        for who, found in self.found.items():
            rates = [one.rate for one in found]
            middle, busy = median(rates), median(one.busy for one in found)
            ratios = [
                f"{middle / median(one.rate for one in self.found[peer]):.1f} x {peer}, "
                f"{median(one.busy for one in self.found[peer]) / busy:.1f} x by processor"
                for peer in peers
                if peer in self.found and who not in peers
            ]
            beside = f"  ({'; '.join(ratios)}; limit {limit:.0f} x)" if ratios else ""
            spread = f"of {len(rates)}: {min(rates):,.0f} to {max(rates):,.0f}"
            tell(f"  {who:20} {middle:8,.0f}/s  {spread}, processor {busy:5.0f} us{beside}")


def speed(options: argparse.Namespace, *, tens: bool) -> Speeds:
    """Rounds of ours and PouchDB by turns."""
    speeds = Speeds()
    count = _TENS if tens else ENTRIES
    facts = [day(number)[:count] for number in range(options.days)]
    with tempfile.TemporaryDirectory() as folder, peers(Path(folder), facts) as replicate:
        for number in range(options.rounds):
            for name, one in replicate(TEN if tens else DAY):
                speeds.note(name, one)
            for name, one in ours_each(Path(folder) / str(number), options, tens=tens):
                speeds.note(name, one)
    return speeds


def ours_each(home: Path, options: argparse.Namespace, *, tens: bool) -> Iterator[tuple[str, Speed]]:
    """Ours on each database that is asked for."""
    wanted = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    for name in wanted:
        where = home / name
        where.mkdir(parents=True)
        with cluster(durable=True) if name == "postgresql" else nullcontext() as socket:
            url = new_database(socket, "peers") if socket else f"sqlite:///{where / 'server.db'}"
            with pipeline.serving(where, url, stations=options.days) as line:
                line.also(first_process(socket) if socket else 0)
                one = sent(line, tens=tens)
            yield f"ours, {'SQLite' if name == 'sqlite' else 'PostgreSQL'}", one


def sent(line: Pipeline, *, tens: bool) -> Speed:
    """All stations at the same time, each its day in one go, or ten entries by ten, each ten until confirmed.

    The time is until all is folded, processor time until all readers are through.
    """
    count = _TENS if tens else ENTRIES
    for number, one in enumerate(line.stations):
        one.order("save", seed=number, count=count)
        one.heard()
    began, busy = time.perf_counter(), line.processor()
    line.send(TEN if tens else 0)
    line.wait()
    took = time.perf_counter() - began
    line.rest()
    entries = count * len(line.stations)
    return Speed(entries / took, (line.processor() - busy) / entries * 1e6)


@contextmanager
def peers(home: Path, facts: list) -> Iterator[Any]:
    """What replicates with PouchDB, each way; nothing where it cannot be had."""
    try:
        records = [as_usual(one, number) for number, one in enumerate(facts)]
        with (
            ExitStack() as clients,
            peer_pouch.server(home / "leveldb", "leveldb") as disk,
            peer_pouch.server(home / "memory", "memory") as memory,
        ):
            each = [
                clients.enter_context(peer_pouch.client(home / f"station{number}", [one]))
                for number, one in enumerate(records)
            ]
            peer_pouch.replicate(each, disk.url, DAY)  # the first warms its compiler up

            def replicate(batch: int) -> Iterator[tuple[str, Speed]]:
                for name, server in (("PouchDB, leveldb", disk), ("PouchDB, memory", memory)):
                    nodes = [*each, server]
                    began, busy = time.perf_counter(), sum(one.processor() for one in nodes)
                    written = peer_pouch.replicate(each, server.url, batch)
                    took, busy = time.perf_counter() - began, sum(one.processor() for one in nodes) - busy
                    yield name, Speed(written / took, busy / written * 1e6)

            yield replicate
    except NotHad as why:
        tell(f"  {why}")
        yield lambda _batch: ()


def tell(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--only", choices=("bytes", "speed"))
    options = parser.parse_args()
    if options.only != "speed":
        tell(f"bytes an entry above TCP, a day of {ENTRIES} entries; limit up {LIMIT_BYTES}")
        found = list(bytes_each())
        for one in found:
            tell(f"  {one.name:44} {one.up:7.1f} up {one.down:7.1f} down  {one.up / found[0].up:5.1f} x ours")
    if options.only != "bytes":
        for tens, what in ((False, "a day in one go"), (True, "in pushes of ten")):
            tell(f"entries a second until durable and folded, {what}, {options.days} desks at the same time")
            speed(options, tens=tens).tell(("PouchDB, leveldb", "PouchDB, memory"), LIMIT_RATIO)


if __name__ == "__main__":
    main()
