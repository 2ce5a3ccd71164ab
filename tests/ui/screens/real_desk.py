"""A real encrypted store with a lead signed in, for screens that are tested down to the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaxdesk.desk import station
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Appt, Person
from vaxdesk.store.keyfile import Cost

DAY = "2026-11-23"


@contextmanager
def real_desk(folder: Path) -> Iterator[Desk]:
    """A new station in a folder, at eight in the morning."""
    opened = station.create(
        folder / "home",
        station="15041",
        name="Trạm Y tế xã Xà Hồ",
        user="Lò Thị Mai",
        login="mai",
        password="mùa xuân về bản",
        now=lambda: times.at(DAY, "08:00"),
        cost=Cost(memory=64, passes=1, lanes=1),
    )
    yield opened.desk
    opened.desk.store.close()


def listed(desk: Desk, **fields: str) -> str:
    """A person on the day's list."""
    values = {"name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "doc": "015190001234", **fields}
    with desk.store.writing(user=1) as w:
        person = w.add("person", Person(**values))
        w.add("appt", Appt(day=desk.day, row=9), of=person)
    return person
