"""Reports of the public at the desk: tasks, serious ones first, answered by a call or made into an adverse event."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, injected, saved
from tests.desk.test_observation import a_reaction, refused
from vaxdesk.desk import aefi, telling, undo
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Told, Void
from vaxdesk.domain.refusals import Refusal
from vaxdesk.domain.told import CALL_WITHIN
from vaxdesk.domain.views import UserView


def told(desk: Desk, person: str, dose: str, **fields: object) -> str:
    """A report as the feed of the station brings it."""
    said = Told(**{"day": desk.today(), "dose": dose, "signs": ["local"], "began": desk.today(), **fields})
    with desk.store.writing(user=0) as w:
        return w.add("told", said, of=person)


def _waiting(desk: Desk) -> list[str]:
    return [one.report.id for one in telling.tasks(desk)]


def test_serious_reports_come_first_and_no_reaction_waits_for_nobody(desk: Desk, make_person: Make) -> None:
    person, dose = injected(desk, make_person)
    mild = told(desk, person, dose)
    told(desk, person, dose, signs=[])
    loud = told(desk, person, dose, signs=["breathing"], serious=True)
    assert _waiting(desk) == [loud, mild] and telling.waiting(desk) == (2, 1)
    first = telling.tasks(desk)[0]
    assert (first.person.id, first.dose.id, first.late) == (person, dose, False)


def test_a_call_that_reached_nobody_leaves_it_waiting_and_one_that_did_ends_it(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    person, dose = injected(desk, make_person)
    report = told(desk, person, dose, serious=True)
    desk_clock.seconds += CALL_WITHIN + 60
    assert telling.tasks(desk)[0].late
    saved(telling.call(desk, report, result="unreached", at=desk.now()))
    (task,) = telling.tasks(desk)
    assert not task.late and [one.result for one in task.report.calls] == ["unreached"]
    done = saved(telling.call(desk, report, result="nothing", at=desk.now() - 60, text=" uống nước "))
    assert _waiting(desk) == []
    assert refused(telling.call(desk, report, result="nothing", at=desk.now())) is Refusal.TOLD_GONE
    saved(telling.take_back(desk, done.refs[0]))
    assert _waiting(desk) == [report]


@pytest.mark.parametrize(
    ("serious", "result", "early", "why"),
    [
        (True, "read", 0, Refusal.TOLD_SERIOUS),
        (False, "reaction", 0, Refusal.ANSWER_MISSING),
        (False, "", 0, Refusal.ANSWER_MISSING),
        (False, "nothing", 86_400, Refusal.CALL_TIME),
        (False, "unreached", -3600, Refusal.CALL_TIME),
    ],
)
def test_what_may_not_be_said(
    desk: Desk, make_person: Make, serious: bool, result: str, early: int, why: Refusal
) -> None:
    person, dose = injected(desk, make_person)
    report = told(desk, person, dose, serious=serious)
    assert refused(telling.call(desk, report, result=result, at=desk.now() - early)) is why
    long = telling.call(desk, report, result="unreached", at=desk.now(), text="a" * 501)
    assert refused(long) is Refusal.TEXT_TOO_LONG
    assert _waiting(desk) == [report]


def test_a_mild_one_may_be_read_and_only_by_who_may_record_reactions(desk: Desk, make_person: Make) -> None:
    person, dose = injected(desk, make_person)
    report = told(desk, person, dose)
    clerk = desk.as_user(UserView(no=9, name="Mai", login="mai", roles=(Role.RECEPTION.value,)))
    assert refused(telling.call(clerk, report, result="read")) is Refusal.NO_RIGHT
    assert refused(telling.take_back(clerk, report)) is Refusal.NO_RIGHT
    saved(telling.call(desk, report, result="read"))
    assert _waiting(desk) == []


def test_a_report_becomes_an_adverse_event_of_its_dose_and_waits_again_when_that_is_undone(
    desk: Desk, make_person: Make
) -> None:
    person, dose = injected(desk, make_person)
    report = told(desk, person, dose, serious=True)
    made = saved(aefi.report(desk, person, a_reaction(desk), told=report))
    assert made.value.inject == dose and _waiting(desk) == []
    assert refused(aefi.report(desk, person, a_reaction(desk), told=report)) is Refusal.TOLD_GONE
    saved(undo.void(desk, made.refs[-1], why="nhầm"))
    assert _waiting(desk) == [report]


def test_a_correction_by_the_person_takes_the_first_report_away(desk: Desk, make_person: Make) -> None:
    person, dose = injected(desk, make_person)
    first = told(desk, person, dose, serious=True)
    second = told(desk, person, dose, serious=True, replaces=first)
    with desk.store.writing(user=0) as w:
        w.change("void", Void(v=True, why="portal"), of=first)
    assert _waiting(desk) == [second]
    assert refused(telling.call(desk, first, result="nothing", at=desk.now())) is Refusal.TOLD_GONE
