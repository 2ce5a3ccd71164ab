"""The lock: six digits or a password, five wrong PINs call for the password, each person for themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.people_tiles import PersonTile
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane
from vaxdesk.ui.screens.lock.model import LockModel
from vaxdesk.ui.screens.lock.state import LockPerson, OwnPassword, Way
from vaxdesk.ui.screens.lock.view import LockView
from vaxdesk.ui.window import Window
from vaxdesk.words import say

PEOPLE = (
    LockPerson(no=1, login="hanh", name="Nông Thị Hạnh", has_pin=True),
    LockPerson(no=2, login="dung", name="Hoàng Văn Dũng", has_pin=True),
    LockPerson(no=3, login="pao", name="Giàng A Páo"),
)


class Keeper:
    """Knows one PIN and one password."""

    def __init__(self, trouble: TroubleCode = TroubleCode.WRONG_PASSWORD) -> None:
        self.trouble = trouble
        self.asked: list[object] = []

    def by_pin(self, no: int, pin: str) -> object:
        self.asked.append((no, pin))
        if pin != "246813":
            raise Trouble(self.trouble)
        return f"desk of {no}"

    def by_password(self, login: str, password: str) -> object:
        self.asked.append((login, password))
        if password != "ruong bac thang":
            raise Trouble(self.trouble)
        return f"desk of {login}"


def model(keeper: Keeper, lane: Lane | None = None, *, last: int = 1, idle: int = 0) -> LockModel:
    return LockModel(
        lane or InlineLane(), station="Trạm Y tế xã Tân Lập", people=PEOPLE, last=last,
        by_pin=keeper.by_pin, by_password=keeper.by_password, idle_minutes=idle,
    )


def opened(made: LockModel) -> list[object]:
    heard: list[object] = []
    made.opened.connect(heard.append)
    return heard


@pytest.mark.parametrize(("last", "chosen", "way"), [(2, 2, Way.PIN), (3, 3, Way.PASSWORD), (9, 1, Way.PIN)])
def test_who_was_here_last_is_asked_first(last: int, chosen: int, way: Way) -> None:
    state = model(Keeper(), last=last).state
    assert (state.chosen, state.way) == (chosen, way)


def test_a_pin_opens_for_whoever_is_chosen() -> None:
    made = model(Keeper())
    heard = opened(made)
    made.choose(2)
    made.try_pin("246813")
    assert heard == ["desk of 2"]


def test_five_wrong_pins_call_for_the_password_of_that_person_alone() -> None:
    keeper = Keeper()
    made = model(keeper)
    for left in (4, 3, 2, 1):
        made.try_pin("111111")
        assert (made.state.refused, made.state.left, made.state.way) == ("entrance.lock.wrong_pin", left, Way.PIN)
    made.try_pin("111111")
    assert (made.state.refused, made.state.way) == ("entrance.lock.use_password", Way.PASSWORD)
    made.try_pin("246813")
    made.use(Way.PIN)
    assert (len(keeper.asked), made.state.way) == (5, Way.PASSWORD)
    made.choose(2)
    assert (made.state.way, made.state.refused) == (Way.PIN, "")
    made.choose(1)
    assert (made.state.way, made.state.refused) == (Way.PASSWORD, "entrance.lock.use_password")
    heard = opened(made)
    made.try_password("ruong bac thang")
    assert heard == ["desk of hanh"]


def test_without_a_pin_there_is_the_password() -> None:
    made = model(Keeper(), last=3)
    made.use(Way.PIN)
    assert (made.state.way, made.state.refused) == (Way.PASSWORD, "entrance.lock.no_pin")
    made.try_password("x")
    assert made.state.refused == "entrance.lock.wrong_password"


def test_incomplete_things_are_not_tried_and_nothing_twice_at_once() -> None:
    keeper, lane = Keeper(), ManualLane()
    made = model(keeper, lane)
    made.try_pin("24681")
    made.try_password("")
    made.try_pin("246813")
    made.try_pin("246813")
    made.choose(2)
    assert (made.state.busy, made.state.chosen) == (True, 1)
    lane.drain()
    assert len(keeper.asked) == 1


@pytest.mark.parametrize("way", [Way.PIN, Way.PASSWORD])
def test_another_trouble_is_said_and_passed_on(way: Way) -> None:
    made = model(Keeper(TroubleCode.DISK_FAILED))
    heard: list[Err] = []
    made.failed.connect(heard.append)
    made.use(way)
    if way is Way.PIN:
        made.try_pin("111111")
    else:
        made.try_password("x")
    assert (made.state.refused, made.state.wrong, len(heard)) == ("trouble.disk_failed", {}, 1)


@pytest.fixture
def view(qtbot: QtBot) -> LockView:
    made = model(Keeper(), idle=3)
    shown = LockView(made)
    shown.model, shown.heard = made, opened(made)
    qtbot.addWidget(shown)
    shown.resize(1366, 700)
    with qtbot.waitActive(shown):
        shown.show()
    shown.setFocus()
    return shown


def texts(view: LockView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_digits_typed_open_without_enter(qtbot: QtBot, view: LockView) -> None:
    assert say("entrance.lock.idle", n=3) in texts(view)
    qtbot.keyClicks(view._pad, "2469")
    qtbot.keyClick(view._pad, Qt.Key.Key_Backspace)
    qtbot.keyClicks(view._pad, "813")
    assert view.heard == ["desk of 1"]


def test_digits_pressed_open_too(qtbot: QtBot, view: LockView) -> None:
    keys = {key.text(): key for key in view._pad.findChildren(QPushButton)}
    for digit in "246813":
        qtbot.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    assert view.heard == ["desk of 1"]
    assert all(key.height() >= 52 for key in keys.values())


def test_a_wrong_pin_empties_the_dots_and_says_how_many_are_left(qtbot: QtBot, view: LockView) -> None:
    qtbot.keyClicks(view._pad, "111111")
    assert say("entrance.lock.wrong_pin", n=4) in texts(view)
    qtbot.keyClicks(view._pad, "246813")
    assert view.heard == ["desk of 1"]
    qtbot.wait(360)


def test_a_person_without_pin_gets_the_password_field(qtbot: QtBot, view: LockView) -> None:
    qtbot.mouseClick(view.findChildren(PersonTile)[2], Qt.MouseButton.LeftButton)
    assert not view._pad.isVisible()
    line = view._password.line
    assert line.hasFocus()
    write(line, "ruong bac thang")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert view.heard == ["desk of pao"]


def test_the_way_can_be_changed(view: LockView) -> None:
    view._other.click()
    assert view._password.isVisible()
    assert view._other.words == say("entrance.lock.to_pin")
    view._other.click()
    assert view._pad.isVisible()


def test_in_a_window_the_password_field_has_the_focus(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.show_page(QWidget())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.cover(QWidget())
    page = LockView(model(Keeper(), last=3))
    window.change_cover(page)
    line = page.findChild(QLineEdit)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is line)


def test_the_practice_station_says_how_to_go_on(qtbot: QtBot) -> None:
    made = LockModel(
        InlineLane(), station="Thực Hành", people=PEOPLE, last=1, by_pin=Keeper().by_pin,
        by_password=Keeper().by_password, practice=("123456", "thuchanh"),
    )
    shown = LockView(made)
    qtbot.addWidget(shown)
    shown.show()
    assert say("entrance.lock.practice", pin="123456", password="thuchanh") in texts(shown)


def test_a_real_station_says_nothing_of_the_sort(view: LockView) -> None:
    assert "PIN của mọi người" not in texts(view)


def test_whoever_is_new_here_gives_the_password_and_then_one_of_their_own(qtbot: QtBot) -> None:
    asked: list[tuple[str, str, str]] = []

    def arrive(login: str, password: str, own: str) -> object:
        asked.append((login, password, own))
        if password != "cho mot lan":
            raise Trouble(TroubleCode.WRONG_PASSWORD)
        if len(own) < 8:
            return OwnPassword("entrance.password.too_short" if own else "")
        return "desk of sinh"

    sinh = LockPerson(no=100_001, login="sinh@TH", name="Giàng Thị Sinh", new=True)
    keeper = Keeper()
    made = LockModel(InlineLane(), station="Xã Tân Lập", people=(*PEOPLE, sinh), last=1, by_pin=keeper.by_pin,
                     by_password=arrive)
    view = LockView(made)
    qtbot.addWidget(view)
    view.show()
    made.choose(sinh.no)
    assert made.state.way is Way.PASSWORD and not view._own.isVisible()
    made.try_password("sai roi")
    assert made.state.refused == "entrance.lock.wrong_password" and not made.state.own
    view._password.set_value("cho mot lan")
    view._go.click()
    assert view._own.isVisible() and made.state.refused == ""
    view._go.click()
    assert asked[-1] == ("sinh@TH", "cho mot lan", ""), "nothing is tried before one of their own is there"
    view._own.set_value("ngan")
    view._go.click()
    assert made.state.refused == "entrance.password.too_short"
    made.try_password("sai roi", "mua xuan ve ban")
    assert not made.state.own and view._password.isEnabled(), "whoever was refused begins again"
    view._password.set_value("cho mot lan")
    view._go.click()
    view._own.set_value("mua xuan ve ban")
    with qtbot.waitSignal(made.opened) as opened:
        view._go.click()
    assert opened.args == ["desk of sinh"]
    assert asked[-1] == ("sinh@TH", "cho mot lan", "mua xuan ve ban")
    assert keeper.asked == []
