"""A day's push over a bad line: 30 kbit/s up, 60 down, 600 ms; without loss and with a packet in ten lost.

    python -m tests.bench.bench_link [--clean 3] [--lossy 5] [--quick]

Real desk, real server process, TLS 1.3 under a pinned P-256 authority, the kernel's TCP; the wire alone is emulated
(`link.py`). Ours counts until everything is confirmed by the signed feed; the usual JSON with gzip until it got 200.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import requests

from tests.bench import link
from tests.bench.bench_sync import T0, as_usual, command, day, send_usual
from tests.bench.link import Ends, NoLink, Quality
from tests.tls_certificates import made_certificate
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.store.store import Store
from vaxdesk.sync import enrol
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.run import run
from vaxdesk.trouble import Trouble

LIMITS = {0.0: 11.0, 0.1: 15.0}
LIVE_LIMIT = 3.0
_LONGEST = 300.0
_RETRY = 5.0  # seconds the courier waits after a failure


class Desk:
    """A station at the near end; every sending opens a connection of its own."""

    def __init__(self, home: Path, ends: Ends, url: str, code: str, ca: str) -> None:
        home.mkdir()
        self._ends, self._url, self._ca = ends, url, ca
        self.t = float(T0)
        self.store = Store(home, bytes(32), now=lambda: self.t)
        self._sign = self.store.signer().sign
        public = self.store.signer().public_key().public_bytes_raw().hex()
        wish = enrol.check(url, code, ca=ca)
        self.joined = ends.nearby(lambda: enrol.enrol(wish, key=public, sign=self._sign, name="bench"))
        with self.store.changing() as conn:
            shelf.enrol(conn, self.joined)

    def save(self, facts: list) -> None:
        """Writes entries."""
        with self.store.writing(user=3) as writer:
            for kind, payload, about in facts:
                self.t += 12
                writer.add(kind, payload, of=about)

    def send(self) -> float:
        """Seconds until everything is confirmed."""
        return self._ends.nearby(self._send)

    def _send(self) -> float:
        began, pace = time.monotonic(), Pace()
        while time.monotonic() < began + _LONGEST:
            try:
                with Link(self._url, ca=self._ca) as line:
                    run(self.store, Exchange(line, self.joined, self._sign), pace=pace)
                break
            except Trouble as trouble:
                pace = pace.failed(trouble)
                time.sleep(_RETRY)
        took = time.monotonic() - began
        with self.store.reading() as conn:
            assert feeds.waiting(conn).entries == 0
        return took


@contextmanager
def served(ends: Ends, *words: str) -> Iterator[str]:
    """A server process at the far end; yields its address."""
    process = subprocess.Popen(
        [*ends.command(), sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield json.loads(process.stdout.readline())["listening"]
    finally:
        process.terminate()
        process.communicate()


class Bench:
    """The line with both servers, and desks as they are needed."""

    def __init__(self, home: Path, ends: Ends, ours: str, plain: str, ca: Path) -> None:
        self._home, self._ends, self._ours, self._plain, self._ca = home, ends, ours, plain, ca
        self._made = self._posted = 0

    def desk(self) -> Desk:
        """A new station of a unit of its own, which has met the server before."""
        self._ends.wire.use(None)
        self._made += 1
        code = command(database(self._home), "enrol", "--org", f"S{self._made}")["code"]
        made = Desk(self._home / f"desk{self._made}", self._ends, self._ours, code, self._ca.read_text())
        made.send()
        return made

    def day(self, quality: Quality) -> tuple[float, int, int]:
        """Seconds of a day's push, and bytes on the wire."""
        desk = self.desk()
        desk.save(day(self._made))
        self._ends.wire.use(quality)
        took = desk.send()
        passed = self._ends.wire.passed
        desk.store.close()
        return took, *passed

    def live(self, quality: Quality) -> float:
        """Seconds of a push of ten by a new connection."""
        desk = self.desk()
        desk.save(day(self._made)[-10:])
        self._ends.wire.use(quality)
        took = desk.send()
        desk.store.close()
        return took

    def usual(self, quality: Quality) -> float:
        """Seconds of the same day as JSON with gzip in batches of 500, on one connection."""
        self._posted += 1  # the plain server takes no record twice
        records = as_usual(day(1), 10_000 + self._posted)
        self._ends.wire.use(quality)
        return self._ends.nearby(lambda: self._post(records))

    def _post(self, records: list) -> float:
        with requests.Session() as session:
            session.verify = str(self._ca)
            session.trust_env = False
            return send_usual(self._plain, records, session, wait=_LONGEST)[0]


def database(home: Path) -> str:
    """The server's."""
    return f"sqlite:///{home / 'server.db'}"


@contextmanager
def bench(home: Path, desks: int) -> Iterator[Bench]:
    """Everything set up, the line still quick."""
    certificate, key = made_certificate(home, datetime.now(UTC), host=link.FAR)
    units = "".join(f"S{number},S{number},station\n" for number in range(1, desks + 1))
    (home / "units.csv").write_text(f"code,name,kind\n{units}")
    command(database(home), "org", "import", str(home / "units.csv"))
    tls = ("--tls-certificate", str(certificate), "--tls-key", str(key))
    words = ("-m", "sync_server", "serve", "--no-limits", "--json", "--database", database(home))
    plain = (str(Path(__file__).with_name("bench_sync.py")), "--plain", f"sqlite:///{home / 'plain.db'}")
    with (
        link.joined() as ends,
        served(ends, *words, "--listen", f"{link.FAR}:0", *tls) as ours,
        served(ends, *plain, link.FAR, str(certificate), str(key)) as usual,
    ):
        yield Bench(home, ends, ours, usual, certificate)


def figures(clean: int, lossy: int, *, usual: bool = True) -> Iterator[tuple[str, list[float], float]]:
    """Name, seconds of each run and limit (0 for none) of every figure."""
    with tempfile.TemporaryDirectory() as folder, bench(Path(folder), 2 * (clean + lossy) + 2) as line:
        for loss, turns in ((0.0, clean), (0.1, lossy)):
            quality = Quality(loss=loss)
            runs = [line.day(quality) for _ in range(turns)]
            up, down = median(one[1] for one in runs), median(one[2] for one in runs)
            name = f"a day, {loss:.0%} loss"
            yield f"{name}, {up / 1000:.1f} kB up {down / 1000:.1f} down", [one[0] for one in runs], LIMITS[loss]
            if usual:
                yield f"{name}, JSON with gzip", [line.usual(quality) for _ in range(1 if clean < 2 else 2)], 0
        yield "ten entries, new connection", [line.live(Quality()) for _ in range(min(clean, 3))], LIVE_LIMIT


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clean", type=int, default=3)
    parser.add_argument("--lossy", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    try:
        for name, runs, limit in figures(options.clean, options.lossy, usual=not options.quick):
            told = f"{name:52} median {median(runs):6.1f} s of {len(runs)}: {min(runs):.1f} to {max(runs):.1f}"
            sys.stdout.write(told + (f"  limit {limit:.0f} s\n" if limit else "\n"))
            sys.stdout.flush()
    except NoLink as why:
        sys.exit(str(why))


if __name__ == "__main__":
    main()
