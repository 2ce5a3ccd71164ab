"""The window: one page at a time, and a cover that takes the work off the screen with its dialogs."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from vaxdesk.ui.window import Window


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_new_page_replaces_and_deletes_the_old(qtbot: QtBot, window: Window) -> None:
    first, second = QLabel("1"), QLabel("2")
    window.show_page(first)
    window.show_page(second)
    assert window.page is second
    qtbot.waitUntil(lambda: not isValid(first))


def test_a_cover_hides_the_page_and_its_dialogs_and_gives_them_back(qtbot: QtBot, window: Window) -> None:
    work, lock = QLabel("001188012345"), QLabel("locked")
    window.show_page(work)
    dialog = QDialog(window)
    dialog.show()
    window.cover(lock)
    assert (window.page, window.covered) == (lock, True)
    assert not work.isVisible()
    assert not dialog.isVisible()
    window.cover(QLabel("again"))
    assert window.page is lock, "a second lock covered the first"
    window.uncover()
    assert (window.page, window.covered) == (work, False)
    assert work.isVisible() and dialog.isVisible()
    qtbot.waitUntil(lambda: not isValid(lock))


def page_with_fields() -> tuple[QWidget, QLineEdit]:
    page = QWidget()
    layout = QVBoxLayout(page)
    fields = QLineEdit(), QLineEdit()
    for field in fields:
        layout.addWidget(field)
    fields[1].setFocus()
    return page, fields[1]


def test_the_focus_goes_where_the_page_put_it_and_comes_back_after_a_lock(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    (work, field), (lock, pin) = page_with_fields(), page_with_fields()
    window.show_page(work)
    assert field.hasFocus()
    window.cover(lock)
    assert pin.hasFocus()
    window.uncover()
    assert field.hasFocus()


def test_where_nothing_had_the_focus_a_lock_gives_it_to_no_button(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    work = QWidget()
    button = QPushButton("Buổi tiêm")
    QVBoxLayout(work).addWidget(button)
    window.show_page(work)
    window.cover(page_with_fields()[0])
    window.uncover()
    assert not button.hasFocus()


def test_a_cover_can_be_exchanged(window: Window) -> None:
    work, curtain, lock = QLabel("work"), QLabel(""), QLabel("lock")
    window.show_page(work)
    window.cover(curtain)
    window.change_cover(lock)
    assert window.page is lock
    assert not work.isVisible()
    window.uncover()
    assert window.page is work


def test_a_page_shown_while_covered_takes_the_cover_away(window: Window) -> None:
    window.show_page(QLabel("work"))
    window.cover(QLabel("lock"))
    other = QLabel("other")
    window.show_page(other)
    assert (window.page, window.covered) == (other, False)


def test_closing_is_said(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()


def test_it_fits_the_smallest_screen(window: Window) -> None:
    assert window.minimumWidth() <= 1280
    assert window.minimumHeight() <= 640
