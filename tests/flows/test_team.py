"""The team of a day: set by the lead with letters of names, changed at noon; what it allows is used and then gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, Desktop, WallClock, desktop
from vaxdesk.desk import entrance, station
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Team
from vaxdesk.ui.screens.lock.view import LockView
from vaxdesk.ui.screens.team.member_dialog import MemberDialog

_TWO, _L = Qt.Key.Key_2, Qt.Key.Key_L
ALT = Qt.KeyboardModifier.AltModifier
PINS = {"Lò Thị Mai": "246810", "Hờ A Chứ": "135790"}


def volunteer(day: Desktop) -> int:
    """A volunteer who only enters data; both sign in by PIN."""
    made = station.add_user(day.desk, name="Hờ A Chứ", login="chu", roles=("data_entry",))
    entrance.set_pin(day.desk, 1, PINS["Lò Thị Mai"])
    entrance.set_pin(day.desk, made.value, PINS["Hờ A Chứ"])
    return made.value


def hand_over(day: Desktop, name: str) -> None:
    """Ctrl+L, somebody's tile, and their PIN."""
    day.press(_L, CONTROL)
    page = day.page(LockView)
    day.until(lambda: page._model.state.people)
    person = next(one for one in page._model.state.people if one.name == name)
    page._model.choose(person.no)
    page._pad.setFocus()
    day.type(PINS[name])
    day.until(lambda: not day.window.covered and day.work.session.user.name == name)
    day.settled()


def put_in(day: Desktop, role: int, letters: str) -> None:
    """Ctrl+2 opens the team; Alt and a digit say where, letters whom, Enter puts them there."""
    if day.shell.current != "team":
        day.press(_TWO, CONTROL)
        day.until(lambda: day.shell.current == "team" and day.state("team").board)
    before = len(day.state("team").board.members)
    day.press(Qt.Key(ord("0") + role), ALT)
    day.write(day.view("team").bar.name, letters)
    day.press(ENTER)
    day.until(lambda: day.state("team").board and len(day.state("team").board.members) > before)
    day.settled()


def may_receive(day: Desktop, card: str) -> bool:
    """A card is scanned at reception, Enter receives; whoever may not is not even offered the page."""
    if "reception" not in day.shell._screens:
        return False
    day.shell.open("reception")
    day.scan(card)
    day.until(lambda: day.state("reception").found)
    before = day.kinds().count("checkin")
    day.press(ENTER)
    day.settled()
    return day.kinds().count("checkin") > before


def badge(day: Desktop) -> str:
    """How many are missing, at the row of the rail."""
    return day.shell._rail._rows["team"].accessibleDescription()


def end_at_reception(day: Desktop) -> str:
    """The tile of who sits at reception is pressed, Enter ends it now; the hour that stands there then."""
    day.press(_TWO, CONTROL)
    day.until(lambda: day.state("team").board and len(day.state("team").board.members) == 2)
    (line,) = day.state("team").members("reception")
    day.until(lambda: line.id in day.view("team").cards["reception"].tiles)
    day.click(day.view("team").cards["reception"].tiles[line.id])
    dialog = day.asked(MemberDialog)
    day.press(ENTER)  # the button in focus
    day.answered(dialog)
    day.until(lambda: day.state("team").members("reception")[0].over)
    return times.clock_of(day.state("team").members("reception")[0].until_at)


def test_a_team_is_set_and_changed_at_noon(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock()
    with desktop(qtbot, tmp_path / "home", now=clock) as day:
        acts.set_up(day)
        volunteer(day)
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx"))
        missing = "Ê kíp hôm nay còn thiếu: Trưởng điểm (1), Tiếp đón (1), Khám sàng lọc (1), Tiêm (2), "
        day.until(lambda: any(one.text.startswith(missing) for one in day.shell.notices.history))
        day.until(lambda: badge(day) == "7")

        hand_over(day, "Hờ A Chứ")
        assert not may_receive(day, acts.PAO_CARD), "a volunteer enters data, and does not receive"
        hand_over(day, "Lò Thị Mai")
        put_in(day, 2, "chu")
        day.until(lambda: badge(day) == "6")
        put_in(day, 6, "Giàng Thị Dở")  # nobody of that name has an account
        (free,) = [one for one in day.state("team").board.members if not one.user]
        assert (free.role, free.name) == ("injecting", "Giàng Thị Dở")

        hand_over(day, "Hờ A Chứ")
        assert day.work.session.user.roles == ("data_entry", "reception")
        assert may_receive(day, acts.PAO_CARD)

        clock.forward(minutes=240)
        hand_over(day, "Lò Thị Mai")
        assert end_at_reception(day).startswith("12:")
        put_in(day, 7, "chu")
        hand_over(day, "Hờ A Chứ")
        assert day.work.session.user.roles == ("data_entry", "observation")
        assert not may_receive(day, acts.SENH_CARD), "what the morning allowed is gone"
        assert day.kinds().count("team") == 3


def test_a_desk_in_somebodys_hands_follows_the_team(qtbot: QtBot, tmp_path: Path) -> None:
    """The lead sets the team at another desk; what came is followed here without a sign-in."""
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        volunteer(day)
        hand_over(day, "Hờ A Chứ")
        with day.desk.store.writing(user=1) as w:
            w.add("team", Team(day=day.desk.day, role="reception", user=2, name="Hờ A Chứ"))
        day.work._look()
        day.until(lambda: day.work.session.user.roles == ("data_entry", "reception"))
        day.settled()
        assert "Tiếp nhận" in day.shell._top._roles.text()
