"""Screening against a real store: the form of the day, the conclusion judged again, rights and order."""

from __future__ import annotations

import msgspec
import pytest

from tests.desk.day import Make, healthy, received, saved
from vaxdesk.desk import board, screening, undo
from vaxdesk.desk.context import Desk
from vaxdesk.domain import rights
from vaxdesk.domain.outcomes import Conclusion, Outcome, Role, Stage
from vaxdesk.domain.payloads import History, Screen
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.screening import Gap, Need
from vaxdesk.domain.step_views import Incomplete, ScreeningSheet
from vaxdesk.domain.views import UserView


def sheet(desk: Desk, person: str) -> ScreeningSheet:
    answer = screening.sheet(desk, person)
    assert isinstance(answer, ScreeningSheet), answer
    return answer


def as_role(desk: Desk, role: Role) -> Desk:
    return desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(role.value,)))


@pytest.mark.parametrize(
    ("day", "dob", "form"),
    [
        ("2026-11-23", "1990-01-01", "qd5785"),
        ("2021-11-01", "1990-01-01", "qd4355"),
        ("2026-11-23", "2015-03-02", "qd5002"),
        ("2026-11-23", "2008-11-24", "qd5002"),
        ("2026-11-23", "2008-11-23", "qd5785"),
        ("2026-11-23", "2008", "qd5002"),
        ("2026-11-23", "", "qd5785"),
    ],
    ids=["adult", "adult-entered-late", "child", "day-before-18", "18-today", "perhaps-18", "no-birth-date"],
)
def test_the_form_is_that_of_the_age_and_the_day(
    desk: Desk, make_person: Make, day: str, dob: str, form: str
) -> None:
    on = desk.on(day)
    assert sheet(on, received(on, make_person, dob=dob)).form.id == form


def test_nobody_under_five_has_a_form(desk: Desk, make_person: Make) -> None:
    answer = screening.sheet(desk, received(desk, make_person, dob="2023-01-01"))
    assert answer == Refused(reason=Refusal.NO_FORM, facts={"age": 3})


