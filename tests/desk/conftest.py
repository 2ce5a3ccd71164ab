"""A real encrypted store with a lead signed in, on a clock that the test moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import RunningServer, running_server
from vaxdesk.desk import sending, station
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Appt, Person
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.keyfile import Cost

QUICK = Cost(memory=64, passes=1, lanes=1)  # Argon2id as weak as it goes: tests open hundreds of stores
DAY = "2026-11-23"
PASSWORD = "mùa xuân về bản"


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def forward(self, *, minutes: float = 0, days: float = 0) -> None:
        self.seconds += minutes * 60 + days * 86400


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(times.at(DAY, "08:00"))


@pytest.fixture
def desk(tmp_path: Path, desk_clock: Clock) -> Iterator[Desk]:
    opened = station.create(
        tmp_path / "home",
        station="15041",
        name="Trạm Y tế xã Xà Hồ",
        user="Lò Thị Mai",
        login="mai",
        password=PASSWORD,
        now=desk_clock,
        cost=QUICK,
    )
    yield opened.desk
    opened.desk.store.close()


@pytest.fixture
def make_person() -> Callable[..., str]:
    def make(desk: Desk, *, listed: bool = True, row: int = 1, **fields: str) -> str:
        values = {"name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "doc": "015190001234", **fields}
        with desk.store.writing(user=desk.user.no) as w:
            person = w.add("person", Person(**values))
            if listed:
                w.add("appt", Appt(day=desk.day, row=row), of=person)
        return person

    return make


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """The tree of `servers.TREE`, nobody has joined."""
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def connected(desk: Desk, desk_clock: Clock, server: RunningServer) -> Desk:
    """The desk, today, just let in as TYT-01; nothing was sent or fetched."""
    desk_clock.seconds = time.time()
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    return desk


@pytest.fixture
def joined(connected: Desk) -> Desk:
    """The same, after a first round with the server."""
    sending.send_all(connected)
    return connected
