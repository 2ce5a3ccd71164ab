"""Buttons: keys written on them press them; words and kinds change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vaxdesk.ui.kit.buttons import Button, IconButton, Kind, keys_in_words


def test_keys_press_the_button_also_after_its_words_changed(qtbot: QtBot) -> None:
    button = Button("Tiếp nhận", Kind.PRIMARY, icon="check", keys="Ctrl+Return")
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(button.words))
    qtbot.addWidget(button)
    with qtbot.waitActive(button):
        button.show()
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    button.set_words("Lưu")
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pressed == ["Tiếp nhận", "Lưu"])
    assert button.accessibleName() == "Lưu"
    assert button.text().endswith("Ctrl ↵")


def test_a_kind_changes_with_its_icon() -> None:
    button = Button("Xóa", icon="ban")
    before = button.icon().cacheKey()
    button.set_kind(Kind.HARM)
    assert button.property("kind") == "harm"
    assert button.icon().cacheKey() != before


def test_targets_are_large(qtbot: QtBot) -> None:
    for button in (Button("Lưu"), Button("Lưu", large=True), IconButton("camera", "Camera")):
        qtbot.addWidget(button)
        button.show()
        assert button.height() >= 44


def test_a_large_button_is_taller(qtbot: QtBot) -> None:
    normal, large = Button("Lưu", Kind.PRIMARY), Button("Lưu", Kind.PRIMARY, large=True)
    for button in (normal, large):
        qtbot.addWidget(button)
        button.show()
    assert large.height() >= normal.height() + 10


def test_an_icon_button_has_words() -> None:
    button = IconButton("camera", "Quét bằng camera", keys="Shift+F2")
    assert button.accessibleName() == "Quét bằng camera"
    assert button.toolTip() == "Quét bằng camera  (Shift F2)"


def test_keys_in_words() -> None:
    assert [keys_in_words(keys) for keys in ("Ctrl+Return", "F9", "Ctrl+Space")] == ["Ctrl ↵", "F9", "Ctrl Dấu cách"]
