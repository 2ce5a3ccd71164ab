"""What the store knows of a day, and the check as an entry."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.conftest import DAY
from vaxdesk.desk import paper_readiness, readiness, stock
from vaxdesk.desk.context import Desk
from vaxdesk.domain.payloads import Team, Void
from vaxdesk.domain.readiness.findings import Finding, Item, Light
from vaxdesk.domain.team.roles import TeamRole

TOMORROW = "2026-11-24"


def lights(desk: Desk, day: str) -> dict[Item, str]:
    return {one.item: one.word for one in readiness.look(desk, day)}


def test_list_and_vaccine_of_the_day_are_counted(desk: Desk, make_person: Callable[..., str]) -> None:
    assert lights(desk, DAY)[Item.ROSTER] == "empty"
    assert lights(desk, DAY)[Item.STOCK] == "none"
    for row in range(1, 9):
        make_person(desk, row=row, doc=f"01519000{row:04}")
    lot = stock.add_lot(desk, product="COM-A", number="FK8917", expiry="2027-03-31").value
    assert lights(desk, DAY)[Item.STOCK] == "uncounted"
    stock.open_vial(desk, lot)
    assert lights(desk, DAY)[Item.STOCK] == "uncounted"
    stock.add_lot(desk, product="COM-A", number="FK8918", expiry=DAY, vials=2)
    assert lights(desk, DAY)[Item.STOCK] == "fine", "6 in the open vial, 12 in closed ones, for 8"
    (vaccine,) = (one for one in readiness.look(desk, TOMORROW) if one.item is Item.STOCK)
    assert vaccine.facts == {"doses": 6, "people": 0}, "the second lot has expired by then"
    assert lights(desk, TOMORROW)[Item.ROSTER] == "empty"
    assert (lights(desk, DAY)[Item.LINE], lights(desk, DAY)[Item.CLOCK]) == ("alone", "fine")


def test_the_team_of_the_day_is_looked_at(desk: Desk) -> None:
    def team() -> Finding:
        return next(one for one in readiness.look(desk, TOMORROW) if one.item is Item.TEAM)

    assert team().word == "unnamed"
    with desk.store.writing(user=desk.user.no) as w:
        w.add("team", Team(day=TOMORROW, role="screening", name="BS. Bảo"))
        w.add("team", Team(day=TOMORROW, role="injecting", name="Sếnh", over=True))
    assert team().word == "missing"
    assert "injecting" in team().facts["roles"] and "screening" not in team().facts["roles"]
    with desk.store.writing(user=desk.user.no) as w:
        for role in TeamRole:
            for name in ("Nhài", "Hiền"):
                w.add("team", Team(day=TOMORROW, role=role.value, name=name))
    assert (team().word, team().facts) == ("fine", {"members": 3})


def test_a_check_is_recorded_and_the_latest_counts(desk: Desk, desk_clock: Callable[[], float]) -> None:
    assert readiness.recorded(desk, DAY) is None
    found = readiness.look(desk, DAY)
    readiness.keep(desk, DAY, found)
    desk_clock.forward(minutes=5)
    later = readiness.keep(desk, DAY, found[:1])
    told = readiness.recorded(desk, DAY)
    assert (told.by, told.at, told.lights) == ("Lò Thị Mai", desk.now(), {"roster": Light.AMBER})
    assert readiness.recorded(desk, TOMORROW) is None
    with desk.store.writing(user=desk.user.no) as w:
        w.change("void", Void(v=True, why="x"), of=later.refs[0])
    assert readiness.recorded(desk, DAY).at == desk.now() - 300


def test_the_sheet_says_what_was_seen(desk: Desk) -> None:
    rows = [("Danh sách", "Tốt", "300 người", "")]
    paper = paper_readiness.sheet(desk, TOMORROW, whole="Sẵn sàng.", rows=rows)
    assert (paper.station.name, paper.day, paper.by) == ("Trạm Y tế xã Xà Hồ", TOMORROW, "Lò Thị Mai")
    assert paper.rows[0].now == "300 người"
