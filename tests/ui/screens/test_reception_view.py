"""Reception through its widgets, on a real encrypted store; keystrokes are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QPushButton, QWidget

from tests.ui.screens.real_desk import DAY, listed
from vaxdesk.desk import board
from vaxdesk.desk.context import Desk
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.payloads import Person
from vaxdesk.ui import gallery, theme
from vaxdesk.ui.kit.chips import ChipFace, chip_size
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screen import DeskMode, RawScan, ScanSource, Screen, ScreenWidget
from vaxdesk.ui.screens.reception.state import Panel
from vaxdesk.ui.screens.reception.view import ReceptionView
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.standing import Standing
from vaxdesk.wiring.reception import reception_screen
from vaxdesk.wiring.session import Session
from vaxdesk.words import say

CARD = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái|15042021"
ENTER = Qt.Key.Key_Return


class Room(ScreenWidget):
    """Stands in for the screening screen: notes for whom it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened_for: list[object] = []

    def activate(self, subject: object | None = None) -> None:
        self.opened_for.append(subject)


@pytest.fixture
def open_shell(desk: Desk, qtbot) -> Iterator[Callable[..., tuple[Shell, ReceptionView, Room]]]:
    shells = []

    def make(mode: DeskMode = DeskMode.ALL) -> tuple[Shell, ReceptionView, Room]:
        screening = Room()
        screens = (
            reception_screen(Session(desk), mode=lambda: mode),
            Screen("screening", "shell.screens.screening", "screening", lambda _: screening),
        )
        shell = Shell(Lanes.inline(), screens, home="reception", standing=Standing(station="Xà Hồ", day=DAY))
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None or shell.isActiveWindow())
        shells.append(shell)
        return shell, shell.view("reception"), screening

    yield make
    for shell in shells:
        shell.listen(False)
        shell.notices.dismiss()


def shown(widget: QWidget, text: str) -> bool:
    QApplication.processEvents()
    return any(one.isVisible() and text in one.text() for one in widget.findChildren(QWidget) if hasattr(one, "text"))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the focus"
    QTest.keyClick(target, key, modifier)


def answer(qtbot, view: QWidget, digit: Qt.Key) -> None:
    """Pick a reason in the question that is open and agree."""
    ask = next(one for one in view.findChildren(QDialog) if isinstance(one, Confirm))
    qtbot.waitUntil(lambda: ask.isAncestorOf(QApplication.focusWidget()))
    with qtbot.waitSignal(ask.agreed):
        press(digit)
        press(ENTER, Qt.KeyboardModifier.ControlModifier)


def open_form(qtbot, view: ReceptionView) -> None:
    QTest.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view._model.state.panel is Panel.FORM)


def click(view: QWidget, key: str, **facts: object) -> None:
    words = say(key, **facts)
    button = next(one for one in view.findChildren(QPushButton) if one.isVisible() and words in one.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_listed_adult_with_a_card_takes_a_scan_and_one_key(desk: Desk, open_shell) -> None:
    lanh = listed(desk)
    shell, view, screening = open_shell()
    shell.scanned(RawScan(CARD, ScanSource.WEDGE))  # first act
    assert shown(view, "Nguyễn Thị Lành")
    press(ENTER)  # second act
    (row,) = board.rows(desk)
    assert (row.person.id, row.stage, row.no) == (lanh, Stage.RECEIVED, 1)
    assert shown(view, "1")
    press(ENTER)
    assert screening.opened_for == [lanh]


def test_the_number_is_written_large(desk: Desk, open_shell) -> None:
    for row in range(11):
        listed(desk, name=f"Lò Văn {chr(65 + row)}", doc=f"0140900000{row:02}")
    listed(desk)
    shell, view, _ = open_shell(DeskMode.RECEPTION)
    for row in range(11):
        shell.scanned(RawScan(f"0140900000{row:02}", ScanSource.TYPED))
        press(ENTER)
    shell.scanned(RawScan(CARD, ScanSource.WEDGE))
    press(ENTER)
    assert view._arrived._number.text() == "12"
    assert view._arrived._number.height() > 80
    assert not shown(view, say("reception.next_screen"))


def test_typed_name_and_enter(desk: Desk, open_shell) -> None:
    listed(desk)
    listed(desk, name="Lò Văn Páo", doc="014205006789", sex="M")
    shell, view, _ = open_shell()
    box = shell._top.scan_box
    box.take_focus()
    QTest.keyClicks(box.line, "pao")
    assert shown(view, "Lò Văn Páo")
    press(ENTER)
    assert [(row.person.name, row.no) for row in board.rows(desk) if row.no] == [("Lò Văn Páo", 1)]
    assert box.line.selectedText() == "pao", "the next name is typed over the last one"


def test_arrows_move_the_highlight_while_the_box_has_the_focus(desk: Desk, open_shell) -> None:
    for no, name in enumerate(("Nguyễn Thị Lan", "Nguyễn Thị Lành", "Nguyễn Thị Lê")):
        listed(desk, name=name, doc=f"01519000000{no}")
    shell, view, _ = open_shell()
    box = shell._top.scan_box
    box.take_focus()
    QTest.keyClicks(box.line, "nguyen thi la")
    assert len(view._model.state.rows) == 2
    press(Qt.Key.Key_Down)
    assert view._model.state.at == 1
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Down)
    press(ENTER)
    assert [row.person.name for row in board.rows(desk) if row.no] == [view._model.state.arrived.name]


