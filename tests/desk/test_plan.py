"""Sessions planned, people allotted to their slots, moved, cancelled; campaigns with their tasks."""

from __future__ import annotations

import pytest

from tests.desk.conftest import DAY
from tests.desk.planning import HAMLET, SESSION_DAY, allot, people, plan, slots
from vaxdesk.desk import board, entrance, station, stock
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import allotting, campaigns, closing, correcting, proposing, sessions
from vaxdesk.desk.plan.shipped import seeds
from vaxdesk.domain.payloads import Amend, Appt, Campaign, History, Person, Plan, Roster, Team
from vaxdesk.domain.plan.capacity import Lack
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.fitness import LeftOut
from vaxdesk.domain.plan.proposal import Allotted, Proposal
from vaxdesk.domain.plan.tasks import TaskWords
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import visits


def test_people_of_a_hamlet_fill_the_slots_in_order(desk: Desk) -> None:
    session = plan(desk)
    people(desk, 5)
    people(desk, 1, adr="Thôn Khác")
    proposal = allot(desk, session)
    assert proposal.chosen == 5
    assert {reason: found.n for reason, found in proposal.left.items()} == {LeftOut.NO_PLACE: 1}
    assert slots(desk, session) == {"Lò Thị A": "07:30", "Lò Thị B": "07:30", "Lò Thị C": "08:30", "Lò Thị D": "08:30"}
    again = proposing.propose(desk, session, HAMLET)
    assert {reason: found.n for reason, found in again.left.items()} == {LeftOut.ALLOTTED: 4, LeftOut.NO_PLACE: 1}
    assert allotting.allot(desk, again).reason is Refusal.NOBODY_CHOSEN
    rows = board.rows(desk.on(SESSION_DAY))
    assert {row.person.name: row.slot for row in rows} == slots(desk, session), "the board of the day has their hours"


def test_who_must_not_come_is_left_out_with_the_reason(desk: Desk) -> None:
    session = plan(desk, slots={"07:30": 20})
    fit, early, child, complete = people(desk, 4)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-11-20", product="COM-A", n=1), of=early)
        for n in range(1, 6):
            w.add("history", History(date=f"202{n}-01-05", product="COM-A", n=n), of=complete)
        w.change("amend", Amend(set={"dob": "2024-01-01"}), of=child)
    proposal = allot(desk, session)
    assert [one.person.id for one in proposal.placed] == [fit]
    left = {reason: [one.id for one in found.people] for reason, found in proposal.left.items()}
    assert left == {LeftOut.TOO_EARLY: [early], LeftOut.AGE: [child], LeftOut.COMPLETE: [complete]}


def test_ways_to_choose(desk: Desk) -> None:
    session = plan(desk, slots={"07:30": 20})
    a, b = people(desk, 2)
    (c,) = people(desk, 1, grp="1", adr="Thôn Khác")
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-10-20", product="COM-A", n=1), of=b)
        roster = w.add("roster", Roster(file="x.xlsx", sha256="", day=DAY, rows=2, accepted=2))
        w.add("appt", Appt(day=DAY, roster=roster, row=2), of=a)
        w.add("appt", Appt(day=DAY, roster=roster, row=1), of=c)

    def found(choice: Choice) -> list[str]:
        return [one.person.id for one in proposing.propose(desk, session, choice).placed]

    assert found(Choice(way=Way.GROUP, text="1")) == [c]
    assert found(Choice(way=Way.DUE)) == [b]
    assert found(Choice(way=Way.ROSTER, roster=roster)) == [c, a]
    assert found(Choice(way=Way.HAND, people=(b, "0000000000009.9"))) == [b]
    assert found(Choice(way=Way.CANCELLED)) == []


def test_a_list_is_superseded_by_its_sessions_and_comes_back(desk: Desk) -> None:
    session = plan(desk)
    with desk.store.writing(user=1) as w:
        roster = w.add("roster", Roster(file="x.xlsx", sha256="", day=DAY, rows=1, accepted=1))
        person = w.add("person", Person(name="Lan", dob="1990"))
        line = w.add("appt", Appt(day=DAY, roster=roster, row=12), of=person)
    proposal = proposing.propose(desk, session, Choice(way=Way.ROSTER, roster=roster))
    assert proposal.placed[0].replaces == (line,)
    done = allotting.allot(desk, proposal)
    assert board.rows(desk) == ()
    (row,) = board.rows(desk.on(SESSION_DAY))
    assert (row.slot, row.row) == ("07:30", 12)
    with desk.store.reading() as conn:
        found = visits.person_of_appointment(conn, desk.store.names, line)
    assert found == person, "the code printed before still works"
    allotting.take_back(desk, done.value)
    assert board.rows(desk.on(SESSION_DAY)) == ()
    (row,) = board.rows(desk)
    assert (row.slot, row.row) == ("", 12)


