"""What the team of the day means to the steps: who may have given a dose stands first in the list."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.desk import injection, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.team import members
from vaxdesk.domain.payloads import Team


def test_whoever_injects_today_is_offered_first(desk: Desk, make_person: Callable[..., str]) -> None:
    assert isinstance(station.add_user(desk, name="Vàng A Sếnh", login="senh", roles=("injection",)), Done)
    person = make_person(desk)
    assert injection.sheet(desk, person).staff == ("Lò Thị Mai", "Vàng A Sếnh")
    line = members.put(desk, Team(day=desk.day, role="injecting", name="Cầm Thị Hương")).value
    members.put(desk, Team(day=desk.day, role="preparing", user=2))
    members.put(desk, Team(day=desk.day, role="reception", name="Hờ A Chứ"))
    assert injection.sheet(desk, person).staff == ("Cầm Thị Hương", "Vàng A Sếnh", "Lò Thị Mai")
    members.end(desk, line, desk.day)
    assert "Cầm Thị Hương" not in injection.sheet(desk, person).staff
