"""A session that is corrected, closed or cancelled never loses anybody; a campaign is corrected and ended."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Clock
from tests.desk.planning import HAMLET, SESSION_DAY, allot, people, plan, slots
from vaxdesk.desk import board, reception, stock
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import allotting, campaigns, closing, correcting, proposing, sessions
from vaxdesk.desk.plan.shipped import seeds
from vaxdesk.domain.payloads import Aefi, Campaign, History, Inject, Plan, Screen
from vaxdesk.domain.plan.capacity import Lack
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.effects import Effects
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.tasks import TaskWords
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import courses
from vaxdesk.registry.queries import people as people_queries
from vaxdesk.registry.queries import plan as plan_queries

AGAIN = Choice(way=Way.CANCELLED)
WORDS = {seed.code: TaskWords(title=seed.code, lead="TYT") for seed in seeds()}


def dosed(desk: Desk, person: str, *days: str, product: str = "COM-A") -> None:
    with desk.store.writing(user=1) as w:
        for n, day in enumerate(days, start=1):
            w.add("history", History(date=day, product=product, n=n), of=person)


def waiting(desk: Desk) -> list[str]:
    """Names of those who are proposed when whoever needs another place is chosen."""
    session = plan(desk, day="2026-12-24", slots={"07:30": 50})
    proposal = proposing.propose(desk, session, AGAIN)
    closing.cancel(desk, session, why="x")
    return sorted(one.person.name for one in proposal.placed)


def test_whom_another_day_does_not_suit_is_named_before_and_waits_after(desk: Desk) -> None:
    a, b, _ = people(desk, 3)
    dosed(desk, a, "2026-11-06")
    dosed(desk, b, "2026-10-01")
    session = plan(desk, slots={"07:30": 2, "08:30": 2})
    allot(desk, session)
    assert len(slots(desk, session)) == 3
    sooner = Plan(day="2026-11-25", products=["COM-A"], slots={"07:30": 2, "08:30": 2})
    effects = correcting.foresee(desk, session, sooner)
    assert isinstance(effects, Effects)
    assert {reason: [one.person.name for one in some] for reason, some in effects.by_reason().items()} == {
        LeftOut.TOO_EARLY: ["Lò Thị A"]
    }
    assert (effects.told, effects.day) == (2, "2026-11-25")
    assert len(slots(desk, session)) == 3, "looking writes nothing"
    assert correcting.change(desk, session, sooner).value == effects
    assert slots(desk, session) == {"Lò Thị B": "07:30", "Lò Thị C": "08:30"}
    assert {row.person.name for row in board.rows(desk.on("2026-11-25"))} == {"Lò Thị B", "Lò Thị C"}
    assert board.rows(desk.on(SESSION_DAY)) == ()
    assert sessions.board(desk).replan == 1
    later = plan(desk, day="2026-12-10")
    allot(desk, later, AGAIN)
    assert slots(desk, later) == {"Lò Thị A": "07:30"}
    assert sessions.board(desk).replan == 0


def test_people_of_a_dropped_hour_get_a_free_place_or_wait(desk: Desk) -> None:
    people(desk, 4)
    session = plan(desk)
    allot(desk, session)
    done = correcting.change(desk, session, Plan(day=SESSION_DAY, products=["COM-A"], slots={"08:30": 2, "09:30": 1}))
    assert (done.value.rehoured, done.value.told, len(done.value.waiting)) == (1, 1, 1)
    assert slots(desk, session) == {"Lò Thị A": "09:30", "Lò Thị C": "08:30", "Lò Thị D": "08:30"}
    assert {row.person.name: row.slot for row in board.rows(desk.on(SESSION_DAY))} == slots(desk, session)
    assert waiting(desk) == ["Lò Thị B"]


def test_another_vaccine_is_meant_for_whom_it_suits(desk: Desk) -> None:
    a, b = people(desk, 2)
    dosed(desk, a, "2026-08-01", product="VERO")
    dosed(desk, b, "2026-08-01", product="AZ")
    session = plan(desk, products=["VERO", "AZ"], kinds=["primary_2"])
    proposal = allot(desk, session)
    assert {one.person.id: one.fit for one in proposal.placed} == {
        a: Fit(product="VERO", kind="primary", kind_no=2), b: Fit(product="AZ", kind="primary", kind_no=2),
    }  # fmt: skip
    assert {one.person.id: one.product for one in sessions.page(desk, session).people} == {a: "VERO", b: "AZ"}
    done = correcting.change(desk, session, Plan(day=SESSION_DAY, products=["COM-A"], slots={"07:30": 2, "08:30": 2}))
    assert [(one.person.id, reason) for one, reason in done.value.waiting] == [(a, LeftOut.OTHER_PRODUCT)]
    assert {one.person.id: one.product for one in sessions.page(desk, session).people} == {b: "COM-A"}


def test_each_vaccine_of_a_session_has_doses_for_those_who_get_it(desk: Desk) -> None:
    for one in people(desk, 3):
        dosed(desk, one, "2026-08-01", product="AZ")
    people(desk, 2, adr="Thôn Cu Vai 2")
    stock.add_lot(desk, product="COM-A", number="FK1", expiry="2027-06-30", doses_per_vial=6, vials=2)
    stock.add_lot(desk, product="AZ", number="AZ1", expiry="2027-06-30", doses_per_vial=1, vials=2)
    session = plan(desk, products=["COM-A", "AZ"], slots={"07:30": 9})
    proposal = allot(desk, session)
    assert {(fit.product, fit.kind_no): n for fit, n in proposal.meant().items()} == {("AZ", 2): 3, ("COM-A", 1): 2}
    lack = (Lack.DOSES_OF, {"product": "AZ", "people": 3, "doses": 2})
    assert [(one.lack, one.facts) for one in proposal.warnings] == [lack]
    page = sessions.page(desk, session)
    assert ([(one.lack, one.facts) for one in page.shortages], page.doses) == ([lack], 14)


def received(desk: Desk, name: str, session: str) -> str:
    person = next(one.person.id for one in sessions.page(desk, session).people if one.person.name == name)
    assert isinstance(reception.check_in(desk, person, via="name"), Done)
    return person


def test_who_did_not_come_or_was_deferred_needs_another_place(desk: Desk, desk_clock: Clock) -> None:
    people(desk, 4)
    session = plan(desk)
    allot(desk, session)
    assert closing.close(desk, session) == Refused(reason=Refusal.SESSION_AHEAD, facts={"day": SESSION_DAY})
    desk_clock.forward(days=8)
    today = desk.on(SESSION_DAY)
    a, b = (received(today, f"Lò Thị {one}", session) for one in "AB")
    with today.store.writing(user=1) as w:
        w.add("inject", Inject(day=SESSION_DAY, at=1, product="COM-A", lot="", lot_no="A1", expiry="2027-01-01"), of=a)
        w.add("screen", Screen(day=SESSION_DAY, form="qd5785", answers={}, conclusion="defer"), of=b)
    page = sessions.page(today, session)
    assert (page.came, page.absent) == (1, 3)
    assert closing.cancel(today, session, why="x") == Refused(reason=Refusal.SESSION_BEGUN, facts={"n": 2})
    moved = Plan(day="2026-12-09", products=["COM-A"], slots={"07:30": 2, "08:30": 2})
    assert correcting.change(today, session, moved) == Refused(reason=Refusal.SESSION_BEGUN, facts={"n": 2})

    assert closing.close(today, session).value == 3
    page = sessions.page(today, session)
    assert (page.session.closed, len(page.people), page.shortages) == (SESSION_DAY, 4, ())
    assert len(board.rows(today)) == 4, "the list of the day stays as it was"
    assert sessions.board(today).replan == 3
    assert isinstance(closing.reopen(today, session), Done)
    assert closing.reopen(today, session).refs == ()
    assert sessions.board(today).replan == 0, "they are awaited again"


def test_a_closed_session_stays_as_it_is_until_it_is_opened_again(desk: Desk, desk_clock: Clock) -> None:
    people(desk, 2)
    session = plan(desk)
    allot(desk, session)
    desk_clock.forward(days=8)
    today = desk.on(SESSION_DAY)
    closing.close(today, session)
    page = sessions.page(today, session)
    first, line = page.people[0].person.id, page.people[0].id
    other = plan(today, day="2026-12-20")
    moved = Plan(day="2026-12-21", slots={"07:30": 2})
    for answer in (
        closing.close(today, session),
        closing.cancel(today, session, why="x"),
        correcting.change(today, session, moved),
        correcting.foresee(today, session, moved),
        proposing.propose(today, session, HAMLET),
        allotting.move(today, (line,), session=other, slot="07:30"),
        allotting.move(today, (line,), session=session, slot="07:30"),
        allotting.take_out(today, (line,), why="x"),
    ):
        assert answer == Refused(reason=Refusal.SESSION_CLOSED)
    allot(today, other, Choice(way=Way.HAND, people=(first,)))
    assert sessions.board(today).replan == 1
    closing.reopen(today, session)
    with today.store.reading() as conn:
        missed = plan_queries.missed(conn, today.store.names, session)
    assert missed == ((line, first),), "who has another place is not awaited here again"
    assert closing.close(today, session).value == 2
    assert sessions.board(today).replan == 1


def test_who_had_the_dose_meanwhile_needs_no_place(desk: Desk) -> None:
    a, _ = people(desk, 2)
    session = plan(desk)
    allot(desk, session)
    closing.cancel(desk, session, why="mất điện")
    assert sessions.board(desk).replan == 2
    dosed(desk, a, "2026-12-02")
    assert sessions.board(desk).replan == 1


@pytest.mark.parametrize("kinds", [["primary_4"], ["mũi 3"]])
def test_a_dose_that_nobody_knows_is_refused(desk: Desk, kinds: list[str]) -> None:
    answer = sessions.add(desk, Plan(day=SESSION_DAY, kinds=kinds))
    assert answer == Refused(reason=Refusal.DOSE_UNKNOWN, facts={"dose": kinds[0]})


def test_only_the_doses_meant_are_invited(desk: Desk) -> None:
    a, b, c = people(desk, 3)
    dosed(desk, b, "2026-08-01")
    dosed(desk, c, "2025-08-01", "2025-09-01")
    session = plan(desk, kinds=["primary_2", "booster_1"])
    proposal = proposing.propose(desk, session, HAMLET)
    assert {one.person.id: (one.fit.kind, one.fit.kind_no) for one in proposal.placed} == {
        b: ("primary", 2), c: ("booster", 1),
    }  # fmt: skip
    assert {reason: [one.id for one in some.people] for reason, some in proposal.left.items()} == {
        LeftOut.OTHER_KIND: [a]
    }


def test_doses_asked_together_are_those_asked_one_by_one(desk: Desk) -> None:
    a, b, c = people(desk, 3)
    dosed(desk, a, "2026-08-01", "2026-09-01")
    with desk.store.writing(user=1) as w:
        dose = w.add("inject", Inject(day="2026-07-01", at=1, product="COM-A", lot="", lot_no="A1", expiry=""), of=b)
        w.add("aefi", Aefi(day="2026-07-01", symptoms=["anaphylaxis"], severity="serious", grade=3, onset=1,
                           inject=dose), of=b)  # fmt: skip
    with desk.store.reading() as conn:
        names = desk.store.names
        found = courses.of_many(conn, names, (a, b, c))
        assert set(found) == {a, b}
        for one, had in found.items():
            assert list(had.doses) == people_queries.doses(conn, names, one)
        assert sorted(event.kind for event in found[b].reactions) == ["aefi", "inject"]
        assert found[a].reactions == ()
    session = plan(desk, slots={"07:30": 9})
    proposal = proposing.propose(desk, session, HAMLET)
    assert [one.id for one in proposal.left[LeftOut.CONTRAINDICATED].people] == [b]


def begun(desk: Desk, **fields: str) -> str:
    drive = Campaign(**{"no": "3", "name": "Đợt 3", "from_day": SESSION_DAY, "until_day": "2026-12-05", **fields})
    return campaigns.begin(desk, drive, words=WORDS).value


def test_a_corrected_campaign_takes_its_deadlines_along(desk: Desk) -> None:
    campaign = begun(desk)
    tasks = {one.code: one for one in campaigns.tasks(desk, campaign)}
    campaigns.change_task(desk, tasks["printer"].id, changes={"deadline": "2026-11-30"})
    campaigns.change_task(desk, tasks["computer"].id, changes={"state": "done"})
    wanted = Campaign(no="3", name=" Đợt  3b ", decision="12/QĐ", from_day="2026-12-03", until_day="2026-12-07")
    done = campaigns.change(desk, campaign, wanted)
    assert done.value == len(seeds()) - 2
    after = {one.code: one.deadline for one in campaigns.tasks(desk, campaign)}
    assert (after["printer"], after["computer"]) == ("2026-11-30", tasks["computer"].deadline)
    assert (tasks["final_report"].deadline, after["final_report"]) == ("2026-12-10", "2026-12-12")
    (held,) = sessions.board(desk).campaigns
    assert (held.name, held.decision, held.until_day) == ("Đợt 3b", "12/QĐ", "2026-12-07")
    assert campaigns.change(desk, campaign, wanted).refs == ()
    turned = Campaign(no="", name="x", from_day="2026-12-03", until_day="2026-12-02")
    assert campaigns.change(desk, campaign, turned).reason is Refusal.DAYS_TURNED
    assert campaigns.begin(desk, turned, words={}).reason is Refusal.DAYS_TURNED
    assert campaigns.change(desk, campaign, Campaign(no="", name=" ")).reason is Refusal.NAME_MISSING
    assert campaigns.change(desk, "x", wanted).reason is Refusal.CAMPAIGN_GONE


def test_an_ended_campaign_closes_what_was_held_and_cancels_what_is_ahead(desk: Desk, desk_clock: Clock) -> None:
    campaign, other = begun(desk), begun(desk, name="Đợt 4")
    people(desk, 4)
    held = plan(desk, campaign=campaign, slots={"07:30": 2})
    allot(desk, held)
    ahead = plan(desk, campaign=campaign, day="2026-12-04", slots={"07:30": 2})
    allot(desk, ahead)
    elsewhere = plan(desk, campaign=other, day="2026-12-04")
    desk_clock.forward(days=9)
    today = desk.on("2026-12-02")
    late = campaigns.late(today)
    assert closing.close_campaign(today, campaign, why="").reason is Refusal.REASON_NEEDED
    ended = closing.close_campaign(today, campaign, why="ordered").value
    assert (ended.closed, ended.cancelled, ended.people) == (1, 1, 4)
    assert sessions.board(today).replan == 4
    assert sessions.page(today, held).session.closed == "2026-12-02"
    assert sessions.page(today, ahead).reason is Refusal.SESSION_GONE
    assert sessions.page(today, elsewhere).session.closed == ""
    assert 0 < campaigns.late(today) == late // 2, "tasks of what is over are no longer called overdue"
    for answer in (
        sessions.add(today, Plan(day="2026-12-20", campaign=campaign)),
        campaigns.add_task(today, campaign, fields={"title": "x"}),
        campaigns.change(today, campaign, Campaign(no="", name="x")),
        closing.close_campaign(today, campaign, why="x"),
    ):
        assert answer == Refused(reason=Refusal.CAMPAIGN_CLOSED)
    assert isinstance(campaigns.reopen(today, campaign), Done)
    assert campaigns.reopen(today, campaign).refs == ()
    assert isinstance(sessions.add(today, Plan(day="2026-12-20", campaign=campaign)), Done)
    assert campaigns.reopen(today, "x").reason is Refusal.CAMPAIGN_GONE


def test_only_a_campaign_without_sessions_is_taken_back(desk: Desk) -> None:
    campaign, mistake = begun(desk), begun(desk, name="Nhầm")
    plan(desk, campaign=campaign)
    assert campaigns.drop(desk, campaign, why="x") == Refused(reason=Refusal.CAMPAIGN_IN_USE, facts={"n": 1})
    assert isinstance(campaigns.drop(desk, mistake, why="nhầm"), Done)
    assert [one.id for one in sessions.board(desk).campaigns] == [campaign]
    assert campaigns.drop(desk, mistake, why="x").reason is Refusal.CAMPAIGN_GONE
