"""A choice by number keys, arrows and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.choice import ChoiceField, Option


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    made = ChoiceField("Giới tính", (Option("M", "Nam"), Option("F", "Nữ"), Option("X", "Khác")))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def checked(field: ChoiceField) -> list[bool]:
    return [tile.isChecked() for tile in field.findChildren(QPushButton)]


def test_digits_choose_and_are_heard(qtbot: QtBot, field: ChoiceField) -> None:
    heard: list[str] = []
    field.edited.connect(heard.append)
    qtbot.keyClicks(field.tiles, "294")
    assert (field.value(), heard) == ("F", ["F"])
    assert checked(field) == [False, True, False]


def test_arrows_move_and_space_chooses(qtbot: QtBot, field: ChoiceField) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(field.tiles, key)
    qtbot.keyClick(field.tiles, Qt.Key.Key_Space)
    assert field.value() == "X"


def test_the_mouse_chooses(qtbot: QtBot, field: ChoiceField) -> None:
    qtbot.mouseClick(field.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert field.value() == "M"


def test_a_set_value_is_silent_and_can_be_none(field: ChoiceField) -> None:
    heard: list[str] = []
    field.edited.connect(heard.append)
    field.set_value("F")
    field.set_value("")
    assert (field.value(), heard, checked(field)) == ("", [], [False, False, False])


def test_enter_submits_and_tab_is_one_stop(qtbot: QtBot, field: ChoiceField) -> None:
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.tiles, Qt.Key.Key_Return)
    assert all(tile.focusPolicy() == Qt.FocusPolicy.NoFocus for tile in field.findChildren(QPushButton))


def test_the_chosen_tile_has_a_sign_beside_its_colour(field: ChoiceField) -> None:
    before = field.findChildren(QPushButton)[1].icon().cacheKey()
    field.set_value("F")
    assert field.findChildren(QPushButton)[1].icon().cacheKey() != before
