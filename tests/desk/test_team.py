"""The team of a day: put together, changed at noon, taken over; and what it lets people do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.conftest import Clock
from vaxdesk.desk import authority, entrance, reception, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.team import members
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Team
from vaxdesk.domain.refusals import Refusal, Refused

TOMORROW = "2026-11-24"


@pytest.fixture
def volunteer(desk: Desk) -> int:
    """A volunteer who only enters data, with a PIN."""
    made = station.add_user(desk, name="Hờ A Chứ", login="chu", roles=("data_entry",))
    assert isinstance(made, Done)
    entrance.set_pin(desk, made.value, "135790")
    return made.value


def put(desk: Desk, role: str, **who: object) -> str:
    answer = members.put(desk, Team(day=who.pop("day", desk.day), role=role, **who))
    assert isinstance(answer, Done), answer
    return answer.value


def holds(desk: Desk, no: int) -> tuple[str, ...]:
    with desk.store.reading() as conn:
        found = authority.find(conn, desk.store.names, no, desk.now())
    return found.roles if found else ()


def test_a_volunteer_at_reception_receives_until_noon(
    desk: Desk, volunteer: int, make_person: Callable[..., str], desk_clock: Clock
) -> None:
    person = make_person(desk)
    theirs = entrance.switch_by_pin(desk, volunteer, "135790")
    assert reception.check_in(theirs, person) == Refused(reason=Refusal.NO_RIGHT, facts={"act": "check_in"})
    hours = {"from_at": times.at(desk.day, "07:30"), "until_at": times.at(desk.day, "11:30")}
    line = put(desk, "reception", user=volunteer, **hours)
    assert holds(desk, volunteer) == ("data_entry", "reception")
    theirs = entrance.switch_by_pin(desk, volunteer, "135790")
    assert isinstance(reception.check_in(theirs, person), Done)

    desk_clock.forward(minutes=300)
    assert isinstance(members.end(desk, line, desk.day), Done)
    put(desk, "observing", user=volunteer)
    assert holds(desk, volunteer) == ("data_entry", "observation")
    theirs = entrance.switch_by_pin(desk, volunteer, "135790")
    other = make_person(desk, name="Lò Văn Páo", doc="014085006789", row=2)
    assert isinstance(reception.check_in(theirs, other), Refused)
    (ended, now) = sorted(members.board(desk, desk.day).members, key=lambda one: one.role, reverse=True)
    assert (ended.over, times.clock_of(ended.until_at)) == (True, "13:00")
    assert (now.role, now.over) == ("observing", False)


def test_a_team_gives_nothing_on_another_day(desk: Desk, volunteer: int, desk_clock: Clock) -> None:
    put(desk, "reception", user=volunteer)
    (held,) = [one for one in station.users(desk) if one.no == volunteer]
    assert (held.roles, held.today) == (("data_entry",), ("reception",)), "the settings tell them apart"
    desk_clock.forward(days=1)
    assert holds(desk, volunteer) == ("data_entry",)


def test_whoever_is_switched_off_is_not_brought_back_by_a_team(desk: Desk, volunteer: int) -> None:
    put(desk, "reception", user=volunteer)
    station.change_user(desk, volunteer, changes={"active": "0"})
    assert holds(desk, volunteer) == ()
    assert members.put(desk, Team(day=desk.day, role="injecting", user=volunteer)).reason is Refusal.NAME_MISSING


def test_only_who_leads_sets_the_team(desk: Desk, volunteer: int) -> None:
    put(desk, "head", user=volunteer)
    theirs = entrance.switch_by_pin(desk, volunteer, "135790")
    assert "day_head" in theirs.user.roles
    for answer in (
        members.put(theirs, Team(day=desk.day, role="injecting", user=volunteer)),
        members.end(theirs, "x", desk.day),
        members.remove(theirs, "x", desk.day, why="x"),
        members.take_over(theirs, source=desk.day, day=TOMORROW),
    ):
        assert answer == Refused(reason=Refusal.NO_RIGHT, facts={"act": "set_team"})


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Team(day="mai", role="reception", name="Lan"), Refusal.DAY_UNREADABLE),
        (Team(day=TOMORROW, role="reception", name="  "), Refusal.NAME_MISSING),
        (Team(day=TOMORROW, role="pilot", name="Lan"), Refusal.NAME_MISSING),
        (Team(day=TOMORROW, role="reception", user=77), Refusal.NAME_MISSING),
        (Team(day=TOMORROW, role="reception", name="Lan", from_at=9, until_at=9), Refusal.HOURS_TURNED),
    ],
)
def test_what_is_wrong_is_refused(desk: Desk, entry: Team, reason: Refusal) -> None:
    assert members.put(desk, entry).reason is reason


def test_nobody_is_twice_in_a_role(desk: Desk) -> None:
    line = put(desk, "injecting", name="Cầm Thị Hương")
    again = members.put(desk, Team(day=desk.day, role="injecting", name="cầm thị  hương"))
    assert again == Refused(reason=Refusal.MEMBER_TWICE, facts={"name": "cầm thị hương"})
    members.end(desk, line, desk.day)
    put(desk, "injecting", name="Cầm Thị Hương")
    assert members.end(desk, line, desk.day).reason is Refusal.MEMBER_GONE


def test_hours_are_corrected_and_a_wrong_line_goes(desk: Desk) -> None:
    line = put(desk, "injecting", name="Lan")
    at = times.at(desk.day, "07:00")
    assert isinstance(members.arrange(desk, line, desk.day, from_at=at, until_at=0), Done)
    assert members.arrange(desk, line, desk.day, from_at=at, until_at=at - 1).reason is Refusal.HOURS_TURNED
    assert members.board(desk, desk.day).members[0].from_at == at
    assert members.remove(desk, line, desk.day, why=" ").reason is Refusal.REASON_NEEDED
    assert isinstance(members.remove(desk, line, desk.day, why="typo"), Done)
    assert members.board(desk, desk.day).members == ()
    assert members.remove(desk, line, desk.day, why="typo").reason is Refusal.MEMBER_GONE


def test_the_team_of_another_day_is_taken_over(desk: Desk, volunteer: int) -> None:
    put(desk, "reception", user=volunteer, from_at=times.at(desk.day, "07:30"))
    over = put(desk, "injecting", name="Lan", until_at=times.at(desk.day, "16:00"))
    members.end(desk, over, desk.day)
    put(desk, "injecting", name="An", day=TOMORROW)
    assert members.take_over(desk, source=desk.day, day=TOMORROW).value == 2
    assert members.take_over(desk, source=desk.day, day=TOMORROW).value == 0
    there = {(one.role, one.name): one for one in members.board(desk, TOMORROW).members}
    assert set(there) == {("injecting", "An"), ("injecting", "Lan"), ("reception", "Hờ A Chứ")}
    assert there["reception", "Hờ A Chứ"].from_at == times.at(TOMORROW, "07:30")
    assert there["injecting", "Lan"].until_at == 0
    assert members.board(desk, TOMORROW).days == (desk.day,)


def test_missing_roles_are_told_where_people_are_expected(desk: Desk, make_person: Callable[..., str]) -> None:
    assert members.missing(desk) == ()
    make_person(desk)
    assert {gap.role: gap.missing for gap in members.missing(desk)} == {
        "head": 1, "reception": 1, "screening": 1, "injecting": 2, "observing": 2,
    }  # fmt: skip
    for role, names in {"head": "a", "reception": "a", "screening": "b", "injecting": "cd", "observing": "ef"}.items():
        for name in names:
            put(desk, role, name=name)
    assert members.missing(desk) == ()


def test_whoever_leads_holds_everything_anyway(desk: Desk) -> None:
    put(desk, "reception", user=desk.user.no)
    assert holds(desk, desk.user.no) == ("lead",)
