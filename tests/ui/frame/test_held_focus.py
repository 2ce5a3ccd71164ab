"""A hidden button does not send the focus to the rail."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.ui.frame.held_focus import HeldFocus


class Place(QWidget):
    """A rail of one row beside two screens of one button."""

    def __init__(self) -> None:
        super().__init__()
        self.rail, self.screens = QWidget(), QStackedWidget()
        self.row = QPushButton("Buổi tiêm")
        QVBoxLayout(self.rail).addWidget(self.row)
        self.buttons = [QPushButton("Chọn tệp"), QPushButton("Nhập")]
        for button in self.buttons:
            screen = QWidget()
            QVBoxLayout(screen).addWidget(button)
            self.screens.addWidget(screen)
        layout = QHBoxLayout(self)
        layout.addWidget(self.rail)
        layout.addWidget(self.screens)
        HeldFocus(self, rail=self.rail, screens=self.screens)


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    made = Place()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.buttons[0].setFocus()
    return made


def test_a_button_that_is_hidden_leaves_the_focus_to_its_screen(place: Place) -> None:
    place.buttons[0].hide()
    assert not place.row.hasFocus()
    assert place.screens.currentWidget().hasFocus()


def test_whoever_goes_to_the_rail_by_hand_stays_there(place: Place) -> None:
    place.row.setFocus()
    assert place.row.hasFocus()
