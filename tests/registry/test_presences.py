"""Where people stand on a day, and who shares a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import Appt, CheckIn, Decline, Person, Void
from vaxdesk.registry.queries import people
from vaxdesk.registry.queries.history import changes, events, first_seen
from vaxdesk.registry.queries.presences import lately_received, namesakes, presences
from vaxdesk.store.store import Store

DAY = "2026-11-23"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path, bytes(range(32)), now=lambda: 1_795_400_000)
    yield opened
    opened.close()


def test_presences_keep_the_order_and_know_list_and_stage(store: Store) -> None:
    with store.writing(user=1) as w:
        one, two, three = (w.add("person", Person(name=name)) for name in ("Lan", "Páo", "Dở"))
        w.add("appt", Appt(day=DAY, row=9), of=two)
        w.add("appt", Appt(day="2026-11-24", row=9), of=one)
        w.add("checkin", CheckIn(day=DAY, no=4), of=three)
        w.add("decline", Decline(day=DAY, stage="received", why="afraid"), of=three)
    with store.reading() as conn:
        known = people.many(conn, store.names, [one, two, three])
        found = presences(conn, store.names, DAY, [known[three], known[one], known[two]])
        assert presences(conn, store.names, DAY, []) == []
        assert lately_received(conn, store.names, DAY) == [three]
    assert [(s.person.name, s.listed, s.stage, s.outcome, s.no) for s in found] == [
        ("Dở", False, Stage.DONE, Outcome.DECLINED, 4),
        ("Lan", False, Stage.WAITING, None, 0),
        ("Páo", True, Stage.WAITING, None, 0),
    ]


def test_namesakes_are_of_the_year_whatever_is_known_of_the_date(store: Store) -> None:
    with store.writing() as w:
        born = ("1990", "1990-12-31", "1991-01-01", "1989-12-31", "")
        ids = [w.add("person", Person(name="Bùi Thị Ắng", dob=dob)) for dob in born]
        gone = w.add("person", Person(name="BUI THI ANG", dob="1990-05"))
        w.flush()
        w.change("void", Void(v=True, why="x"), of=gone)
    with store.reading() as conn:
        assert {one.id for one in namesakes(conn, store.names, "bùi thị ắng", "1990")} == set(ids[:2])


def test_history_holds_every_day_and_every_change(store: Store) -> None:
    with store.writing(user=1) as w:
        one = w.add("person", Person(name="Lan"))
        first = w.add("checkin", CheckIn(day="2026-11-20", no=1), of=one)
        second = w.add("checkin", CheckIn(day=DAY, no=1), of=one)
        w.flush()
        w.change("void", Void(v=True, why="wrong_person"), of=second)
        w.change("void", Void(v=False, why="right_after_all"), of=second)
    with store.reading() as conn:
        assert [event.id for event in events(conn, store.names, one)] == [second, first]
        assert [(c.voids, c.why, c.user) for c in changes(conn, store.names, [first, second])] == [
            (True, "wrong_person", 1), (False, "right_after_all", 1),
        ]
        assert changes(conn, store.names, []) == []
        assert first_seen(conn, store.names, one) == 1_795_400_000