def test_the_sheet_shows_doses_and_what_the_day_allows(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with desk.store.writing(user=1) as w:
        w.add("history", History(date="2026-08-01", product="AZ", n=1), of=lanh)
    seen = sheet(desk, lanh)
    assert seen.answer == Refused(reason=Refusal.NOT_RECEIVED)
    assert [dose.product for dose in seen.doses] == ["AZ"]


def test_the_queue_is_who_waits_for_screening_by_number(desk: Desk, make_person: Make) -> None:
    first, second = (received(desk, make_person, row=row, doc=f"01519000000{row}") for row in (2, 1))
    make_person(desk, row=3, doc="015190000003")
    assert [row.person.id for row in screening.queue(desk)] == [first, second]
    saved(screening.save(desk, first, healthy(desk, first)))
    assert [row.person.id for row in screening.queue(desk)] == [second]


def test_a_healthy_person_goes_on_to_the_injection(desk: Desk, make_person: Make) -> None:
    lanh = received(desk, make_person)
    done = saved(screening.save(desk, lanh, healthy(desk, lanh)))
    assert (done.value.proposed, done.value.conclusion) == (Conclusion.ELIGIBLE, Conclusion.ELIGIBLE)
    assert done.value.doctor == "Lò Thị Mai"
    assert done.value.day == desk.day
    row = board.rows(desk, only=[lanh])[0]
    assert (row.stage, row.outcome, row.conclusion) == (Stage.SCREENED, None, "eligible")


@pytest.mark.parametrize(
    ("changes", "conclusion", "outcome"),
    [
        ({"vitals": {"temp": 38.2}}, Conclusion.CAUTION, None),
        ({"answers": {"2": True}}, Conclusion.DEFER, Outcome.DEFERRED),
        ({"answers": {"1": True}}, Conclusion.CONTRAINDICATED, Outcome.CONTRAINDICATED),
        ({"answers": {"4": True}, "notes": {"4": "Penicillin"}}, Conclusion.REFER, Outcome.REFERRED),
    ],
    ids=["fever", "ill", "anaphylaxis-same", "anaphylaxis-any"],
)
def test_the_rule_decides_the_end_of_the_day(
    desk: Desk, make_person: Make, changes: dict, conclusion: Conclusion, outcome: Outcome | None
) -> None:
    lanh = received(desk, make_person)
    screen = healthy(desk, lanh)
    answers = {**screen.answers, **changes.get("answers", {})}
    filled = msgspec.structs.replace(screen, **{**changes, "answers": answers})
    assert saved(screening.save(desk, lanh, filled)).value.conclusion == conclusion
    assert board.rows(desk, only=[lanh])[0].outcome == outcome


def test_what_is_missing_is_named_and_nothing_is_saved(desk: Desk, make_person: Make) -> None:
    lanh = received(desk, make_person, sex="M")
    screen = healthy(desk, lanh, consent=False)
    answers = {code: said for code, said in screen.answers.items() if code != "7"}
    answer = screening.save(desk, lanh, msgspec.structs.replace(screen, answers=answers, vitals={}))
    gaps = {Gap("7", Need.ANSWER), Gap("temp", Need.VITAL), Gap("consent", Need.CONSENT)}
    assert isinstance(answer, Incomplete)
    assert set(answer.missing) == gaps
    assert board.rows(desk, only=[lanh])[0].stage is Stage.RECEIVED


def test_another_conclusion_needs_a_reason_and_the_right(
    desk: Desk, make_person: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanh = received(desk, make_person)
    plain = as_role(desk, Role.DATA_ENTRY)  # a role that may screen but not leave the rule; none is so by default
    monkeypatch.setitem(rights._OF_ROLE, Role.DATA_ENTRY, {rights.Act.SCREEN})
    assert not sheet(plain, lanh).may_override
    other = healthy(desk, lanh, conclusion=Conclusion.DEFER.value, until="2026-12-01")
    assert screening.save(desk, lanh, other) == Incomplete((Gap("why", Need.REASON),))
    reasoned = msgspec.structs.replace(other, why="Vừa uống rượu")
    assert screening.save(plain, lanh, reasoned) == Refused(
        reason=Refusal.NO_RIGHT, facts={"act": "override_screening"}
    )
    kept = saved(screening.save(desk, lanh, reasoned)).value
    assert (kept.proposed, kept.conclusion, kept.until) == (Conclusion.ELIGIBLE, Conclusion.DEFER, "2026-12-01")


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.INJECTION, Role.OBSERVATION, Role.DATA_ENTRY])
def test_who_may_not_screen_sees_why(desk: Desk, make_person: Make, role: Role) -> None:
    lanh = received(desk, make_person)
    other = as_role(desk, role)
    refused = Refused(reason=Refusal.NO_RIGHT, facts={"act": "screen"})
    assert sheet(other, lanh).answer == refused
    assert screening.save(other, lanh, healthy(desk, lanh)) == refused


def test_the_order_of_the_day_holds(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    assert screening.save(desk, lanh, healthy(desk, lanh)) == Refused(reason=Refusal.NOT_RECEIVED)
    pao = received(desk, make_person, doc="015190000009")
    done = saved(screening.save(desk, pao, healthy(desk, pao)))
    again = screening.save(desk, pao, healthy(desk, pao))
    assert isinstance(again, Refused)
    assert again.reason is Refusal.ALREADY_SCREENED
    saved(undo.void(desk, done.refs[0], why="measured_again"))
    assert sheet(desk, pao).answer == Allowed()
    saved(screening.save(desk, pao, healthy(desk, pao)))


def test_a_person_nobody_knows_is_refused(desk: Desk) -> None:
    assert screening.sheet(desk, "0000000000000.77") == Refused(reason=Refusal.PERSON_GONE)
    screen = Screen(day=desk.day, form="qd5785", answers={})
    assert screening.save(desk, "0000000000000.77", screen) == Refused(reason=Refusal.PERSON_GONE)


def test_a_child_needs_the_name_of_a_guardian(desk: Desk, make_person: Make) -> None:
    my = received(desk, make_person, dob="2015-03-02", doc="")
    answer = screening.save(desk, my, healthy(desk, my, consent_by=""))
    assert answer == Incomplete((Gap("consent_by", Need.GUARDIAN),))
