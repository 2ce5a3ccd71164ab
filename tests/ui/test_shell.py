"""The shell: opening screens, carrying scans, searches and changes, keys, rest while locked."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import Keyboard, write
from vaxdesk.domain import times
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.frame.key_list import KeyList
from vaxdesk.ui.frame.rail_row import RailRow
from vaxdesk.ui.frame.status_line import StatusLine
from vaxdesk.ui.kit.scan_box import ScanBox
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Act
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, DeskMode, Keys, RawScan, Room, ScanSource, Screen, ScreenWidget
from vaxdesk.ui.shell import Shell, offered
from vaxdesk.ui.standing import Standing
from vaxdesk.ui.window import Window
from vaxdesk.words import say

NOW = times.at("2026-11-23", "09:13")
STANDING = Standing(station="Trạm Y tế xã Tân Lập", day="2026-11-23", saved=3, enrolled=False)


class Notebook(ScreenWidget):
    """A screen that writes down what it is told and takes what it was made to take."""

    keys = (Keys("1 / 0", "shell.keys.main"),)

    def __init__(self, room: Room, *takes: str) -> None:
        super().__init__()
        self.room, self.takes = room, takes
        self.told: list[tuple[object, ...]] = []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def activate(self, subject: object | None = None) -> None:
        self.told.append(("activate", subject))
        self.field.setFocus()

    def leave(self) -> None:
        self.told.append(("leave",))

    def refresh(self, kinds: frozenset[Change]) -> None:
        self.told.append(("refresh", *sorted(kinds)))

    def accept_scan(self, scan: RawScan) -> bool:
        self.told.append(("scan", scan.payload, scan.source))
        return "scan" in self.takes

    def search(self, text: str) -> bool:
        self.told.append(("search", text))
        return "search" in self.takes

    def submit(self, text: str) -> bool:
        self.told.append(("submit", text))
        return "submit" in self.takes


def screen(key: str, *takes: str, **more: object) -> Screen:
    return Screen(key, f"shell.screens.{key}", key, lambda room: Notebook(room, *takes), **more)


SCREENS = (
    screen("reception", "scan", "search", "submit", shortcut="F4"),
    screen("screening", shortcut="F5"),
    screen("settings", shortcut="F12", apart=True),
)


@pytest.fixture
def lanes() -> Lanes:
    return Lanes.inline()


@pytest.fixture
def shell(qtbot: QtBot, lanes: Lanes) -> Iterator[Shell]:
    window = Window()
    qtbot.addWidget(window)
    made = Shell(lanes, SCREENS, home="reception", standing=STANDING, clock=lambda: NOW)
    window.show_page(made)
    with qtbot.waitActive(window):
        window.show()
    made.listen(True)
    yield made
    made.listen(False)


def told(shell: Shell, key: str) -> list[tuple[object, ...]]:
    notes = shell.view(key).told
    found, notes[:] = list(notes), []
    return found


def test_the_home_screen_opens_first_and_others_are_built_when_needed(shell: Shell) -> None:
    assert shell.current == "reception"
    assert told(shell, "reception") == [("activate", None)]
    assert list(shell._views) == ["reception"]


def test_opening_a_screen_leaves_the_other_and_hands_the_subject(shell: Shell) -> None:
    told(shell, "reception")
    shell.view("reception").room.go("screening", "1.2")
    assert told(shell, "reception") == [("leave",)]
    assert told(shell, "screening") == [("activate", "1.2")]
    assert shell.current == "screening"


def test_a_screen_not_offered_is_said(shell: Shell) -> None:
    shell.open("stock")
    assert shell.current == "reception"
    assert shell.notices.current.text == say("shell.not_offered")


def test_function_keys_and_the_rail_open_screens(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_F5)
    assert shell.current == "screening"
    row = next(row for row in shell.findChildren(RailRow) if row.text() == "Cài đặt")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert shell.current == "settings"
    assert row.isChecked()


def test_a_change_reaches_the_open_screen_now_and_others_later(shell: Shell) -> None:
    shell.open("screening")
    for key in ("reception", "screening"):
        told(shell, key)
    published: list[frozenset[Change]] = []
    shell.published.connect(published.append)
    shell.publish({Change.VISITS})
    shell.publish({Change.STOCK})
    assert told(shell, "screening") == [("refresh", "visits"), ("refresh", "stock")]
    assert told(shell, "reception") == []
    shell.open("reception")
    assert told(shell, "reception") == [("refresh", "stock", "visits"), ("activate", None)]
    assert published == [frozenset({Change.VISITS}), frozenset({Change.STOCK})]


def test_a_usb_scan_reaches_the_open_screen_wherever_the_focus_is(shell: Shell) -> None:
    shell.view("reception").field.setFocus()
    Keyboard(shell).type("001188012345||Nguyễn Thị Đào|05031988\r", gap=4)
    scans = [line for line in told(shell, "reception") if line[0] == "scan"]
    assert scans == [("scan", "001188012345||Nguyễn Thị Đào|05031988", ScanSource.WEDGE)]
    assert shell.view("reception").field.text() == ""


def test_a_scan_the_open_screen_does_not_want_goes_home(shell: Shell) -> None:
    shell.open("settings")
    shell.scanned(RawScan(b"VX1:abc", ScanSource.CAMERA))
    assert shell.current == "reception"
    assert ("scan", b"VX1:abc", ScanSource.CAMERA) in told(shell, "reception")


def test_a_scan_nobody_wants_is_said(qtbot: QtBot, lanes: Lanes) -> None:
    shell = Shell(lanes, (screen("board"),), home="board", standing=STANDING)
    qtbot.addWidget(shell)
    shell.scanned(RawScan("VX1:abc", ScanSource.SERIAL))
    assert shell.notices.current.text == say("shell.scan_unclaimed")


def test_a_scan_waits_for_an_open_question(shell: Shell) -> None:
    told(shell, "reception")
    question = QDialog(shell)
    question.setModal(True)
    question.show()
    shell.scanned(RawScan("VX1:abc", ScanSource.WEDGE))
    assert told(shell, "reception") == []
    assert shell.notices.current.text == say("shell.scan_while_asked")
    question.close()


def test_typing_in_the_box_searches_and_enter_submits(qtbot: QtBot, shell: Shell) -> None:
    told(shell, "reception")
    qtbot.keyClick(shell, Qt.Key.Key_F2)
    box = shell.findChild(ScanBox)
    assert box.line.hasFocus()
    write(box.line, "la")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert told(shell, "reception") == [("search", "l"), ("search", "la"), ("submit", "la")]
    shell.clear_search()
    assert box.line.text() == ""


def test_what_is_typed_on_a_screen_that_does_not_search_goes_home_on_enter(shell: Shell) -> None:
    shell.open("settings")
    told(shell, "reception")
    shell.search("la")
    assert shell.current == "settings"
    shell.submit("la")
    assert shell.current == "reception"
    assert ("submit", "la") in told(shell, "reception")


def test_f1_lists_the_keys_of_desk_and_screen(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_F1)
    keys = shell.findChild(KeyList)
    assert keys.isVisible()
    keys.close()


def test_ctrl_l_locks_and_ctrl_z_undoes(qtbot: QtBot, shell: Shell) -> None:
    done: list[str] = []
    shell.notices.ok("saved", Act("Hoàn tác", lambda: done.append("undone")))
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undone"]
    with qtbot.waitSignal(shell.lock_wanted):
        qtbot.keyClick(shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_nothing_is_heard_while_locked(shell: Shell) -> None:
    told(shell, "reception")
    shell.listen(False)
    assert told(shell, "reception") == [("leave",)]
    Keyboard(shell).type("VX1:abc123\r", gap=4)
    assert [line for line in told(shell, "reception") if line[0] == "scan"] == []
    shell.listen(True)
    Keyboard(shell).type("VX1:abc123\r", gap=4)
    assert [line for line in told(shell, "reception") if line[0] == "scan"] != []


def test_a_trouble_that_nobody_takes_is_a_notice(shell: Shell, lanes: Lanes) -> None:
    def fail() -> None:
        raise Trouble(TroubleCode.DISK_FULL)

    lanes.db.run(fail)
    assert shell.notices.current.text == say("trouble.disk_full")


def test_the_status_line_follows(shell: Shell) -> None:
    shell.show_standing(msgspec.structs.replace(STANDING, saved=4))
    assert shell.findChild(StatusLine).words()[0] == "Đã lưu trên máy này: 4"


def test_a_screen_sets_its_badge(shell: Shell) -> None:
    shell.view("reception").room.badge("screening", "7", Tone.WAIT)
    row = next(row for row in shell.findChildren(RailRow) if row.text() == "Khám sàng lọc")
    assert row.accessibleDescription() == "7"


@pytest.mark.parametrize(
    ("mode", "roles", "keys"),
    [
        (DeskMode.ALL, {"lead"}, ["reception", "injection", "users"]),
        (DeskMode.ALL, {"reception"}, ["reception", "injection"]),
        (DeskMode.INJECTION, {"injection"}, ["injection"]),
    ],
)
def test_what_is_offered_follows_mode_and_roles(mode: DeskMode, roles: set[str], keys: list[str]) -> None:
    screens = (
        screen("reception", modes=frozenset({DeskMode.ALL, DeskMode.RECEPTION})),
        screen("injection"),
        screen("users", roles=frozenset({"lead"})),
    )
    assert [one.key for one in offered(screens, mode=mode, roles=roles)] == keys


def test_a_plain_screen_answers_quietly() -> None:
    plain = ScreenWidget()
    plain.activate()
    plain.leave()
    plain.refresh(frozenset())
    assert not plain.accept_scan(RawScan("x", ScanSource.TYPED))
    assert not plain.search("x")
    assert not plain.submit("x")


@pytest.mark.parametrize(
    ("source", "keyed"),
    [(ScanSource.WEDGE, True), (ScanSource.SERIAL, True), (ScanSource.CAMERA, False), (ScanSource.IMAGE, False)],
)
def test_keyed_sources(source: ScanSource, keyed: bool) -> None:
    assert RawScan("x", source).keyed is keyed


def test_what_was_looked_for_is_gone_on_another_screen(qtbot: QtBot, shell: Shell) -> None:
    line = shell.findChild(ScanBox).line
    write(line, "lan")
    shell.open("reception")
    assert line.text() == "lan"
    shell.open("screening")
    assert line.text() == ""
    write(line, "lan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (shell.current, line.text()) == ("reception", "lan")
