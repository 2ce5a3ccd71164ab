"""Taking steps back: whose right it is, in which order, and for a reason."""

from __future__ import annotations

import pytest

from tests.desk.day import Make, injected, saved, screened
from vaxdesk.desk import board, undo
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Role, Stage
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView


def as_role(desk: Desk, role: Role) -> Desk:
    return desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(role.value,)))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.LEAD, True),
        (Role.INJECTION, True),
        (Role.SCREENING, False),
        (Role.RECEPTION, False),
        (Role.OBSERVATION, False),
        (Role.DATA_ENTRY, False),
    ],
)
def test_a_dose_is_undone_by_whoever_may_give_one(desk: Desk, make_person: Make, role: Role, may: bool) -> None:
    _, entry = injected(desk, make_person)
    answer = undo.void(as_role(desk, role), entry, why="wrong_entry")
    if may:
        saved(answer)
    else:
        assert answer == Refused(reason=Refusal.NO_RIGHT, facts={"act": "void_step"})


def test_steps_are_undone_from_the_last_to_the_first(desk: Desk, make_person: Make) -> None:
    person, dose = injected(desk, make_person)
    day = board.person_day(desk, person)
    assert day is not None
    assert day.visit.screen is not None
    earlier = undo.void(desk, day.visit.screen.id, why="wrong_entry")
    assert earlier == Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": "inject", "id": dose})
    assert saved(undo.void(desk, dose, why="wrong_entry")).value == person
    saved(undo.void(desk, day.visit.screen.id, why="wrong_entry"))
    assert board.rows(desk, only=[person])[0].stage is Stage.RECEIVED


def test_undo_needs_a_reason_and_something_to_undo(desk: Desk, make_person: Make) -> None:
    _, dose = injected(desk, make_person)
    assert undo.void(desk, dose, why="  ") == Refused(reason=Refusal.REASON_NEEDED)
    assert undo.void(desk, "0000000000000.77", why="wrong_entry") == Refused(reason=Refusal.OTHER_VISIT)
    saved(undo.void(desk, dose, why="wrong_entry"))
    assert undo.void(desk, dose, why="wrong_entry") == Refused(reason=Refusal.ALREADY_VOIDED)


def test_what_was_undone_stays_on_record(desk: Desk, make_person: Make) -> None:
    person = screened(desk, make_person)
    day = board.person_day(desk, person)
    assert day is not None
    assert day.visit.screen is not None
    saved(undo.void(desk, day.visit.screen.id, why="measured_again"))
    after = board.person_day(desk, person)
    assert after is not None
    assert after.visit.screen is None
