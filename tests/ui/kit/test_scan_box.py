"""The scan box: typing searches, Enter submits, a scanner is heard and leaves no trace in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.keyboard import Keyboard, write
from vaxdesk.ui.kit.buttons import IconButton
from vaxdesk.ui.kit.scan_box import ScanBox


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[ScanBox]:
    made = ScanBox()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.listen(True)
    made.take_focus()
    yield made
    made.listen(False)


def test_typing_searches_in_normal_form_and_enter_submits(qtbot: QtBot, box: ScanBox) -> None:
    searched: list[str] = []
    submitted: list[str] = []
    box.searched.connect(searched.append)
    box.submitted.connect(submitted.append)
    write(box.line, "La\u0301n ")
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert (searched[-1], submitted) == ("Lán", ["Lán"])


def test_a_certificate_that_was_pasted_is_a_scan_letter_by_letter(qtbot: QtBot, box: ScanBox) -> None:
    scanned: list[str] = []
    submitted: list[str] = []
    box.scanned.connect(scanned.append)
    box.submitted.connect(submitted.append)
    for text in ("HC1:6BF  A ", "shc:/" + "56" * 3000):
        write(box.line, text)
        qtbot.keyClick(box.line, Qt.Key.Key_Return)
        assert (scanned.pop(), submitted, box.line.text()) == (text, [], "")


def test_enter_in_an_empty_box_is_nothing(qtbot: QtBot, box: ScanBox) -> None:
    submitted: list[str] = []
    box.submitted.connect(submitted.append)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert submitted == []


def test_escape_empties_and_searches_for_nothing(qtbot: QtBot, box: ScanBox) -> None:
    searched: list[str] = []
    write(box.line, "lan")
    box.searched.connect(searched.append)
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    assert (box.line.text(), searched) == ("", [""])


def test_a_scan_while_the_box_has_the_focus(box: ScanBox) -> None:
    scanned: list[str] = []
    submitted: list[str] = []
    box.scanned.connect(scanned.append)
    box.submitted.connect(submitted.append)
    Keyboard(box).type("001188012345||Nguyễn Thị Đào|05031988\r", gap=4)
    assert (scanned, submitted) == (["001188012345||Nguyễn Thị Đào|05031988"], [])
    assert box.line.text() == ""


def test_camera_by_button(qtbot: QtBot, box: ScanBox) -> None:
    camera = next(button for button in box.findChildren(IconButton) if "camera" in button.accessibleName())
    with qtbot.waitSignal(box.camera_wanted):
        qtbot.mouseClick(camera, Qt.MouseButton.LeftButton)


def test_a_shown_text_is_not_searched_for_and_is_overwritten_next(qtbot: QtBot, box: ScanBox) -> None:
    searched: list[str] = []
    box.searched.connect(searched.append)
    box.show_text("Nguyễn Thị Lan")
    assert searched == []
    box.take_focus()
    qtbot.keyClicks(box.line, "a")
    assert searched == ["a"]
    box.clear()
    assert box.line.text() == ""
