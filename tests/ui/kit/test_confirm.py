"""A question with reasons: agreed only with what it needs, nothing on leaving."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.choice import ChoiceField, Option, Tile
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.palette import Tone

REASONS = (Option("wrong_person", "Nhầm người"), Option("other", "Lý do khác"))


@pytest.fixture
def screen(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def opened(qtbot: QtBot, screen: QWidget, **more: object) -> tuple[Confirm, list[tuple[str, str]]]:
    dialog = Confirm(screen, "Hoàn tác?", agree="Hoàn tác", **more)
    heard: list[tuple[str, str]] = []
    dialog.agreed.connect(lambda reason, note: heard.append((reason, note)))
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog, heard


def button(dialog: Confirm, words: str) -> Button:
    return next(one for one in dialog.findChildren(Button) if one.words == words)


def test_a_reason_is_needed_and_three_keys_do(qtbot: QtBot, screen: QWidget) -> None:
    dialog, heard = opened(qtbot, screen, reasons=REASONS)
    assert not button(dialog, "Hoàn tác").isEnabled()
    tiles = dialog.findChild(ChoiceField).tiles
    qtbot.keyClicks(tiles, "1")
    assert button(dialog, "Hoàn tác").isEnabled()
    qtbot.keyClick(tiles, Qt.Key.Key_Return)
    assert heard == [("wrong_person", "")]
    assert not dialog.isVisible()


def test_some_reasons_need_a_note(qtbot: QtBot, screen: QWidget) -> None:
    dialog, heard = opened(qtbot, screen, reasons=REASONS, note_for=frozenset({"other"}))
    qtbot.keyClicks(dialog.findChild(ChoiceField).tiles, "2")
    assert not button(dialog, "Hoàn tác").isEnabled()
    qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "misread")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: heard == [("other", "misread")])


def test_leaving_says_nothing(qtbot: QtBot, screen: QWidget) -> None:
    dialog, heard = opened(qtbot, screen, reasons=REASONS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert heard == []


def test_without_reasons_enter_agrees(qtbot: QtBot, screen: QWidget) -> None:
    dialog, heard = opened(qtbot, screen, tone=Tone.HARM)
    qtbot.keyClick(button(dialog, "Hoàn tác"), Qt.Key.Key_Return)
    assert heard == [("", "")]


def test_all_reasons_are_seen_whole(qtbot: QtBot, screen: QWidget) -> None:
    reasons = [Option(str(number), f"Lý do {number}") for number in range(6)]
    dialog, _ = opened(qtbot, screen, text="Còn 30 phút theo dõi. " * 6, reasons=reasons)
    field = dialog.findChild(ChoiceField)
    for tile in field.findChildren(Tile):
        assert tile.mapTo(field, tile.rect().bottomLeft()).y() < field.height()
