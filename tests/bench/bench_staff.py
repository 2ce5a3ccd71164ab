"""Fifty people of districts at their browsers while two hundred devices push: pages, pushes, and that nothing is lost.

    nice python -m tests.bench.bench_staff [--users 50] [--devices 200] [--seconds 60] [--every 20] [--workers 1]
        [--database postgresql|sqlite]

Ten districts, a device at each station, some days of doses and open cases. Server and readers are processes of their
own; the crowd is one more on the same machine. First the devices push alone, then with the people: each clicks, looks
2 to 5 seconds and clicks again (board, list of cases, three cases decided, operations). Ten of them also have the
dashboard of a station open while it pushes. Eight million entries a day from 20,000 sites are a push of ten every 216 s
from each; `--every 20` is ten times that hour's rate for each device.

Ends with 1 when a page takes longer than its limit, a push longer until an open dashboard shows it, an answer was
wrong, a pushed entry is not filed exactly once, or a decision is no entry of who decided.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from sync_server import keys
from sync_server.durable.database import open_engine, reading, upgrade
from sync_server.durable.tables_cases import case_of
from sync_server.keeping.verifying import verify
from sync_server.reading import entries, worker
from sync_server.segments import hosted
from sync_server.settings import Server
from tests.bench.crowd import FOLLOWED, Device, Line, Seen, Visitor, looked_on, pushing, sent
from tests.bench.load import cpu_seconds, served
from tests.bench.pipeline import readers_beside
from tests.bench.province import DISTRICTS, Clerk, Pages, built, days, signed_in, staffed, twins
from tests.postgres import cluster, first_process, new_database

PAGE_MS = 300.0  # p95
LIVE_MS = 5000.0  # from a push until an open dashboard shows it
_PUSH = ("push, alone", "push, with people")
_BEFORE_DAYS, _PEOPLE_A_DAY = 3, 8
_PAIRS_A_USER = 12  # more cases than anybody decides meanwhile


class Place:
    """A province that is ready: the server's own view of it, its devices, and who is signed in."""

    def __init__(self, url: str, folder: Path, options: argparse.Namespace) -> None:
        self.url, self.folder = url, folder
        self.engine = open_engine(url)
        upgrade(self.engine)
        self.server = Server(engine=self.engine, key=keys.load_or_make(folder))
        hosted.enter(self.server)
        senders = built(self.server, options.devices)
        self.pages = [Pages(sender, at) for at, sender in enumerate(senders)]
        self.devices = [Device(one, own, days(1)[0]) for one, own in zip(senders, self.pages, strict=True)]
        self.feeds = [one.feed for one in senders]
        self._history(options.users * _PAIRS_A_USER)
        self._users = staffed(self.server, options.users)

    def _history(self, pairs: int) -> None:
        for day in days(_BEFORE_DAYS):
            for own in self.pages:
                own.more(_PEOPLE_A_DAY, day=day)
        for at, (one, other) in enumerate(twins(pairs)):
            first = at % len(self.pages)
            self.pages[first].twin(one, day=days(1)[0])
            self.pages[(first + DISTRICTS) % len(self.pages)].twin(other, day=days(1)[0])

    async def file_history(self, address: str) -> None:
        """Sends what the devices had before."""
        seen = Seen()
        for own, device in zip(self.pages, self.devices, strict=True):
            await sent(device, Line(address), seen, upto=len(own.lines))
        assert not seen.wrong, seen.wrong[0]

    def read(self) -> int:
        """Reads all of it; gives the number of open cases."""
        worker.prepare(self.server)
        worker.until_idle(self.server)
        with reading(self.engine) as conn:
            return int(conn.execute(sa.select(sa.func.count()).select_from(case_of)).scalar_one())

    def clerks(self) -> list[Clerk]:
        """Everybody, signed in now."""
        return signed_in(self.server, self._users)

    def check(self, decided: Counter[int]) -> list[str]:
        """What is not as it should be: entries of devices, decisions, chains and signatures."""
        names = {device.log: device for device in self.devices}
        filed: Counter[str] = Counter()
        said: Counter[int] = Counter()
        with reading(self.engine) as conn:
            done = verify(conn)
            for feed in self.feeds:
                for row in entries.filed(conn, feed):
                    log = row["ref"].partition(".")[0]
                    filed[row["ref"]] += log in names
                    if log not in names and row["entry"]["k"] in ("same", "differ"):
                        said[row["entry"].get("u", 0)] += 1
        faults = [str(one) for one in done.faults]
        faults += [f"{ref_} is filed {n} times" for ref_, n in filed.items() if n > 1]
        written, there = sum(one.written for one in self.devices), sum(filed.values())
        faults += [f"{there} of {written} entries are filed"] * (there != written)
        faults += [f"user {no}: {n} decisions, {said[no]} entries" for no, n in decided.items() if said[no] != n]
        return faults


