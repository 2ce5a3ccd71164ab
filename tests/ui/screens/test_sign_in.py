"""Sign-in: who, password, calm refusals with the likely cause, and the way back with the recovery words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import write
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.people_tiles import PersonTile
from vaxdesk.ui.lanes import InlineLane, Lane, ManualLane
from vaxdesk.ui.screens.sign_in.model import SignInModel
from vaxdesk.ui.screens.sign_in.state import Door, RecoverRequest, Step, Tile
from vaxdesk.ui.screens.sign_in.view import SignInView
from vaxdesk.words import say

DOOR = Door("06123", "Trạm Y tế xã Tân Lập", (Tile("hanh", "Nông Thị Hạnh"), Tile("dung", "Hoàng Văn Dũng")))
RECOVERY = "7K2M-9QXD-4TNV-B3HJ-8W5R-ZC6P"


class Lock:
    """Opens with one password and one recovery code."""

    def __init__(self, trouble: TroubleCode = TroubleCode.WRONG_PASSWORD) -> None:
        self.trouble = trouble
        self.asked: list[object] = []

    def unlock(self, login: str, password: str) -> object:
        self.asked.append((login, password))
        if password != "ruong bac thang":
            raise Trouble(self.trouble)
        return f"open for {login}"

    def recover(self, request: RecoverRequest) -> object:
        self.asked.append(request)
        if request.words != RECOVERY:
            raise Trouble(self.trouble)
        return f"new password for {request.login}"


class Heard:
    def __init__(self, model: SignInModel) -> None:
        self.opened: list[object] = []
        self.failed: list[Err] = []
        model.opened.connect(self.opened.append)
        model.failed.connect(self.failed.append)


def model(lock: Lock, lane: Lane | None = None, *, last: str = "") -> SignInModel:
    return SignInModel(lane or InlineLane(), DOOR, unlock=lock.unlock, recover=lock.recover, last=last)


@pytest.mark.parametrize(("last", "chosen"), [("dung", "dung"), ("gone", "hanh"), ("", "hanh")])
def test_who_was_here_last_is_chosen(last: str, chosen: str) -> None:
    assert model(Lock(), last=last).state.chosen == chosen


def test_the_right_password_opens() -> None:
    made = model(Lock())
    heard = Heard(made)
    made.choose("dung")
    made.sign_in("ruong bac thang")
    assert (heard.opened, made.state.busy, made.state.refused) == (["open for dung"], False, "")


def test_a_wrong_password_is_said_and_counted() -> None:
    made = model(Lock())
    heard = Heard(made)
    made.sign_in("x")
    made.sign_in("y")
    assert (made.state.refused, made.state.tries, heard.failed) == ("entrance.sign_in.wrong", 2, [])
    made.choose("dung")
    assert made.state.refused == ""


def test_a_store_that_does_not_open_is_for_the_trouble_page() -> None:
    made = model(Lock(TroubleCode.STORE_CORRUPT))
    heard = Heard(made)
    made.sign_in("x")
    assert heard.failed[0].trouble.code is TroubleCode.STORE_CORRUPT
    assert made.state.refused == "trouble.store_corrupt"


def test_nothing_is_tried_without_a_password_or_twice_at_once() -> None:
    lock, lane = Lock(), ManualLane()
    made = model(lock, lane)
    made.sign_in("")
    made.sign_in("a")
    made.sign_in("b")
    assert made.state.busy
    lane.drain()
    assert lock.asked == [("hanh", "a")]


@pytest.mark.parametrize(
    ("typed", "marked"), [("ruong", False), ("ruộng", True), ("đường", True), ("R2-D2!", False), ("ruoongj", False)]
)
def test_an_input_method_is_noticed(typed: str, marked: bool) -> None:
    made = model(Lock())
    made.look_at(typed)
    assert made.state.marked is marked


def test_the_recovery_words_open_with_a_new_password() -> None:
    made = model(Lock())
    heard = Heard(made)
    made.forgot()
    made.recover(RECOVERY, "nuong ngo moi", "nuong ngo moi")
    assert heard.opened == ["new password for hanh"]


def test_each_thing_missing_is_said_and_nothing_is_tried() -> None:
    lock = Lock()
    made = model(lock)
    made.forgot()
    made.recover("7K2M-9QXD", "12345678", "1234")
    assert (made.state.short, made.state.fault, made.state.different) == (8, PasswordFault.COMMON, True)
    made.recover("", "nuong ngo moi", "nuong ngo moi")
    assert made.state.refused == "entrance.fault.empty"
    assert lock.asked == []
    made.back()
    assert made.state.step is Step.PASSWORD
    assert (made.state.short, made.state.fault, made.state.different) == (0, None, False)


def test_wrong_recovery_words_are_said() -> None:
    made = model(Lock())
    made.forgot()
    made.recover(RECOVERY.replace("7", "8"), "nuong ngo moi", "nuong ngo moi")
    assert made.state.refused == "entrance.recover.wrong"


@pytest.fixture
def view(qtbot: QtBot) -> SignInView:
    made = model(Lock(), last="dung")
    shown = SignInView(made)
    shown.model, shown.heard = made, Heard(made)
    qtbot.addWidget(shown)
    shown.resize(1366, 700)
    with qtbot.waitActive(shown):
        shown.show()
    return shown


def texts(view: SignInView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_the_view_takes_password_and_enter(qtbot: QtBot, view: SignInView) -> None:
    line = view._password._password.line
    qtbot.mouseClick(view.findChildren(PersonTile)[0], Qt.MouseButton.LeftButton)
    assert line.hasFocus()
    write(line, "ruong bac thang")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert view.heard.opened == ["open for hanh"]


def test_the_view_empties_the_field_and_says_the_likely_cause(qtbot: QtBot, view: SignInView) -> None:
    line = view._password._password.line
    write(line, "RUỘNG")
    assert say("entrance.sign_in.telex") in texts(view)
    assert say("entrance.sign_in.caps") in texts(view)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == ""
    assert say("entrance.sign_in.wrong") in texts(view)
    write(line, "r")
    assert say("entrance.sign_in.wrong") not in texts(view)
    qtbot.wait(360)


def test_the_view_goes_to_the_recovery_page_and_back(qtbot: QtBot, view: SignInView) -> None:
    view.model.forgot()
    assert say("entrance.recover.what", name="Hoàng Văn Dũng") in texts(view)
    write(view._recover._words.line, "7K2M")
    qtbot.keyClick(view._recover._words.line, Qt.Key.Key_Return)
    assert say("entrance.recover.short", n=4) in texts(view)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view._password.isVisible())