def test_people_are_moved_between_hours_and_sessions(desk: Desk) -> None:
    session, other = plan(desk), plan(desk, day="2026-12-02", slots={"13:30": 1})
    people(desk, 3)
    allot(desk, session)
    lines = {one.person.name: one.id for one in sessions.page(desk, session).people}
    assert allotting.move(desk, (lines["Lò Thị A"],), session=session, slot="09:30").reason is Refusal.SLOT_UNKNOWN
    assert isinstance(allotting.move(desk, (lines["Lò Thị A"],), session=session, slot="08:30"), Done)
    moved = allotting.move(desk, (lines["Lò Thị B"], lines["Lò Thị C"]), session=other, slot="13:30")
    assert slots(desk, session) == {"Lò Thị A": "08:30"}
    (lack,) = sessions.page(desk, other).shortages
    assert (lack.lack, lack.facts) == (Lack.PLACES, {"slot": "13:30", "people": 2, "places": 1})
    assert allotting.move(desk, moved.refs, session=other, slot="13:30").reason is Refusal.NOBODY_CHOSEN
    allotting.take_back(desk, moved.value)
    assert slots(desk, session) == {"Lò Thị A": "08:30", "Lò Thị B": "07:30", "Lò Thị C": "08:30"}
    out = allotting.take_out(desk, (sessions.page(desk, session).people[0].id,), why="bận")
    assert isinstance(out, Done)
    assert len(slots(desk, session)) == 2
    allotting.take_back(desk, out.value)
    assert len(slots(desk, session)) == 3


def test_a_cancelled_session_gives_its_people_back(desk: Desk) -> None:
    session = plan(desk)
    people(desk, 3)
    allot(desk, session)
    assert closing.cancel(desk, session, why=" ").reason is Refusal.REASON_NEEDED
    assert closing.cancel(desk, session, why="mất điện").value == 3
    assert board.rows(desk.on(SESSION_DAY)) == ()
    assert sessions.board(desk).replan == 3
    for answer in (
        sessions.page(desk, session),
        closing.cancel(desk, session, why="x"),
        proposing.propose(desk, session, HAMLET),
        allotting.move(desk, ("x",), session=session, slot="07:30"),
        correcting.change(desk, session, Plan(day=SESSION_DAY, slots={"07:30": 1})),
        allotting.allot(desk, Proposal(plan=session, chosen=0)),
    ):
        assert isinstance(answer, Refused)
    other = plan(desk, day="2026-12-03")
    allot(desk, other, Choice(way=Way.CANCELLED))
    assert len(slots(desk, other)) == 3
    assert sessions.board(desk).replan == 0


def test_a_session_is_corrected_and_its_people_go_with_it(desk: Desk) -> None:
    session = plan(desk)
    people(desk, 2)
    allot(desk, session)
    wanted = Plan(day="2026-12-05", place="Nhà văn hóa", products=["COM-A"], slots={"07:30": 1, "08:30": 2})
    answer = correcting.change(desk, session, wanted)
    assert len(answer.refs) == 3
    page = sessions.page(desk, session)
    assert (page.session.day, page.session.place, page.session.slots) == (wanted.day, wanted.place, wanted.slots)
    assert len(board.rows(desk.on("2026-12-05"))) == 2
    assert board.rows(desk.on(SESSION_DAY)) == ()
    assert correcting.change(desk, session, wanted).refs == (), "what is so already is not written again"


def test_too_few_doses_and_too_few_hands_are_told(desk: Desk) -> None:
    session = plan(desk, slots={"07:30": 40})
    people(desk, 7)
    stock.add_lot(desk, product="COM-A", number="FK1", expiry="2027-06-30", doses_per_vial=6, vials=1)
    stock.add_lot(desk, product="COM-A", number="OLD", expiry="2026-11-30", doses_per_vial=6, vials=9)
    proposal = allot(desk, session)
    assert [(one.lack, one.facts) for one in proposal.warnings] == [
        (Lack.DOSES, {"people": 7, "doses": 6}),
        (Lack.RATE, {"slot": "07:30", "people": 40, "most": 30}),
    ]
    with desk.store.writing(user=1) as w:
        for name in "abc":
            w.add("team", Team(day=SESSION_DAY, role="injecting", name=name))
    page = sessions.page(desk, session)
    assert ([one.lack for one in page.shortages], page.doses) == ([Lack.DOSES], 6)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"day": "mai"}, Refusal.DAY_UNREADABLE),
        ({"day": "2026-11-22"}, Refusal.SESSION_PAST),
        ({"slots": {"07:30": 0}}, Refusal.NO_SLOTS),
        ({"slots": {"7h": 4}}, Refusal.SLOT_UNKNOWN),
        ({"slots": {"07:30": 10_000}}, Refusal.SLOT_UNKNOWN),
        ({"portal": 101}, Refusal.PORTAL_SHARE),
        ({"portal": -1}, Refusal.PORTAL_SHARE),
        ({"products": ["X"]}, Refusal.PRODUCT_UNKNOWN),
        ({"campaign": "0000000000009.9"}, Refusal.CAMPAIGN_GONE),
    ],
)
def test_what_is_wrong_is_refused(desk: Desk, fields: dict, reason: Refusal) -> None:
    entry = Plan(**{"day": SESSION_DAY, "slots": {"07:30": 4}, **fields})
    assert sessions.add(desk, entry).reason is reason


