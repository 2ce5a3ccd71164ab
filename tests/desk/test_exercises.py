"""A nurse passes all ten exercises by the use cases of the desk; a real station has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import healthy, saved
from vaxdesk.desk import (
    aefi,
    corrections,
    exercises,
    injection,
    observation,
    practice,
    readiness,
    reception,
    screening,
    sending,
    stock,
    undo,
    usb,
)
from vaxdesk.desk.context import Desk
from vaxdesk.desk.exercises import Lesson
from vaxdesk.domain import times
from vaxdesk.domain.exercises.book import FEVER, Topic
from vaxdesk.domain.identity import Via
from vaxdesk.domain.payloads import Aefi, Person
from vaxdesk.domain.readiness.findings import Item, Light
from vaxdesk.journal.enrolment import Refusal, make_code
from vaxdesk.registry.queries import things, visits


@pytest.fixture
def trainee(tmp_path: Path) -> Iterator[tuple[Desk, Clock]]:
    clock = Clock(times.at("2026-11-27", "08:00"))
    desk = practice.make(tmp_path / "practice", now=clock)
    yield desk, clock
    desk.store.close()


def passes(desk: Desk) -> Lesson:
    lesson = exercises.look(desk)
    assert lesson is not None and lesson.is_passed, lesson
    return lesson


def a_person(name: str, dob: str) -> Person:
    return Person(name=name, dob=dob, sex="F", tel="0912345678", source="walk_in")


def listed(desk: Desk) -> Iterator[str]:
    with desk.store.reading() as conn:
        rows = [row for row in visits.board(conn, desk.store.names, desk.day) if not row.received_at]
    return iter([row.person.id for row in sorted(rows, key=lambda row: row.row)])


def test_all_ten_are_passed_by_doing_the_work(trainee: tuple[Desk, Clock]) -> None:
    desk, clock = trainee
    first = exercises.look(desk)
    assert (first.topic, first.done, first.passed) == (Topic.RECEIVE, (False,), frozenset())
    well = first.target.person
    ill = _at_reception(desk, well)
    _at_screening(desk, well, ill)
    _at_injection(desk, well)
    clock.forward(minutes=5)
    _under_observation(desk, well)
    _mending(desk, ill)
    assert exercises.look(desk).passed == frozenset(Topic)


def _at_reception(desk: Desk, well: str) -> str:
    saved(reception.check_in(desk, well, via=Via.SEARCH))
    passes(desk)
    number = exercises.begin(desk, Topic.NUMBER)
    assert number.target.person != well and number.target.doc
    saved(reception.check_in(desk, number.target.person, via=Via.TYPED))
    passes(desk)
    walk_in = exercises.begin(desk, Topic.WALK_IN).target
    saved(reception.register(desk, a_person(walk_in.name, walk_in.dob)))  # and received in one go
    passes(desk)
    return number.target.person


def _at_screening(desk: Desk, well: str, ill: str) -> None:
    exercises.begin(desk, Topic.SCREEN)
    saved(screening.save(desk, well, healthy(desk, well)))
    passes(desk)
    exercises.begin(desk, Topic.DEFER)
    form = healthy(desk, ill, vitals={"temp": FEVER}, conclusion="defer", why="sốt")
    saved(screening.save(desk, ill, form))
    passes(desk)


def _at_injection(desk: Desk, well: str) -> None:
    exercises.begin(desk, Topic.INJECT)
    with desk.store.reading() as conn:
        lot = next(one for one in things.lots(conn, desk.store.names) if one.product == "COM-A").id
    vial = saved(stock.open_vial(desk, lot)).value
    saved(injection.give(desk, well, lot=lot, vial=vial))
    passes(desk)


def _under_observation(desk: Desk, well: str) -> None:
    exercises.begin(desk, Topic.REACTION)
    event = Aefi(day=desk.day, severity="common", onset=desk.now(), symptoms=["local"])
    saved(aefi.report(desk, well, event))
    passes(desk)
    exercises.begin(desk, Topic.LEAVE)
    saved(observation.release(desk, well, state="reaction", why="xe sắp chạy"))
    passes(desk)


def _mending(desk: Desk, ill: str) -> None:
    exercises.begin(desk, Topic.UNDO)
    with desk.store.reading() as conn:
        steps = visits.of_person(conn, desk.store.names, ill, desk.day)
    saved(undo.void(desk, next(one.id for one in steps if one.kind == "screen"), why="nhầm người"))
    passes(desk)
    wrong = exercises.begin(desk, Topic.CORRECT).target
    assert wrong.person in set(listed(desk))
    saved(corrections.correct(desk, wrong.person, changes={"name": wrong.new_name}, why="ghi sai"))
    passes(desk)


def test_an_exercise_begun_anew_is_about_somebody_else(trainee: tuple[Desk, Clock]) -> None:
    desk, _ = trainee
    first = exercises.begin(desk, Topic.RECEIVE).target
    saved(reception.check_in(desk, first.person, via=Via.SEARCH))
    assert exercises.look(desk).is_passed
    again = exercises.begin(desk, Topic.RECEIVE)
    assert again.target.person not in ("", first.person)
    assert (again.done, again.passed) == ((False,), frozenset({Topic.RECEIVE}))
    saved(reception.check_in(desk, again.target.person, via=Via.SEARCH))
    assert exercises.look(desk).passed == frozenset({Topic.RECEIVE})


def test_the_practice_station_is_ready_to_work(trainee: tuple[Desk, Clock]) -> None:
    desk, _ = trainee
    found = {one.item: one.light for one in readiness.look(desk, desk.day)}
    assert {item for item, light in found.items() if light is Light.GREEN} >= {Item.ROSTER, Item.TEAM, Item.STOCK}


def test_a_real_station_has_no_exercises(desk: Desk) -> None:
    assert exercises.look(desk) is None
    assert exercises.begin(desk, Topic.UNDO) is None


def test_practice_joins_no_other_server(trainee: tuple[Desk, Clock]) -> None:
    desk, _ = trainee
    code = make_code(bytes(range(20)))
    assert sending.ask_to_join(desk, "https://dongbo.example.vn", code) is Refusal.PRACTICE
    assert sending.ask_to_join(desk, "https://203.0.113.5:8443", code) is Refusal.PRACTICE
    assert usb.prepare_join(desk, "vaxdesk-invitation") is Refusal.PRACTICE
    assert not isinstance(sending.ask_to_join(desk, "http://127.0.0.1:8000", code), Refusal)
