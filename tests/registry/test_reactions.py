"""Reported reactions of a day, of late, and serious ones of any day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import Clock
from vaxdesk.domain.payloads import Aefi, Amend, Person, Void
from vaxdesk.registry.queries.visits import reactions
from vaxdesk.store.store import Store

OLD, TODAY = "2026-11-20", "2026-11-23"
MONDAY = 1_795_392_000  # 2026-11-23 at seven in the morning


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY - 3 * 86400)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = Store(tmp_path, bytes(range(32)), now=clock)
    yield opened
    opened.close()


def told(store: Store, *, day: str, severity: str = "common") -> str:
    with store.writing(user=1) as w:
        person = w.add("person", Person(name="Bùi Thị Ắng"))
        return w.add("aefi", Aefi(day=day, severity=severity, onset=1, symptoms=["local"]), of=person)


def found(store: Store) -> list[str]:
    with store.reading() as conn:
        return [one.id for one in reactions(conn, store.names, day=TODAY, since=MONDAY, serious="serious")]


def test_of_the_day_of_late_and_serious(store: Store, clock: Clock) -> None:
    told(store, day=OLD)
    grave = told(store, day=OLD, severity="serious")
    clock.forward(days=3, minutes=1)
    late = told(store, day=OLD)
    clock.forward(minutes=1)
    today = told(store, day=TODAY)
    assert found(store) == [today, late, grave]


def test_taken_back_or_raised(store: Store) -> None:
    grave, mild = told(store, day=OLD, severity="serious"), told(store, day=OLD)
    with store.writing(user=1) as w:
        w.change("void", Void(v=True, why="wrong_person"), of=grave)
        w.change("amend", Amend(set={"severity": "serious"}), of=mild)
    assert found(store) == [mild]
