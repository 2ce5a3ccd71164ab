"""A station that sends: a real store, a real line, and faults on the line on demand."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from tests.servers import RunningServer
from vaxdesk.domain.payloads import Print
from vaxdesk.journal import ref
from vaxdesk.journal.frames import split
from vaxdesk.journal.segment import MAGIC
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds, kv
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, logname
from vaxdesk.sync import enrol
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.run import Report, run
from vaxdesk.trouble import Trouble, TroubleCode

KEY = bytes(range(32))
_pages = count(1)  # no two entries of a test are alike


class Line(requests.Session):
    """A line that fails as told: one fault a request, in order, then none."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.faults: list[str] = []
        self.bodies: list[bytes] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        self.bodies.append(request.body.getvalue())
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "request lost":
            raise requests.ConnectionError(fault)
        response = super().send(request, **options)
        if fault == "reply lost":
            response.close()
            raise requests.ReadTimeout(fault)
        if fault == "delivered twice":
            response.close()
            request.body.seek(0)
            response = super().send(request, **options)
        if fault == "reply cut":
            whole = response.content
            response._content = whole[: len(whole) // 2]
        return response

    def segments(self) -> list[int]:
        """Segments in each request so far."""
        return [sum(frame.startswith(MAGIC) for frame in split(body)) for body in self.bodies]


class Station:
    """A store with a key of its own, enrolled with a server."""

    def __init__(self, home: Path, server: RunningServer, org: str = "TYT-01", *, ca: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.now: Callable[[], float] = time.time
        self.line = Line()
        self.pace = Pace()
        self.open()
        self.join(server, org, ca=ca)

    def join(self, server: RunningServer, org: str = "TYT-01", *, ca: str = "") -> None:
        """Enrols with a one-time code."""
        wish = enrol.check(server.url, server.enrol_code(org), ca=ca)
        assert isinstance(wish, enrol.Wish)
        joined = enrol.enrol(wish, key=self.device, sign=self.store.signer().sign, name="PC 1")
        assert isinstance(joined, shelf.Enrolment)
        with self.store.changing() as conn:
            shelf.enrol(conn, joined)

    @property
    def device(self) -> str:
        """Public key in hex."""
        with self.store.reading() as conn:
            return kv.text(conn, "device")

    def open(self) -> None:
        """A run of the program begins."""
        self.store = Store(self.home, KEY, now=lambda: self.now())

    def close(self) -> None:
        """The run ends."""
        self.store.close()

    def restart(self) -> None:
        """The next run, with a log of its own."""
        self.close()
        self.open()

    def copied(self, elsewhere: Path) -> Path:
        """A copy of the data folder as it stands, like a backup or a disk image."""
        self.close()
        shutil.copytree(self.home, elsewhere)
        self.open()
        return elsewhere

    def replaced_by(self, copy: Path) -> None:
        """The data folder is put back from a copy."""
        self.close()
        shutil.rmtree(self.home)
        shutil.copytree(copy, self.home)
        self.open()

    def write(self, n: int = 1, what: str = "roster") -> list[str]:
        """Saves entries in one transaction, none like another."""
        with self.store.writing() as writer:
            return [writer.add("print", Print(what=what, pages=next(_pages))) for _ in range(n)]

    def sync(self, *, pace: Pace | None = None, why: str = "timer") -> Report:
        """Everything that can be exchanged; remembers the pace."""
        with self.store.reading() as conn:
            joined, heard = shelf.enrolment(conn), shelf.contact(conn)
        assert joined is not None
        link = Link(joined.url, ca=joined.ca, session=self.line)
        exchange = Exchange(
            link, joined, self.store.signer().sign, offset=heard.offset if heard else 0.0, now=lambda: self.now()
        )
        report = run(self.store, exchange, pace=pace or self.pace, why=why)
        self.pace = report.pace
        return report

    def waiting(self) -> int:
        """Entries that the feed has not shown."""
        with self.store.reading() as conn:
            return feeds.waiting(conn).entries

    def lines(self) -> dict[str, str]:
        """Every entry held, as text, by its reference."""
        rows = sa.select(logname.c.log, entry.c.seq, entry.c.line).join(entry, entry.c.local_no == logname.c.local_no)
        with self.store.reading() as conn:
            return {ref.join(log, seq): bytes(line).decode() for log, seq, line in conn.execute(rows)}

    def held_back(self) -> dict[str, str]:
        """Logs that rest after a refusal, with the verdict."""
        with self.store.reading() as conn:
            return {log: one.code for log, one in shelf.held_back(conn).items()}


def filed(server: RunningServer, org: str = "TYT-01") -> dict[str, str]:
    """Lines on the server by their references; an entry that is there twice is an error."""
    entries = server.entries(org)
    by_ref = {one["ref"]: one["line"] for one in entries}
    assert len(by_ref) == len(entries)
    return by_ref


def all_confirmed(server: RunningServer, *desks: Station) -> bool:
    """Every entry held anywhere is on the server once, and every desk holds all and waits for nothing."""
    there = filed(server)
    return all(desk.lines() == there and desk.waiting() == 0 and desk.held_back() == {} for desk in desks)


def failing(desk: Station, *, pace: Pace | None = None) -> TroubleCode:
    """Syncs on a line that fails, remembers the pace as the desk does."""
    with pytest.raises(Trouble) as trouble:
        desk.sync(pace=pace)
    desk.pace = desk.pace.failed(trouble.value)
    return trouble.value.code
