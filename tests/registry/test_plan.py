"""Campaigns, sessions, tasks and teams as desks and the server see them, on SQLite and PostgreSQL."""

from __future__ import annotations

import random

import pytest

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import (
    Aefi,
    Amend,
    Appt,
    Campaign,
    CheckIn,
    History,
    Inject,
    Person,
    Plan,
    Same,
    Task,
    Team,
    Void,
)
from vaxdesk.domain.plan.session import CampaignView
from vaxdesk.domain.team.member import Member
from vaxdesk.registry.queries import courses, invited, plan, team, visits

LOG, DAY = "0000000000001", "2026-12-01"


def planned() -> Written:
    log = Written(LOG)
    log.add("campaign", Campaign(no="3", name="Đợt 3", from_day=DAY))  # 1
    slots = {"08:30": 5, "07:30": 4}
    log.add("plan", Plan(day=DAY, campaign=f"{LOG}.1", place="Trạm", products=["COM-A"], slots=slots))  # 2
    log.add("person", Person(name="Lò Văn Páo"))  # 3
    log.add("person", Person(name="Lò Văn Páo", dob="1990"))  # 4
    log.add("same", Same(a=f"{LOG}.3", b=f"{LOG}.4", why="same"))  # 5
    log.add("person", Person(name="Bùi Thị Ắng"))  # 6
    log.add("appt", Appt(day=DAY, slot="07:30", plan=f"{LOG}.2"), of=3)  # 7
    log.add("appt", Appt(day=DAY, slot="08:30", plan=f"{LOG}.2"), of=4)  # 8: the same person again
    log.add("appt", Appt(day=DAY, slot="08:30", plan=f"{LOG}.2", row=12), of=6)  # 9
    log.add("task", Task(campaign=f"{LOG}.1", title="Máy in", deadline="2026-11-20", code="printer"))  # 10
    log.add("task", Task(campaign=f"{LOG}.1", title="Tập huấn", deadline="2026-11-18"))  # 11
    log.add("team", Team(day=DAY, role="reception", user=4, name="Lan", from_at=1_795_400_000))  # 12
    log.add("team", Team(day=DAY, role="injecting", name="An"))  # 13
    log.add("amend", Amend(set={"over": "1", "until_at": "1795420000"}), of=12, rev=1)
    log.add("amend", Amend(set={"slots": "07:30=6 09:30=2", "place": "Nhà văn hóa"}), of=2, rev=1)
    log.add("amend", Amend(set={"state": "done"}), of=11, rev=1)
    return log


def test_what_is_planned_is_seen(base: Fold) -> None:
    base.take(planned())
    assert base.ask(plan.campaigns) == (CampaignView(id=f"{LOG}.1", no="3", name="Đợt 3", from_day=DAY),)
    (session,) = base.ask(plan.sessions)
    assert (session.day, session.campaign, session.place) == (DAY, f"{LOG}.1", "Nhà văn hóa")
    assert session.products == ("COM-A",)
    assert session.slots == {"07:30": 6, "09:30": 2}
    assert session.people == 3, "a line is a line until somebody decides which of the two stands"
    people = base.ask(plan.allotted, session.id)
    assert [(one.slot, one.person.name) for one in people] == [("07:30", "Lò Văn Páo"), ("08:30", "Bùi Thị Ắng")]
    assert len(base.ask(plan.lines, session.id)) == 3
    tasks = base.ask(plan.tasks, f"{LOG}.1")
    assert [(one.title, one.state) for one in tasks] == [("Tập huấn", "done"), ("Máy in", "todo")]
    assert base.ask(plan.session, session.id) == session
    assert base.ask(plan.session, f"{LOG}.99") is None
    (line,) = base.ask(invited.lines, (f"{LOG}.9",))
    assert (line.person, line.plan, line.row, line.voided) == (f"{LOG}.6", session.id, 12, False)
    board = base.ask(visits.board, DAY)
    assert {row.person.name: row.slot for row in board} == {"Lò Văn Páo": "07:30", "Bùi Thị Ắng": "08:30"}


def test_a_cancelled_session_leaves_people_to_plan_anew(base: Fold) -> None:
    log = planned()
    for of in (2, 7, 8, 9):
        log.add("void", Void(v=True, why="mất điện"), of=of, rev=1)
    base.take(log)
    assert base.ask(plan.sessions) == ()
    (gone,) = base.ask(plan.sessions, cancelled=True)
    assert gone.cancelled
    assert base.ask(plan.taken, "2026-11-01") == set()
    again = base.ask(plan.to_plan_anew, since="2026-11-01", today="2026-11-01")
    assert sorted(one.name for one in again) == ["Bùi Thị Ắng", "Lò Văn Páo"]
    log.add("plan", Plan(day="2026-12-02", slots={"07:30": 9}))
    base.empty()
    log.add("appt", Appt(day="2026-12-02", slot="07:30", plan=f"{LOG}.{len(log.lines)}"), of=6)
    base.take(log)
    (left,) = base.ask(plan.to_plan_anew, since="2026-11-01", today="2026-11-01")
    assert left.name == "Lò Văn Páo"


