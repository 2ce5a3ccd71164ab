"""What a second desk of a station pays for a list of 500: all bytes above TCP, through a line that counts.

Run: `python tests/bench/bench_pull.py [PEOPLE]`. One desk takes the list in and sends it; another of the same unit,
which was in contact before, asks. Counted is everything that passes until it holds the list and has checked the feed's
signed head: requests and answers with their HTTP headers, items, signatures, segments.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import msgspec
import requests

from tests.bench import floor, synthetic
from tests.bench.bench_bytes import KEPT
from tests.bench.bench_sync import command, served
from tests.bench.counting import counted
from vaxdesk.domain.payloads import Appt, Person, Roster
from vaxdesk.registry.queries import people
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.store.store import Store
from vaxdesk.sync import enrol
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.run import run

DAY, PEOPLE = "2026-11-30", 500


class Passed(NamedTuple):
    """Bytes up and down, and requests."""

    up: int
    down: int
    requests: int


class Session(requests.Session):
    """Counts requests."""

    sent = 0

    def send(self, request: requests.PreparedRequest, **options: object) -> requests.Response:
        self.sent += 1
        return super().send(request, **options)


class Desk:
    """A store that is enrolled, on a line that counts."""

    def __init__(self, home: Path, url: str, code: str) -> None:
        home.mkdir()
        self.store, self._url, self.session = Store(home, bytes(32)), url, Session()
        sign = self.store.signer().sign
        device = self.store.signer().public_key().public_bytes_raw().hex()
        self._joined = enrol.enrol(enrol.check(url, code), key=device, sign=sign, name="bench")
        with self.store.changing() as conn:
            shelf.enrol(conn, self._joined)

    def take_in(self, listed: list[Person]) -> None:
        """Saves a list as the page of lists does: the list, then people, then their lines."""
        with self.store.writing(user=3) as w:
            n = len(listed)
            told = Roster(file="Danh sach.xlsx", sha256="ab" * 32, day=DAY, rows=n, accepted=n)
            roster = w.add("roster", told)
            for row, ref in enumerate([w.add("person", one) for one in listed], start=9):
                w.add("appt", Appt(day=DAY, slot="07:30", roster=roster, row=row), of=ref)

    def exchange(self) -> Passed:
        """Everything that can be exchanged over a connection made anew; what passed."""
        with counted(self._url) as line:
            self.session.close()
            self.session.sent = 0
            link = Link(line.url, session=self.session)
            run(self.store, Exchange(link, self._joined, self.store.signer().sign))
            return Passed(line.up, line.down, self.session.sent)

    def people(self) -> int:
        """People held."""
        with self.store.reading() as conn:
            assert feeds.waiting(conn).entries == 0
            return people.count(conn)


def pull(folder: Path, url: str, codes: tuple[str, str], listed: list[Person]) -> tuple[Passed, Passed]:
    """What passed when the second desk learned of a list, and what an exchange without news costs."""
    first, second = Desk(folder / "first", url, codes[0]), Desk(folder / "second", url, codes[1])
    try:
        first.exchange()
        second.exchange()
        first.take_in(listed)
        first.exchange()
        before = second.people()
        got = second.exchange()
        assert second.people() - before == len(listed)
        return got, second.exchange()
    finally:
        first.store.close()
        second.store.close()


def main(n: int) -> None:
    """Prints bytes a person, with and without insurance and old numbers; the floor beside them."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = f"sqlite:///{home / 'server' / 's.db'}"
        units = "".join(f"S{number},S{number},station\n" for number in range(2))
        (home / "units.csv").write_text(f"code,name,kind\n{units}")
        command(database, "org", "import", str(home / "units.csv"))
        with served("-m", "sync_server", "serve", "--listen", "127.0.0.1:0", "--json", "--database", database) as url:
            for number, bare in enumerate((True, False)):
                codes = tuple(command(database, "enrol", "--org", f"S{number}")["code"] for _ in range(2))
                part = home / f"desks{number}"
                part.mkdir()
                out.append(told(bare, *pull(part, url, codes, listed(n, bare=bare)), n))
    sys.stdout.write("\n".join(out) + "\n")


def listed(n: int, *, bare: bool) -> list[Person]:
    """People of one commune; `bare` without insurance and old numbers."""
    found = synthetic.local(n, 7)
    gone = dict.fromkeys(KEPT, "")
    return [msgspec.structs.replace(one, source="list", **(gone if bare else {})) for one in found]


def told(bare: bool, got: Passed, idle: Passed, n: int) -> str:
    """One list's figures."""
    each = floor.bytes_each(listed(n, bare=bare), bare=bare)
    return (
        f"list of {n} {'without' if bare else 'with   '} insurance and old numbers, a second desk: "
        f"{got.down / n:.1f} B a person down, {(got.up + got.down) / n:.1f} both ways ({got.down} down, {got.up} up, "
        f"{got.requests} requests); an exchange without news {idle.down} down, {idle.up} up; floor {each:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
