"""Checks at the desk: found a little at a time, shown beside the entries and by the people they concern."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.desk.day import injected, pfizer, saved, screened
from vaxdesk.desk import injection, issues, reception, stock
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Inject
from vaxdesk.domain.refusals import Refusal

Make = Callable[..., str]


def until_done(desk: Desk) -> bool:
    """Steps until nothing is left; whether any found something else than before."""
    differs = False
    for _ in range(100):
        looked, other = issues.look(desk, most=2)
        differs |= other
        if not looked:
            return differs
    raise AssertionError("never done")


def test_a_second_dose_on_one_day_is_found_and_shown(desk: Desk, make_person: Make) -> None:
    person, first = injected(desk, make_person)
    other = make_person(desk, row=2, doc="015190001255", name="Lò Văn Páo", dob="1985", tel="0987654321")
    saved(reception.check_in(desk, other))
    until_done(desk)
    before = issues.counts(desk)
    assert IssueKind.DUP_INJECTION not in before
    given = next(one.event for day in record(desk, person).days for one in day.events if one.event.id == first).data
    with desk.store.writing(user=2) as w:
        again = Inject(**{name: given[name] for name in Inject.__struct_fields__ if name in given})
        second = w.add("inject", again, of=person)
    assert until_done(desk)
    assert issues.counts(desk) == {**before, IssueKind.DUP_INJECTION: 1}
    [case] = issues.cases(desk, IssueKind.DUP_INJECTION)
    assert [one.id for one in case.people] == [person]
    assert case.issue.facts == {"day": desk.day}
    signs = {one.event.id: one.sent for one in record(desk, person).days[0].events}
    for dose in (first, second):
        assert signs[dose].state is Delivery.ATTENTION
        assert signs[dose].issues == ("dup_injection",)
    assert record(desk, other).days[0].events[0].sent.state is Delivery.SAVED
    assert issues.look(desk) == (0, False), "nothing is written when nothing has changed"


def test_an_issue_is_answered_by_the_lead_and_the_answer_can_be_taken_back(desk: Desk, make_person: Make) -> None:
    make_person(desk, name="Lò Văn Páo", doc="015190001255")
    make_person(desk, name="Hờ Thị Dở", doc="015190001255", row=2, tel="0987654321")
    until_done(desk)
    kind = IssueKind.SAME_CCCD_DIFF_NAME
    [case] = issues.cases(desk, kind)
    assert {one.name for one in case.people} == {"Lò Văn Páo", "Hờ Thị Dở"}
    nurse = desk.as_user(msgspec.structs.replace(desk.user, no=2, roles=(Role.RECEPTION.value,)))
    assert issues.resolve(nurse, case.issue.id, how="checked").reason is Refusal.NO_RIGHT
    for how, why in (("", ""), ("hearsay", "x"), ("otherwise", " ")):
        assert issues.resolve(desk, case.issue.id, how=how, why=why).reason is Refusal.REASON_NEEDED
    assert issues.resolve(desk, "ab" * 16, how="checked").reason is Refusal.ISSUE_GONE
    answer = saved(issues.resolve(desk, case.issue.id, how="otherwise", why="hai chị em, một số gõ nhầm")).refs[0]
    assert kind not in issues.counts(desk) and issues.cases(desk, kind) == ()
    assert issues.resolve(desk, case.issue.id, how="checked").reason is Refusal.ISSUE_GONE
    until_done(desk)
    assert kind not in issues.counts(desk), "the checks do not find again what was answered"
    assert issues.reopen(nurse, answer).reason is Refusal.NO_RIGHT
    saved(issues.reopen(desk, answer))
    assert issues.cases(desk, kind) == (case,)


def test_an_issue_of_a_vial_names_its_lot(desk: Desk, make_person: Make) -> None:
    first = screened(desk, make_person)
    lot = pfizer(desk, doses_per_vial=1)
    vial = saved(stock.open_vial(desk, lot)).value
    saved(injection.give(desk, first, lot=lot, vial=vial))
    second = make_person(desk, row=2, doc="015190001299", name="Hờ Thị Dở")
    dose = Inject(day=desk.day, at=desk.now(), product="COM-A", lot=lot, lot_no="FK1234", expiry="", vial=vial)
    with desk.store.writing(user=2) as w:
        w.add("inject", dose, of=second)
    until_done(desk)
    [case] = issues.cases(desk, IssueKind.VIAL_OVERDRAWN)
    assert (case.people, case.lot) == ((), "FK1234")