def closed() -> Written:
    """The session is over: one came, one was left out when it was corrected, one missed it."""
    log = planned()
    log.add("checkin", CheckIn(day=DAY, no=1), of=3)
    log.add("amend", Amend(set={"replan": "1"}), of=8, rev=1)
    log.add("void", Void(v=True, why="replan"), of=8, rev=1)
    log.add("amend", Amend(set={"replan": "1"}), of=9, rev=1)
    log.add("amend", Amend(set={"closed": DAY}), of=2, rev=2)
    log.add("amend", Amend(set={"closed": "2026-12-02"}), of=1, rev=1)
    log.add("amend", Amend(set={"kinds": "primary_2,booster_1", "products": "AZ,COM-A"}), of=2, rev=3)
    return log


def test_who_missed_a_closed_session_is_kept_in_mind(base: Fold) -> None:
    log = closed()
    base.take(log)
    (session,) = base.ask(plan.sessions)
    assert (session.closed, session.kinds, session.products) == (DAY, ("primary_2", "booster_1"), ("AZ", "COM-A"))
    assert base.ask(plan.campaigns)[0].closed == "2026-12-02"
    assert base.ask(plan.came, session) == {f"{LOG}.3": ""}
    assert base.ask(plan.missed, session.id) == ((f"{LOG}.9", f"{LOG}.6"),)
    assert base.ask(plan.taken, "2026-11-01") == {f"{LOG}.3"}
    again = base.ask(plan.to_plan_anew, since="2026-11-01", today="2026-11-01")
    assert [one.name for one in again] == ["Bùi Thị Ắng"], "who was left out has another line that stands"
    log.add("history", History(date="2026-12-05", product="COM-A", n=1), of=6)
    base.empty()
    base.take(log)
    assert base.ask(plan.to_plan_anew, since="2026-11-01", today="2026-11-01") == ()


def test_doses_of_many_are_asked_in_one_go(base: Fold) -> None:
    log = planned()
    log.add("history", History(date="2026-01-05", product="COM-A", n=1), of=4)
    log.add("inject", Inject(day="2026-03-05", at=1, product="AZ", lot="", lot_no="A", expiry=""), of=3)
    log.add("aefi", Aefi(day="2026-03-05", symptoms=["fever"], severity="common", onset=1), of=3)
    base.take(log)
    found = base.ask(courses.of_many, (f"{LOG}.3", f"{LOG}.4", f"{LOG}.6"))
    assert set(found) == {f"{LOG}.3", f"{LOG}.4"}, "both records of one person; who had nothing is left out"
    for had in found.values():
        assert [dose.product for dose in had.doses] == ["COM-A", "AZ"]
        assert sorted(event.kind for event in had.reactions) == ["aefi", "inject"]
    (block,) = base.ask(lambda conn, names: list(invited.everyone(conn, names, dosed=True)))
    assert [one.id for one in block] == [f"{LOG}.3"]


def test_everybody_comes_in_blocks(base: Fold, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invited, "BLOCK", 1)
    base.take(planned())
    blocks = base.ask(lambda conn, names: list(invited.everyone(conn, names)))
    assert [[one.id for one in block] for block in blocks] == [[f"{LOG}.3"], [f"{LOG}.6"]]


def test_the_team_of_a_day(base: Fold) -> None:
    base.take(planned())
    assert base.ask(team.of_day, DAY) == (
        Member(id=f"{LOG}.13", day=DAY, role="injecting", name="An"),
        Member(id=f"{LOG}.12", day=DAY, role="reception", name="Lan", user=4, from_at=1_795_400_000,
               until_at=1_795_420_000, over=True),
    )  # fmt: skip
    assert base.ask(lambda conn, _: team.days(conn)) == (DAY,)
    assert base.ask(lambda conn, _: team.names_without_account(conn)) == ("An",)


def test_any_order_gives_the_same(base: Fold) -> None:
    log = closed()
    base.take(log)
    wanted = base.digests()
    rng = random.Random(7)
    for _ in range(6):
        order = log.refs()
        rng.shuffle(order)
        base.empty()
        for one in order:
            base.fold([(log, one)])
        assert base.digests() == wanted
