"""A scanner is heard wherever the focus is; what a person types arrives untouched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import Keyboard
from vaxdesk.ui.kit.burst_filter import BurstFilter
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.yes_no import Question, YesNoList

CARD = "001188012345||Nguyễn Thị Đào|05031988|Nữ|Bắc Kạn|01012021"
SCANNER, PERSON = 4, 130  # ms between keys


class Desk(QWidget):
    """A field, a long field, questions and a button."""

    def __init__(self) -> None:
        super().__init__()
        self.field = TextField("")
        self.area = QPlainTextEdit()
        self.questions = YesNoList([Question(str(n), str(n), f"{n}?") for n in range(12)])
        self.button = QPushButton("")
        self.pressed: list[bool] = []
        self.button.clicked.connect(lambda: self.pressed.append(True))
        layout = QVBoxLayout(self)
        for widget in (self.field, self.area, self.questions, self.button):
            layout.addWidget(widget)
        self.scans: list[str] = []
        self.filter = BurstFilter(self)
        self.filter.scanned.connect(self.scans.append)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.filter.listen(True)
    yield made
    made.filter.listen(False)


@pytest.fixture
def keyboard(desk: Desk) -> Keyboard:
    return Keyboard(desk)


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n", ""], ids=["cr", "lf", "tab", "crlf", "silence"])
def test_a_scan_into_a_text_field_leaves_no_trace(desk: Desk, keyboard: Keyboard, qtbot: QtBot, end: str) -> None:
    desk.field.set_value("Trần Văn")
    desk.field.line.setFocus()
    edited: list[str] = []
    desk.field.edited.connect(edited.append)
    keyboard.type(CARD + end, gap=SCANNER)
    qtbot.waitUntil(lambda: desk.scans == [CARD])
    assert desk.field.line.text() == "Trần Văn"
    assert desk.field.line.hasFocus(), "a Tab of the scanner moved the focus"
    assert not edited or edited[-1] == "Trần Văn", "whoever follows the field still holds letters of the scan"


def test_a_selection_survives_a_scan(desk: Desk, keyboard: Keyboard) -> None:
    desk.field.set_value("Trần Văn")
    desk.field.line.setFocus()
    desk.field.line.setSelection(5, 3)
    keyboard.type(CARD + "\r", gap=SCANNER)
    assert desk.field.line.selectedText() == "Văn"


def test_a_scan_into_a_long_text_leaves_no_trace(desk: Desk, keyboard: Keyboard) -> None:
    desk.area.setPlainText("Ghi chú")
    desk.area.setFocus()
    keyboard.type(CARD + "\r", gap=SCANNER)
    assert desk.scans == [CARD]
    assert desk.area.toPlainText() == "Ghi chú"


def test_a_scan_answers_no_question(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.questions.setFocus()
    keyboard.type(CARD + "\r", gap=SCANNER)
    qtbot.wait(120)
    assert desk.scans == [CARD]
    assert desk.questions.answers() == {}


def test_a_scan_presses_no_button(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.button.setFocus()
    keyboard.type("HC1: NCF OXN \r", gap=SCANNER)
    qtbot.wait(120)
    assert desk.scans == ["HC1: NCF OXN "]
    assert desk.pressed == []


@pytest.mark.parametrize("gap", [45, 70, PERSON], ids=["very-quick", "quick", "calm"])
def test_what_a_person_types_arrives(desk: Desk, keyboard: Keyboard, qtbot: QtBot, gap: int) -> None:
    desk.field.line.setFocus()
    keyboard.type("Nguyễn Thị Đào", gap=gap)
    qtbot.wait(180)
    assert desk.field.value() == "Nguyễn Thị Đào"
    assert desk.scans == []


def test_a_persons_answers_arrive_in_order(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.questions.setFocus()
    keyboard.type("00100", gap=90)
    qtbot.waitUntil(lambda: len(desk.questions.answers()) == 5)
    assert list(desk.questions.answers().values()) == ["no", "no", "yes", "no", "no"]
    assert desk.scans == []


def test_enter_and_space_of_a_person_reach_a_button(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.button.setFocus()
    keyboard.type(" ", gap=PERSON)
    qtbot.waitUntil(lambda: len(desk.pressed) == 1)


def test_a_held_down_backspace_still_erases(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.field.set_value("Nguyễn Thị Đào")
    desk.field.line.setFocus()
    keyboard.type("\b" * 10, gap=30, repeat=True)
    qtbot.wait(150)
    assert desk.field.line.text() == "Nguy"


def test_a_short_quick_run_is_a_person(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.field.line.setFocus()
    keyboard.type("abcde", gap=10)
    qtbot.wait(180)
    assert desk.field.line.text() == "abcde"
    assert desk.scans == []


def test_keys_swallowed_for_nothing_are_given_back(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.field.line.setFocus()
    keyboard.type("aabbaabbaabb", gap=10)  # scanner's pace, but only two different letters
    qtbot.waitUntil(lambda: desk.field.line.text() == "aabbaabbaabb")
    assert desk.scans == []


def test_typing_goes_on_after_a_scan(desk: Desk, keyboard: Keyboard, qtbot: QtBot) -> None:
    desk.field.line.setFocus()
    keyboard.type("Lan", gap=PERSON)
    keyboard.at += 400
    keyboard.type(CARD + "\r", gap=SCANNER)
    keyboard.at += 400
    keyboard.type(" Anh", gap=PERSON)
    qtbot.wait(180)
    assert desk.field.value() == "Lan Anh"
    assert desk.scans == [CARD]


def test_two_scans_are_two(desk: Desk, keyboard: Keyboard) -> None:
    desk.button.setFocus()
    keyboard.type(CARD + "\r\n", gap=SCANNER)
    keyboard.at += 600
    keyboard.type("VX1:abc123\r\n", gap=SCANNER)
    assert desk.scans == [CARD, "VX1:abc123"]


def test_an_input_methods_backspaces_belong_to_the_scan(desk: Desk, keyboard: Keyboard) -> None:
    desk.field.line.setFocus()
    keyboard.type("VXTEST|aa\b\bâ ee\b\bê|", gap=SCANNER)
    keyboard.type("\r", gap=SCANNER)
    assert desk.scans == ["VXTEST|â ê|"]
    assert desk.field.line.text() == ""


def test_control_keys_pass(desk: Desk, keyboard: Keyboard) -> None:
    from PySide6.QtCore import Qt

    desk.field.set_value("abc")
    desk.field.line.setFocus()
    keyboard.press("a", modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.field.line.selectedText() == "abc"


def compose(line: QLineEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(line, event)


def test_a_word_composed_by_a_person_is_no_scan(desk: Desk, qtbot: QtBot) -> None:
    line = desk.field.line
    line.setFocus()
    for preedit in ("N", "Ng", "Nguyễn"):
        compose(line, preedit)
        qtbot.wait(110)
    compose(line, "", "Nguyễn ")
    qtbot.wait(180)
    assert line.text() == "Nguyễn "
    assert desk.scans == []


def test_a_scan_through_an_input_method_is_heard_and_taken_back(desk: Desk, qtbot: QtBot) -> None:
    line = desk.field.line
    line.setFocus()
    for part in ("001188012345||", "Nguyễn ", "Thị ", "Đào|05031988|"):
        compose(line, part[:2])
        compose(line, "", part)
    qtbot.waitUntil(lambda: desk.scans == ["001188012345||Nguyễn Thị Đào|05031988|"])
    assert line.text() == ""


def test_nothing_is_heard_after_listening_ended(desk: Desk, keyboard: Keyboard) -> None:
    desk.filter.listen(False)
    desk.field.line.setFocus()
    keyboard.type("VX1:abc123\r", gap=SCANNER)
    assert desk.scans == []
    assert desk.field.line.text() == "VX1:abc123"
