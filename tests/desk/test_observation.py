"""Observation against a real store: who is watched, who may go, what is kept of an early leave."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, injected, pfizer, saved, screened
from vaxdesk.desk import aefi, board, injection, observation, undo
from vaxdesk.desk.context import Desk
from vaxdesk.domain.observation import Alarm
from vaxdesk.domain.outcomes import Role, Stage
from vaxdesk.domain.payloads import Aefi
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def a_reaction(desk: Desk, **changes: object) -> Aefi:
    return Aefi(**{"day": "", "severity": "", "onset": desk.now(), "symptoms": ["local"], **changes})


def test_whose_time_is_over_first_comes_first(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    order = [screened(desk, make_person, row=row, doc=f"01519000000{row}") for row in (1, 2, 3)]
    lot = pfizer(desk)
    for person in (order[1], order[2], order[0]):
        saved(injection.give(desk, person, lot=lot))
        desk_clock.forward(minutes=3)
    watched = observation.observing(desk)
    assert [one.id for one in watched] == [order[1], order[2], order[0]]
    assert {one.minutes for one in watched} == {30}
    first = watched[0].clock(desk.now())
    assert (first.remaining, first.alarm) == (21 * 60, Alarm.WATCHED)


def test_whoever_waited_long_enough_leaves_by_one_act(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    person, _ = injected(desk, make_person)
    desk_clock.forward(minutes=30)
    leave = saved(observation.release(desk, person)).value
    assert (leave.state, leave.early, leave.why) == ("well", False, "")
    assert observation.observing(desk) == ()
    assert [row.stage for row in board.rows(desk)] == [Stage.OBSERVED]
    assert refused(observation.release(desk, person)) is Refusal.ALREADY_LEFT


def test_leaving_early_needs_a_reason_which_is_kept(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    person, _ = injected(desk, make_person)
    desk_clock.forward(minutes=12.5)
    answer = observation.release(desk, person)
    assert refused(answer) is Refusal.STILL_OBSERVED
    assert answer.facts == {"minutes": 18}
    leave = saved(observation.release(desk, person, why=" family: con ốm ")).value
    assert (leave.early, leave.why) == (True, "family: con ốm")


def test_a_reaction_goes_with_the_person_who_leaves(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    person, _ = injected(desk, make_person)
    assert refused(observation.release(desk, person, state="transferred")) is Refusal.REACTION_NOT_RECORDED
    saved(aefi.report(desk, person, a_reaction(desk)))
    assert [one.row.reaction for one in observation.observing(desk)] == ["common"]
    desk_clock.forward(minutes=31)
    assert saved(observation.release(desk, person)).value.state == "reaction"


def test_to_emergency_care_at_any_time(desk: Desk, make_person: Make) -> None:
    person, _ = injected(desk, make_person)
    saved(aefi.report(desk, person, a_reaction(desk, symptoms=["breathing"])))
    leave = saved(observation.release(desk, person, state="transferred")).value
    assert (leave.state, leave.early) == ("transferred", True)
    assert [row.stage for row in board.rows(desk)] == [Stage.DONE]


def test_undone_with_a_reason_the_person_is_watched_again(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    person, _ = injected(desk, make_person)
    desk_clock.forward(minutes=30)
    entry = saved(observation.release(desk, person)).refs[0]
    saved(undo.void(desk, entry, why="wrong_person"))
    assert [one.id for one in observation.observing(desk)] == [person]
    saved(observation.release(desk, person))


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SCREENING, Role.INJECTION, Role.DATA_ENTRY])
def test_only_the_observation_desk_releases(desk: Desk, make_person: Make, role: Role) -> None:
    person, _ = injected(desk, make_person)
    other = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(role.value,)))
    assert refused(observation.release(other, person)) is Refusal.NO_RIGHT


def test_whoever_got_no_dose_is_not_observed(desk: Desk, make_person: Make) -> None:
    person = screened(desk, make_person)
    assert observation.observing(desk) == ()
    assert refused(observation.release(desk, person)) is Refusal.NOT_INJECTED