def test_default_hours_are_those_of_the_platform(desk: Desk) -> None:
    made = sessions.add(desk, Plan(day=SESSION_DAY))
    assert list(sessions.page(desk, made.value).session.slots) == ["07:30", "08:30", "09:30", "13:30", "14:30", "15:30"]


WORDS = {seed.code: TaskWords(title=seed.code, lead="TYT") for seed in seeds()}


def test_a_campaign_begins_with_the_shipped_tasks_and_the_site_changes_them(desk: Desk) -> None:
    drive = Campaign(no="3", name=" Đợt 3 ", from_day=SESSION_DAY, until_day=SESSION_DAY)
    made = campaigns.begin(desk, drive, words=WORDS)
    tasks = {one.code: one for one in campaigns.tasks(desk, made.value)}
    assert len(tasks) == len(seeds())
    assert tasks["computer"].deadline == "2026-11-21"
    assert tasks["final_report"].deadline == "2026-12-06"
    task = tasks["printer"].id
    changes = {"state": "done", "person": "Lò  Thị Mai", "title": "printer"}
    assert len(campaigns.change_task(desk, task, changes=changes).refs) == 1
    assert campaigns.change_task(desk, task, changes=changes).refs == ()
    (held,) = [one for one in campaigns.tasks(desk) if one.id == task]
    assert (held.state, held.person) == ("done", "Lò Thị Mai")
    own = campaigns.add_task(desk, made.value, fields={"title": "Mượn loa", "deadline": "2026-11-30"})
    assert len(campaigns.tasks(desk)) == len(seeds()) + 1
    assert campaigns.drop_task(desk, own.value, why="").reason is Refusal.REASON_NEEDED
    assert isinstance(campaigns.drop_task(desk, own.value, why="thừa"), Done)
    assert campaigns.drop_task(desk, own.value, why="thừa").reason is Refusal.TASK_GONE
    assert campaigns.change_task(desk, own.value, changes={"note": "x"}).reason is Refusal.TASK_GONE
    assert sessions.board(desk).campaigns[0].name == "Đợt 3"


def test_tasks_and_campaigns_that_are_wrong_are_refused(desk: Desk) -> None:
    assert campaigns.begin(desk, Campaign(no="", name=" "), words={}).reason is Refusal.NAME_MISSING
    wrong = Campaign(no="", name="x", from_day="2026-13")
    assert campaigns.begin(desk, wrong, words={}).reason is Refusal.DAY_UNREADABLE
    made = campaigns.begin(desk, Campaign(no="", name="x"), words={}).value
    assert campaigns.add_task(desk, made, fields={"title": ""}).reason is Refusal.NAME_MISSING
    assert campaigns.add_task(desk, made, fields={"title": "x", "deadline": "2026"}).reason is Refusal.DAY_UNREADABLE
    assert campaigns.add_task(desk, "", fields={"title": "x"}).reason is Refusal.CAMPAIGN_GONE
    task = campaigns.add_task(desk, made, fields={"title": "x"}).value
    assert campaigns.change_task(desk, task, changes={"state": "later"}).reason is Refusal.TASK_GONE
    assert campaigns.change_task(desk, task, changes={"title": " "}).reason is Refusal.NAME_MISSING


def test_only_who_leads_plans(desk: Desk) -> None:
    made = station.add_user(desk, name="Chứ", login="chu", roles=("reception", "data_entry"))
    entrance.set_pin(desk, made.value, "135790")
    session = plan(desk)
    theirs = entrance.switch_by_pin(desk, made.value, "135790")
    for answer in (
        sessions.add(theirs, Plan(day=SESSION_DAY)),
        correcting.change(theirs, session, Plan(day=SESSION_DAY, slots={"07:30": 1})),
        closing.cancel(theirs, session, why="x"),
        allotting.allot(theirs, Proposal(plan=session, chosen=0)),
        allotting.move(theirs, ("x",), session=session, slot="07:30"),
        allotting.take_out(theirs, ("x",), why="x"),
        allotting.take_back(theirs, Allotted(lines=())),
        closing.close(theirs, session),
        closing.reopen(theirs, session),
        closing.close_campaign(theirs, "x", why="x"),
        campaigns.change(theirs, "x", Campaign(no="", name="x")),
        campaigns.reopen(theirs, "x"),
        campaigns.drop(theirs, "x", why="x"),
        campaigns.begin(theirs, Campaign(no="", name="x"), words={}),
        campaigns.add_task(theirs, "x", fields={}),
        campaigns.change_task(theirs, "x", changes={}),
        campaigns.drop_task(theirs, "x", why="x"),
    ):
        assert answer == Refused(reason=Refusal.NO_RIGHT, facts={"act": "plan_sessions"})