def test_differences_are_shown_and_taken_with_the_check_in(desk: Desk, open_shell) -> None:
    lanh = listed(desk, doc="", dob="1990")
    shell, view, _ = open_shell()
    shell.scanned(RawScan(CARD, ScanSource.WEDGE))
    assert shown(view, say("reception.choose.title")), "name and year alone are not enough"
    press(Qt.Key.Key_Down)
    assert shown(view, say("reception.is_it"))
    ticks = [box for box in view.findChildren(QCheckBox) if box.isVisible()]
    assert [box.isChecked() for box in ticks] == [True, True, True, True]
    QTest.mouseClick(ticks[3], Qt.MouseButton.LeftButton)
    QTest.keyClick(view._person._main, ENTER)
    (row,) = board.rows(desk)
    assert (row.person.id, row.person.dob, row.person.doc, row.person.adr) == (lanh, "1990-01-01", "015190001234", "")


def test_who_was_received_is_shown_with_the_reason_and_may_decline(desk: Desk, open_shell, qtbot) -> None:
    listed(desk)
    shell, view, _ = open_shell(DeskMode.RECEPTION)
    for _ in range(2):
        shell.scanned(RawScan(CARD, ScanSource.WEDGE))
        press(ENTER)
    assert len(board.rows(desk)) == 1
    assert shown(view, "08:00, số thứ tự 1")
    click(view, "reception.decline")
    answer(qtbot, view, Qt.Key.Key_2)
    (row,) = board.rows(desk)
    assert row.outcome is Outcome.DECLINED
    assert not shown(view, say("reception.decline"))


def test_undo_is_in_the_notice_and_asks_why(desk: Desk, open_shell, qtbot) -> None:
    listed(desk)
    shell, view, _ = open_shell()
    shell.scanned(RawScan(CARD, ScanSource.WEDGE))
    press(ENTER)
    shell.notices.act()
    answer(qtbot, view, Qt.Key.Key_1)
    (row,) = board.rows(desk)
    assert row.stage is Stage.WAITING
    assert view._model.state.panel is Panel.IDLE


def test_an_unknown_card_is_registered_in_two_keys(desk: Desk, open_shell, qtbot) -> None:
    shell, view, _ = open_shell()
    shell.scanned(RawScan(CARD, ScanSource.CAMERA))
    assert shown(view, say("reception.unknown.title"))
    press(ENTER)
    assert shown(view, say("reception.form.title"))
    QTest.keyClick(view, ENTER, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view._model.state.panel is Panel.ARRIVED)
    (row,) = board.rows(desk)
    assert (row.person.name, row.person.commune, row.walk_in, row.no) == ("Nguyễn Thị Lành", "Xà Hồ", True, 1)


