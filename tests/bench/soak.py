"""Hours of many devices on a bad line: memory stays flat, the write-ahead log bounded, every entry filed once.

Run: `python tests/bench/soak.py [--devices 200] [--minutes 10] [--workers 1] [--database sqlite|postgresql]`; the long
form is `--minutes 480`. Each device pushes a few entries, waits about a second, and polls; one request in a hundred is
cut off half-way, one in a hundred gets no reader for its answer. A short form is part of the tests.
"""

from __future__ import annotations

import argparse
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import open_engine, reading
from sync_server.keeping.verifying import verify
from tests.bench.load import Sender, ask_for, entries_of, read_answer, senders, served, signed
from tests.postgres import cluster, new_database
from vaxdesk.journal import chain, ref, segment
from vaxdesk.journal.frames import Filed, Mark, Refused, Told, decode, join, split

LOSS = 0.01
PAUSE = 1.0  # seconds, mean, between two requests of a device
MOST_GROWTH = 0.05
MOST_WAL = 64 * 1024 * 1024
_SAMPLE = 1.0
_WARM = 0.4  # of the time: pools, caches and the allocator have then found their size


class Weather(msgspec.Struct, kw_only=True):
    """What the soak saw."""

    requests: int = 0
    lost: int = 0
    memory: list[int] = []  # bytes of all server processes, one a second
    wal: int = 0  # the most bytes seen

    @property
    def growth(self) -> float:
        """Memory of the last fifth over that just after the warm-up, as a share."""
        warm = self.memory[int(len(self.memory) * _WARM) :]
        part = max(len(warm) // 5, 1)
        return sum(warm[-part:]) / sum(warm[:part]) - 1


class Device:
    """A device that never rests: what it was not told is filed, it sends again."""

    def __init__(self, sender: Sender, rng: Random) -> None:
        self._sender = sender
        self._rng = rng
        self._log = ref.log_name(secrets.randbits(63))
        self._lines: list[bytes] = []
        self._hashes = [chain.start(self._log, sender.public.hex())]
        self._filed = 0
        self._mark = Mark(0, "")
        self.written = 0

    def request(self) -> bytes:
        """The next request: new entries half of the time, and all that were not told to be filed."""
        if self._rng.random() < 0.5 or not self._lines:
            new = entries_of(self._sender, len(self._lines), self._rng.randint(1, 10))
            self._lines += new
            self._hashes += chain.walk(self._hashes[-1], new)
            self.written = len(self._lines)
        ask = ask_for(self._sender, self._mark, self._log, len(self._lines))
        waiting = self._lines[self._filed :]
        if not waiting:
            return signed(self._sender, join([ask]))
        body = segment.build(self._log, self._sender.private.sign, self._filed, waiting, self._hashes[-1])
        return signed(self._sender, join([ask, body]))

    def answered(self, answer: bytes) -> None:
        """Learns what is filed, and where the feed stands."""
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(answer[:300])
        told: Told = decode(split(body)[0], Told)
        for one in told.ok:
            self._learn(one)
        for one in told.no:
            self._refused(one)
        at = told.heads[self._sender.feed]
        self._mark = Mark(at.pos, at.fh[:16])

    def _learn(self, one: Filed) -> None:
        self._filed = max(self._filed, one.upto)

    def _refused(self, one: Refused) -> None:
        raise AssertionError(f"refused: {one}")


def soak(url: str, keys: Path, *, devices: int, seconds: float, workers: int = 1) -> Weather:
    """Runs the devices against a server program and looks at it once a second; then checks what is filed."""
    rng = Random(4711)
    made = [Device(one, rng) for one in senders(url, devices)]
    seen = Weather()
    options = ("--workers", str(workers)) if workers > 1 else ()
    with served(url, keys, *options) as (address, pid):
        ends, sample = time.monotonic() + seconds, time.monotonic() + _SAMPLE
        due = [(time.monotonic() + rng.random() * PAUSE, number) for number in range(devices)]
        due.sort()
        while time.monotonic() < ends:
            at, number = heappop(due)
            time.sleep(max(0.0, min(at, ends) - time.monotonic()))
            _exchange(made[number], address, rng, seen)
            heappush(due, (time.monotonic() + rng.expovariate(1 / PAUSE), number))
            if time.monotonic() >= sample:
                sample += _SAMPLE
                seen.memory.append(_memory(pid))
                seen.wal = max(seen.wal, _wal(url))
        for device in made:  # the line is whole again
            _exchange(device, address, Random(0), seen, whole=True)
    _check(url, sum(device.written for device in made))
    return seen


def _exchange(device: Device, address: str, rng: Random, seen: Weather, *, whole: bool = False) -> None:
    request = device.request()
    seen.requests += 1
    with _line(address) as plug:
        if not whole and rng.random() < LOSS:
            seen.lost += 1
            plug.sendall(request[: rng.randrange(len(request))])
            return
        plug.sendall(request)
        if not whole and rng.random() < LOSS:
            seen.lost += 1
            return
        device.answered(read_answer(plug))


@contextmanager
def _line(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as plug:
        yield plug


def _memory(pid: int) -> int:
    """Resident bytes of a process and all below it."""
    own = next(
        int(line.split()[1]) * 1024
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(_memory(int(child)) for child in below)


def _wal(url: str) -> int:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return 0  # PostgreSQL bounds its own by max_wal_size
    beside = Path(f"{parsed.database}-wal")
    return beside.stat().st_size if beside.exists() else 0


def _check(url: str, written: int) -> None:
    engine = open_engine(url)
    with reading(engine) as conn:
        done = verify(conn)
    engine.dispose()
    if not done.whole or done.entries != written:
        raise AssertionError(f"{done.entries} of {written} entries, {done.faults}")


def main() -> int:
    """Runs and prints; 1 when a limit is exceeded."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    how = {"devices": options.devices, "seconds": options.minutes * 60, "workers": options.workers}
    with tempfile.TemporaryDirectory() as folder:
        if options.database == "sqlite":
            seen = soak(f"sqlite:///{Path(folder) / 'soak.db'}", Path(folder), **how)
        else:
            with cluster(durable=True) as plug:
                seen = soak(new_database(plug, "soak"), Path(folder), **how)
    sys.stdout.write(
        f"{seen.requests} requests of {options.devices} devices in {options.minutes:g} min, {seen.lost} lost; "
        f"every entry filed once and verified; memory {seen.memory[-1] / 1e6:.0f} MB, growth {seen.growth:.1%} "
        f"(at most {MOST_GROWTH:.0%}); write-ahead log at most {seen.wal / 1e6:.1f} MB (at most {MOST_WAL / 1e6:.0f})\n"
    )
    return 0 if seen.growth < MOST_GROWTH and seen.wal < MOST_WAL else 1


if __name__ == "__main__":
    sys.exit(main())
