"""Busy: nothing for short work, a veil for longer, progress with a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.busy import Busy, ProgressCard, Spinner


def test_short_work_shows_nothing(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    veil = Busy(place)
    veil.show_busy("Đang lưu…")
    veil.show_busy("")
    qtbot.wait(300)
    assert veil.isHidden()


def test_longer_work_is_veiled_and_the_veil_follows_its_place(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(300, 200)
    place.show()
    veil = Busy(place)
    veil.show_busy("Đang lưu…")
    qtbot.waitUntil(veil.isVisible)
    place.resize(400, 300)
    assert veil.size() == place.size()
    turns = veil.findChild(Spinner)._angle
    qtbot.waitUntil(lambda: veil.findChild(Spinner)._angle != turns)
    veil.show_busy("")
    assert veil.isHidden()


def test_progress_says_figures_and_can_be_stopped_once(qtbot: QtBot) -> None:
    card = ProgressCard()
    qtbot.addWidget(card)
    card.show()
    card.show_progress("Nhập danh sách", 0, 0)
    assert card.findChild(QProgressBar).maximum() == 0
    card.show_progress("Nhập danh sách", 1200, 100000)
    assert card._figures.text() == "1.200 / 100.000"
    stopped: list[None] = []
    card.cancelled.connect(lambda: stopped.append(None))
    button = card.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(stopped) == 1
    assert not button.isEnabled()
    card.show_progress("Nhập danh sách", 0, 10)
    assert button.isEnabled()


def test_progress_is_painted_in_the_turn_of_the_loop(qtbot: QtBot) -> None:
    card = ProgressCard()
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.show_progress("Nhập danh sách", 10, 100)
    qtbot.wait(50)

    class Painted(QObject):
        times = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.times += watched is bar and event.type() == QEvent.Type.Paint
            return False

    bar, seen = card.findChild(QProgressBar), Painted()
    bar.installEventFilter(seen)
    card.show_progress("Nhập danh sách", 60, 100)
    assert seen.times == 0
    qtbot.waitUntil(lambda: seen.times == 1)