async def crowd(address: str, place: Place, clerks: Sequence[Clerk], seen: Seen, options: argparse.Namespace) -> None:
    """Devices, and people if there are any, for some time."""
    until = time.monotonic() + options.seconds
    name = _PUSH[bool(clerks)]
    hour = {"every": options.every, "until": until}
    seats = clerks[:DISTRICTS]  # each has a station of its own district before them
    pairs = zip(place.devices, seats, strict=False)
    watched = [looked_on(device, clerk, address, seen, **hour) for device, clerk in pairs]
    others = [pushing(one, address, seen, name=name, **hour) for one in place.devices[len(seats) :]]
    await asyncio.gather(*watched, *others, *(Visitor(clerk, address, seen).work(until) for clerk in clerks))


@contextmanager
def running(place: Place, workers: int) -> Iterator[tuple[str, list[int]]]:
    """Server and readers as processes; address and process numbers."""
    more = ("--workers", str(workers)) if workers > 1 else ()
    with served(place.url, place.folder, *more) as (address, pid), readers_beside(place.url, place.folder, 1) as first:
        yield address, [pid, first]


def measure(place: Place, options: argparse.Namespace, database: int) -> int:
    """Both hours, and what they came to."""
    seen = Seen()
    tell(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, shared by server and crowd")
    with running(place, options.workers) as (address, pids):
        processes = [*pids, *([database] if database else [])]
        for people in ([], place.clerks()):
            busy = sum(map(cpu_seconds, processes))
            asyncio.run(crowd(address, place, people, seen, options))
            busy = sum(map(cpu_seconds, processes)) - busy
            line = f"{len(people)} people, {options.devices} devices, {options.seconds:.0f} s: server, readers and "
            share = f"database took {busy / options.seconds:.0%} of a processor"
            tell(f"{line}{share}; load {os.getloadavg()[0]:.1f}")
        worker.until_idle(place.server)
    slow = [*told_pages(seen), *told_followed(seen)]
    for name in _PUSH:
        rate = len(seen.took[name]) / options.seconds
        tell(f"  {name:20} p50 {seen.percentile(name, 50):6.1f} ms  p99 {seen.percentile(name, 99):6.1f} ms  "
             f"{rate:5.1f} pushes/s of ten")  # fmt: skip
    ratio = seen.percentile(_PUSH[1], 99) / max(seen.percentile(_PUSH[0], 99), 0.001)
    tell(f"  p99 of pushes with people / alone: {ratio:.2f}")
    faults = [*seen.wrong[:10], *place.check(seen.decided)]
    written, decided = sum(one.written for one in place.devices), sum(seen.decided.values())
    good = f"  no wrong answer; {written} entries pushed, each filed once; {decided} decisions, each an entry"
    tell("\n".join(faults) if faults else good)
    return 1 if slow or faults else 0


def told_pages(seen: Seen) -> list[str]:
    """Prints each page beside the limit; gives those that are slower."""
    slow = []
    for name in sorted(set(seen.took) - {*_PUSH, FOLLOWED}):
        high = seen.percentile(name, 95)
        slow += [name] * (high > PAGE_MS)
        tell(f"  {name:20} p50 {seen.percentile(name, 50):6.1f} ms  p95 {high:6.1f} ms = {high / PAGE_MS:4.2f} x the "
             f"limit of {PAGE_MS:.0f} ms, {len(seen.took[name])} times")  # fmt: skip
    return slow


def told_followed(seen: Seen) -> list[str]:
    """Prints how soon an open dashboard shows a push, beside the limit; gives it when that is later."""
    last = max(seen.took[FOLLOWED])
    tell(f"  {FOLLOWED:20} p50 {seen.percentile(FOLLOWED, 50):6.1f} ms  max {last:6.1f} ms = {last / LIVE_MS:4.2f} x "
         f"the limit of {LIVE_MS:.0f} ms, {len(seen.took[FOLLOWED])} times")  # fmt: skip
    return [FOLLOWED] * (last > LIVE_MS)


def tell(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Prepares, measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=20, help="seconds between two pushes of a device")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        plug = stack.enter_context(cluster(durable=True)) if options.database == "postgresql" else ""
        url = new_database(plug, "staff") if plug else f"sqlite:///{folder / 'server.db'}"
        began = time.monotonic()
        place = Place(url, folder, options)
        with served(url, folder) as (address, _):
            asyncio.run(place.file_history(address))
        found = place.read()
        written = sum(one.written for one in place.devices)
        tell(f"{options.database}: {written} entries, {found} open cases, prepared in {time.monotonic() - began:.0f} s")
        code = measure(place, options, first_process(plug) if plug else 0)
        place.engine.dispose()
    return code


if __name__ == "__main__":
    sys.exit(main())
