"""Questions by keyboard: an answer moves on, Up and Down move, Backspace takes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.yes_no import Question, YesNoList, YesNoRow


@pytest.fixture
def questions(qtbot: QtBot) -> YesNoList:
    made = YesNoList([Question("a", "1", "Một?"), Question("b", "2", "Hai?", notable="no"), Question("c", "3", "Ba?")])
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def at() -> str:
    focus = QApplication.focusWidget()
    return focus.question.key if isinstance(focus, YesNoRow) else ""


def test_three_keys_answer_three_questions(qtbot: QtBot, questions: YesNoList) -> None:
    heard: list[tuple[str, str]] = []
    questions.answered.connect(lambda key, answer: heard.append((key, answer)))
    with qtbot.waitSignal(questions.finished):
        press(qtbot, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2)
    assert heard == [("a", "no"), ("b", "yes"), ("c", "no")]
    assert questions.answers() == {"a": "no", "b": "yes", "c": "no"}


def test_moving_and_taking_back(qtbot: QtBot, questions: YesNoList) -> None:
    press(qtbot, Qt.Key.Key_1)
    assert at() == "b"
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert at() == "a"
    press(qtbot, Qt.Key.Key_Backspace)
    assert (at(), questions.answers()) == ("a", {})
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert at() == "c"


def test_the_mouse_answers(qtbot: QtBot, questions: YesNoList) -> None:
    qtbot.mouseClick(questions.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert questions.answers() == {"a": "yes"}


def test_shown_answers_are_silent_and_the_notable_ones_stand_out(questions: YesNoList) -> None:
    heard: list[object] = []
    questions.answered.connect(lambda *said: heard.append(said))
    questions.show_answers({"a": "yes", "b": "yes", "c": "no"})
    rows = questions.findChildren(YesNoRow)
    assert ["notable" in row.property("state") for row in rows] == [True, False, False]
    questions.show_answers({"b": "no"})
    assert ["notable" in row.property("state") for row in rows] == [False, True, False]
    assert heard == []


def test_the_first_open_question_takes_the_focus(questions: YesNoList) -> None:
    questions.show_answers({"a": "no"})
    questions.focus_first_open()
    assert at() == "b"


def test_no_questions_are_no_trouble(qtbot: QtBot) -> None:
    empty = YesNoList([])
    qtbot.addWidget(empty)
    empty.focus_first_open()
    assert empty.answers() == {}
