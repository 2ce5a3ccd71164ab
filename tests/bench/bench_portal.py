"""The public at the portal while devices push: 200 requests a second by kind of page, beside a page that does nothing.

    nice python -m tests.bench.bench_portal [--rate 200] [--seconds 60] [--devices 100] [--every 20] [--workers 2]

PostgreSQL. The public part has processes of its own (`vaxdesk-server portal`, decision 0038) with its limits;
devices push to the server, readers fold behind it. First a bare Starlette page is asked at the same rate by the
same crowd while the same devices push: what machine, line and crowd cost by themselves. Of a hundred requests sixty
are look-ups (first page, form, code, proof, own doses), twenty papers, twenty sessions by place; each visitor has
an address of their own.

Ends with 1 when p95 over all pages is above 50 ms, an answer was wrong, or who looked did not come to their doses.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from sync_server import keys
from sync_server.durable.database import open_engine, upgrade
from sync_server.reading import worker
from sync_server.segments import hosted
from sync_server.settings import Server
from tests.bench.bench_staff import tell
from tests.bench.crowd import Device, Line, Seen, pushing, sent
from tests.bench.load import Sender, cpu_seconds, served
from tests.bench.pipeline import readers_beside
from tests.bench.province import Pages, built, days
from tests.bench.public import PAGES_A_LOOK, Known, Messages, Phone, Proxy, Public, Way, coming
from tests.postgres import cluster, first_process, new_database
from vaxdesk.domain import own_codes
from vaxdesk.domain.payloads import Cert, Person
from vaxdesk.journal import ref

P95_MS = 50.0
_BARE, _PUSH = "bare page", "push"
_LOOKS, _CHECKS, _SCHEDULES = 0.6, 0.2, 0.2  # of the requests
_PEOPLE = 40  # of a station
_WARM = 20.0  # seconds of a quarter of the crowd that are not counted


class Station(Pages):
    """A station that remembers whom it vaccinated, and gave each a paper."""

    def __init__(self, sender: Sender, number: int) -> None:
        super().__init__(sender, number)
        self._people: list[Person] = []
        self._rng_codes = Random(f"papers {number}")

    def _somebody(self) -> Person:
        made = super()._somebody()
        self._people.append(made)
        return made

    def papers(self, log: str, day: str) -> list[Known]:
        """A paper of each person so far: entries of five lines each, the person's first."""
        made = []
        for at, one in enumerate(self._people):
            first = 2 + 5 * at
            code = own_codes.certificate_name(self._rng_codes.getrandbits(128))
            said = Cert(day=day, code=code, doses=[ref.join(log, first + 3)])
            self.lines.append(self._line("cert", said, len(self.lines) + 1, of=first))
            made.append(Known(one, code))
        return made


class Place:
    """A province that is ready, devices and the people who may come."""

    def __init__(self, url: str, folder: Path, options: argparse.Namespace) -> None:
        self.url, self.folder, self.known = url, folder, []
        self.engine = open_engine(url)
        upgrade(self.engine)
        self.server = Server(engine=self.engine, key=keys.load_or_make(folder))
        hosted.enter(self.server)
        self._day = days(1)[0]
        senders = built(self.server, options.devices)
        self._stations = [Station(sender, at) for at, sender in enumerate(senders)]
        self.devices = [Device(one, own, self._day) for one, own in zip(senders, self._stations, strict=True)]

    async def file_history(self, address: str) -> None:
        """Devices send whom they vaccinated before."""
        seen = Seen()
        for own, device in zip(self._stations, self.devices, strict=True):
            own.more(_PEOPLE, day=self._day)
            self.known += own.papers(device.log, self._day)
            await sent(device, Line(address), seen, upto=len(own.lines))
        assert not seen.wrong, seen.wrong[0]
        worker.prepare(self.server)
        worker.until_idle(self.server)


class Busy:
    """Processor time of groups of processes, with those below them."""

    def __init__(self, groups: dict[str, list[int]]) -> None:
        self._groups, self._began = groups, dict.fromkeys(groups, 0.0)

    def begin(self) -> None:
        """From now on it is counted."""
        self._began = self._now()

    def spent(self) -> dict[str, float]:
        """Seconds of each since then."""
        return {name: seconds - self._began[name] for name, seconds in self._now().items()}

    def _now(self) -> dict[str, float]:
        return {name: sum(map(cpu_seconds, pids)) for name, pids in self._groups.items()}


@contextmanager
def process(*command: str) -> Iterator[tuple[str, int]]:
    """A process that says where it listens; its address and number."""
    started = subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield json.loads(started.stdout.readline())["listening"], started.pid
    finally:
        started.terminate()
        started.communicate()


async def bare_hour(address: str, place: Place, server: str, seen: Seen, options: argparse.Namespace) -> None:
    """The page that does nothing, at the same rate."""
    proxy, rng = Proxy(address, seen), Random(1)

    async def one() -> None:
        await Phone(proxy, rng).get(_BARE, "/page")

    await _with_devices(place, server, seen, options, coming([(one, options.rate)], options.seconds, seen))
    proxy.close()