def test_the_form_says_beside_the_fields_what_is_missing(desk: Desk, open_shell, qtbot) -> None:
    shell, view, _ = open_shell()
    open_form(qtbot, view)
    form = view._form.form
    assert not shown(form, say("person.flaw.name_missing"))
    click(view, "reception.form.save")
    for key in ("name_missing", "birth_missing", "sex_missing", "document_missing"):
        assert shown(form, say(f"person.flaw.{key}"))
    assert board.rows(desk) == ()
    press(Qt.Key.Key_Escape)
    assert view._model.state.panel is Panel.IDLE


def test_the_cursor_goes_to_what_is_still_wrong(open_shell, qtbot) -> None:
    _, view, _ = open_shell()
    open_form(qtbot, view)
    QTest.keyClicks(QApplication.focusWidget(), "Lo Van Pao")
    press(ENTER, Qt.KeyboardModifier.ControlModifier)
    assert view._form.form._fields["dob"].isAncestorOf(QApplication.focusWidget())


def test_a_walk_in_is_typed_in_by_keyboard_alone(desk: Desk, open_shell, qtbot) -> None:
    listed(desk, name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789")
    shell, view, _ = open_shell()
    open_form(qtbot, view)
    QTest.keyClicks(QApplication.focusWidget(), "Lo Van Pao")
    press(ENTER)
    QTest.keyClicks(QApplication.focusWidget(), "05092005")
    press(ENTER)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "014 205 006 789")
    assert shown(view, say("reception.alike.title"))
    click(view, "reception.form.save")
    assert len(board.rows(desk)) == 1, "the same document is asked about first"
    click(view, "reception.alike.apart")
    click(view, "reception.form.save")
    assert sorted(row.no for row in board.rows(desk)) == [0, 1]


def test_the_alike_person_is_opened_instead(desk: Desk, open_shell) -> None:
    lanh = listed(desk)
    shell, view, _ = open_shell()
    view._model.register(Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F"))
    click(view, "reception.alike.same")
    press(ENTER)
    assert [(row.person.id, row.no) for row in board.rows(desk)] == [(lanh, 1)]


def test_a_child_comes_with_a_guardian(desk: Desk, open_shell) -> None:
    listed(desk, name="Sùng A Páo", dob="2014-09-05", sex="M", doc="015214005678")
    shell, view, _ = open_shell()
    shell.scanned(RawScan("015214005678", ScanSource.TYPED))
    QTest.mouseClick(view._person._guardian, Qt.MouseButton.LeftButton, pos=view._person._guardian.rect().center())
    QTest.keyClick(view, ENTER)
    day = board.person_day(desk, board.rows(desk)[0].person.id)
    assert day.visit.checkin.data["guardian_present"] is True


def test_a_name_typed_after_a_code_that_names_nobody(desk: Desk, open_shell) -> None:
    listed(desk)
    _, view, _ = open_shell()
    view.accept_scan(RawScan("không phải mã của ai", ScanSource.WEDGE))
    assert view._model.state.panel is Panel.UNREAD
    view._model.searched("l")
    assert view._model.state.panel is Panel.PERSON


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_names_can_be_told_apart_whatever_panel_stands_beside_them(dressed: QApplication, scale: float) -> None:
    """Hidden panels have no say in the width, and large letters put the place in the day below the name."""
    theme.dress(dressed, theme.Look("vi", scale=scale))
    try:
        sample = next(one for one in gallery.samples() if one.name == "reception-several")
        view = sample.make()
        host = gallery.stage(view, sample.size)
        names = QFontMetrics(theme.font("strong", QFont.Weight.Bold))
        chip = 0 if scale > 1 else chip_size(ChipFace("Ngoài danh sách")).width()
        assert view._list.viewport().width() - 28 - chip > names.horizontalAdvance("Nguyễn Thị Lành Hoà")
        lines = names.height() + 2 * QFontMetrics(theme.font("small")).height()
        assert scale == 1.0 or view._list.rowHeight(0) >= lines + 16
        host.close()
    finally:
        theme.dress(dressed, theme.Look("vi"))
