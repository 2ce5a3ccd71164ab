"""Labels: plain text only, heights that fit, roles, long data cut visibly."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.labels import Elided, Label, Picture, Role, rule
from vaxdesk.ui.palette import Tone

LONG = "Tiền sử rõ ràng phản vệ với vắc xin phòng COVID-19 lần trước hoặc các thành phần của vắc xin"


def test_data_never_becomes_markup() -> None:
    assert Label("<b>Lan</b>").textFormat() == Qt.TextFormat.PlainText
    assert Elided("<b>Lan</b>").textFormat() == Qt.TextFormat.PlainText


def test_a_wrapped_text_gets_the_height_of_its_lines(qtbot: QtBot) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    label = Label(LONG)
    layout.addWidget(label)
    qtbot.addWidget(box)
    box.resize(220, 40)
    box.show()
    lines = label.height() / label.fontMetrics().lineSpacing()
    assert lines >= 4
    label.setText("Lan")
    qtbot.waitUntil(lambda: label.minimumHeight() < 30)


def test_a_role_changes_the_font(qtbot: QtBot) -> None:
    label = Label("Lan", Role.SMALL)
    qtbot.addWidget(label)
    label.show()
    small = label.fontMetrics().height()
    label.set_role(Role.TITLE)
    assert label.fontMetrics().height() > small


def test_long_data_is_cut_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = Elided(LONG)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.text() == LONG
    assert label.toolTip() == LONG
    label.setText("Lan")
    assert label.toolTip() == ""


def test_a_picture_shows_and_clears() -> None:
    picture = Picture("lock", Tone.HARM, size=20)
    assert picture.pixmap().width() >= 20
    picture.show_icon("", Tone.NEUTRAL)
    assert picture.pixmap().isNull()
    assert rule().height() == 1
