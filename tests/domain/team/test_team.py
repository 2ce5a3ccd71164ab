"""Roles of the team, what they let people do, and who is missing."""

from __future__ import annotations

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.outcomes import DayRole, GivenRole, Role
from vaxdesk.domain.rights import Act, may
from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.need import Gap, Need, gaps, read_needs
from vaxdesk.domain.team.roles import TeamRole, roles_of

DAY = "2026-12-01"


def member(role: str, *, user: int = 0, name: str = "", over: bool = False) -> Member:
    return Member(id=f"{role}{user}{name}", day=DAY, role=role, user=user, name=name, over=over)


def test_a_role_gives_its_rights_until_it_is_ended() -> None:
    team = [member("reception", user=4), member("observing", user=4), member("injecting", user=5)]
    assert roles_of(team, 4) == (Role.RECEPTION, Role.OBSERVATION)
    team[0] = member("reception", user=4, over=True)
    assert roles_of(team, 4) == (Role.OBSERVATION,)


def test_nobody_without_an_account_gets_rights() -> None:
    assert roles_of([member("head", name="Lan")], 0) == ()


def test_a_role_of_a_later_program_gives_nothing() -> None:
    assert roles_of([member("drone_pilot", user=4)], 4) == ()


def test_two_roles_with_the_same_rights_count_once() -> None:
    assert roles_of([member("observing", user=4), member("emergency", user=4)], 4) == (Role.OBSERVATION,)


@pytest.mark.parametrize("role", TeamRole)
def test_no_role_of_a_day_gives_what_outlasts_the_day(role: TeamRole) -> None:
    held = roles_of([member(role.value, user=4)], 4)
    assert held
    for act in (Act.MANAGE_USERS, Act.CHANGE_SETTINGS, Act.SET_TEAM, Act.PLAN_SESSIONS, Act.UNLOCK_LEASE):
        assert not may(held, act)


def test_the_head_opens_the_day_and_whoever_prepares_keeps_the_stock() -> None:
    assert roles_of([member("head", user=4)], 4) == (DayRole.HEAD,)
    assert may((DayRole.HEAD,), Act.OPEN_SESSION)
    assert not may((DayRole.HEAD,), Act.INJECT)
    assert roles_of([member("preparing", user=4)], 4) == (GivenRole.STOCK,)
    assert not may((GivenRole.STOCK,), Act.INJECT)


NEEDS = (Need(TeamRole.SCREENING, 1, "V", ""), Need(TeamRole.INJECTING, 2, "V", ""))


@pytest.mark.parametrize(
    ("team", "missing"),
    [
        ([], (Gap("screening", 1, 0), Gap("injecting", 2, 0))),
        ([member("screening", name="Lan"), member("injecting", user=1)], (Gap("injecting", 2, 1),)),
        ([member("screening", name="Lan"), member("injecting", name="An"), member("injecting", name="AN")],
         (Gap("injecting", 2, 1),)),
        ([member("screening", name="Lan", over=True), member("injecting", user=1), member("injecting", user=2)],
         (Gap("screening", 1, 0),)),
        ([member("screening", name="Lan"), member("injecting", user=1), member("injecting", user=2)], ()),
    ],
)  # fmt: skip
def test_who_is_missing(team: list[Member], missing: tuple[Gap, ...]) -> None:
    assert gaps(NEEDS, team) == missing
    assert all(gap.missing == gap.needed - gap.there for gap in missing)


def test_the_shipped_team_is_that_of_the_city() -> None:
    needs = read_needs((resources() / "plans" / "team.toml").read_text(encoding="utf-8"))
    verified = {need.role: need.count for need in needs if need.tag == "V"}
    assert verified == {TeamRole.SCREENING: 1, TeamRole.INJECTING: 2, TeamRole.OBSERVING: 2}
    assert all(need.source for need in needs)