async def public_hour(
    address: str, place: Place, server: str, seen: Seen, options: argparse.Namespace, codes: Path, busy: Busy
) -> tuple[Public, int]:
    """The public; who came to their end, and how often somebody was told to wait."""
    half = len(place.known) // 2
    warm = Public(Proxy(address, Seen()), Messages(codes), place.known[half:])
    await coming(_ways(warm, options.rate / 4), _WARM, Seen())  # processes begin, and read templates and words
    busy.begin()
    proxy = Proxy(address, seen)
    public = Public(proxy, Messages(codes), place.known[:half])
    await _with_devices(place, server, seen, options, coming(_ways(public, options.rate), options.seconds, seen))
    proxy.close()
    return public, proxy.often


def _ways(public: Public, rate: float) -> list[tuple[Way, float]]:
    """The mix: requests a second become visitors a second."""
    looks = rate * _LOOKS / PAGES_A_LOOK
    return [(public.look, looks), (public.check, rate * _CHECKS), (public.sessions, rate * _SCHEDULES)]


async def _with_devices(
    place: Place, server: str, seen: Seen, options: argparse.Namespace, crowd: Awaitable[None]
) -> None:
    until = time.monotonic() + options.seconds
    every = [pushing(one, server, seen, name=_PUSH, every=options.every, until=until) for one in place.devices]
    await asyncio.gather(crowd, *every)


def measure(place: Place, options: argparse.Namespace, database: int) -> int:
    """Both hours, and what they came to."""
    codes = place.folder / "codes"
    public_part = ("sync_server", "portal", "--listen", "127.0.0.1:0", "--json", "--database", place.url)
    more = ("--keys", str(place.folder), "--sender", f"file:{codes}", "--workers", str(options.workers))
    tell(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, shared by server and crowd")
    seen = Seen()
    with served(place.url, place.folder, "--no-portal") as (server, pid), readers_beside(
        place.url, place.folder, 1
    ) as reader:
        with process("tests.bench.bare") as (address, number):
            began = cpu_seconds(number)
            asyncio.run(bare_hour(address, place, server, seen, options))
            bare_ms = 1000 * (cpu_seconds(number) - began) / len(seen.took[_BARE])
        with process(*public_part, *more) as (address, portal):
            processes = {"portal": [portal], "server and readers": [pid, reader], "database": [database]}
            busy = Busy(processes)
            public, often = asyncio.run(
                public_hour(address.removesuffix("/portal/"), place, server, seen, options, codes, busy)
            )
            spent = busy.spent()
    pages = sum(len(took) for name, took in seen.took.items() if name not in (_BARE, _PUSH))
    for name, seconds in spent.items():
        tell(f"  {name:20} {1000 * seconds / pages:5.2f} ms of processor a page of the public")
    tell(f"  {'bare page':20} {bare_ms:5.2f} ms; load average after: {os.getloadavg()[0]:.1f}")
    return told(seen, public, often, options)


def told(seen: Seen, public: Public, often: int, options: argparse.Namespace) -> int:
    """Prints what was seen; 1 when it is not as it should be."""
    pages = sorted(set(seen.took) - {_BARE, _PUSH})
    seen.took["all pages"] = [one for name in pages for one in seen.took[name]]
    for name in (_BARE, *pages, "all pages", _PUSH):
        p50, p95, p99 = (seen.percentile(name, percent) for percent in (50, 95, 99))
        tell(f"  {name:20} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  p99 {p99:6.1f} ms  {len(seen.took[name])} times")
    high = seen.percentile("all pages", 95)
    rate = len(seen.took["all pages"]) / options.seconds
    times = high / max(seen.percentile(_BARE, 95), 0.001)
    tell(f"  {rate:.0f} pages/s; p95 {high:.1f} ms = {high / P95_MS:.2f} x the limit of {P95_MS:.0f} ms, "
         f"{times:.1f} x the bare page; {often} times 'too often' (429)")  # fmt: skip
    tell(f"  to their end: {dict(public.whole)}")
    faults = seen.wrong[:10] + ["nobody came to their doses"] * (not public.whole["look-ups"])
    tell("\n".join(faults) if faults else "  no wrong answer")
    return 1 if faults or high > P95_MS else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepares, measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=200, help="requests a second")
    parser.add_argument("--devices", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=20, help="seconds between two pushes of a device")
    parser.add_argument("--workers", type=int, default=2, help="processes of the public part")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        plug = stack.enter_context(cluster(durable=True))
        place = Place(new_database(plug, "portal"), folder, options)
        began = time.monotonic()
        with served(place.url, folder) as (address, _):
            asyncio.run(place.file_history(address))
        tell(f"{len(place.known)} people with a dose and a paper, prepared in {time.monotonic() - began:.0f} s")
        code = measure(place, options, first_process(plug))
        place.engine.dispose()
    return code


if __name__ == "__main__":
    sys.exit(main())
