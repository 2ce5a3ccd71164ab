"""Figures of a session, reckoned by hand."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain import times
from vaxdesk.domain.charts import session
from vaxdesk.domain.charts.session import HourCount, Point, Waiting
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.views import PersonView, VisitRow

DAY = "2026-11-27"


def at(clock: str) -> int:
    return times.at(DAY, clock)


def row(stage: Stage = Stage.WAITING, **values: Any) -> VisitRow:
    clocks = {name: at(value) for name, value in values.items() if name.endswith("_at")}
    return VisitRow(person=PersonView(id="x", name="Lan"), day=DAY, stage=stage, **{**values, **clocks})


def test_the_plan_adds_up_the_slots_and_rests_at_noon() -> None:
    rows = [row(slot="07:30")] * 10 + [row(slot="08:30")] * 20 + [row(slot="13:30")] * 6 + [row(), row(slot="sáng")]
    plan = session.progress(rows, now_minute=0).plan
    assert plan == (
        Point(450, 0), Point(510, 10), Point(510, 10), Point(570, 30), Point(810, 30), Point(870, 36),
    )  # fmt: skip
    expected = {clock: session.progress(rows, now_minute=minute).expected for clock, minute in {
        "07:00": 420, "07:30": 450, "08:00": 480, "08:30": 510, "08:45": 525, "12:00": 720, "14:00": 840, "18:00": 1080,
    }.items()}  # fmt: skip
    assert expected == {
        "07:00": 0, "07:30": 0, "08:00": 5, "08:30": 10, "08:45": 15, "12:00": 30, "14:00": 33, "18:00": 36,
    }  # fmt: skip


def test_slots_closer_than_an_hour_end_when_the_next_begins() -> None:
    rows = [row(slot="08:00"), row(slot="08:30")]
    assert session.progress(rows, now_minute=0).plan == (Point(480, 0), Point(510, 1), Point(510, 1), Point(570, 2))


def test_what_is_done_adds_up_by_the_minute() -> None:
    rows = [
        row(Stage.DONE, slot="07:30", injected_at="08:10", outcome=Outcome.VACCINATED),
        row(Stage.INJECTED, injected_at="07:55", outcome=Outcome.VACCINATED),
        row(Stage.DONE, slot="07:30", outcome=Outcome.DEFERRED),
        row(slot="08:30"),
    ]
    found = session.progress(rows, now_minute=600)
    assert found.done == (Point(475, 1), Point(490, 2))
    assert (found.planned, found.vaccinated, found.ended, found.expected) == (3, 2, 1, 3)
    assert session.progress([], now_minute=600) == session.Progress()


def test_people_by_hour_without_a_gap() -> None:
    rows = [
        row(Stage.DONE, received_at="07:59", injected_at="08:10"),
        row(Stage.RECEIVED, received_at="08:00"),
        row(Stage.RECEIVED, received_at="18:20"),
        row(),
    ]
    found = session.hours(rows)
    assert [one.hour for one in found] == list(range(7, 19))
    assert found[:2] == (HourCount(7, 1, 0), HourCount(8, 1, 1))
    assert found[-1] == HourCount(18, 1, 0)
    assert [one.hour for one in session.hours([])] == list(range(7, 17))
    assert session.hours([row(received_at="05:10")])[0].hour == 5


def test_who_waits_and_how_long() -> None:
    rows = [
        row(Stage.RECEIVED, received_at="08:00"),
        row(Stage.RECEIVED, received_at="08:20"),
        row(Stage.SCREENED, screened_at="08:30"),
        row(Stage.SCREENED, screened_at="07:30", outcome=Outcome.DEFERRED),
        row(Stage.INJECTED, injected_at="08:40", outcome=Outcome.VACCINATED),
        row(Stage.DONE, injected_at="07:10", outcome=Outcome.VACCINATED),
        row(),
    ]
    assert session.waiting(rows, now=at("08:45")) == (
        Waiting(Stage.RECEIVED, 2, 45), Waiting(Stage.SCREENED, 1, 15), Waiting(Stage.INJECTED, 1, 5),
    )  # fmt: skip
    assert session.waiting(rows, now=at("08:00"))[1] == Waiting(Stage.SCREENED, 1, 0), "a clock that was put back"
    assert [one.people for one in session.waiting([], now=0)] == [0, 0, 0]
