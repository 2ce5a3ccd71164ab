"""A shell of one screen on a real desk, and fingers on its keyboard that count what they press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screen import Screen, ScreenWidget
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.standing import Standing

ENTER, NONE = Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
_KEYS = {"\r": ENTER, " ": Qt.Key.Key_Space, "-": Qt.Key.Key_Minus}


class Noted(ScreenWidget):
    """Stands in for another screen: notes for whom it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened_for: list[object] = []

    def activate(self, subject: object | None = None) -> None:
        self.opened_for.append(subject)


class Fingers:
    """Presses keys on whatever has the focus; `count` says how many."""

    def __init__(self) -> None:
        self.count = 0

    def type(self, text: str) -> None:
        """Digits, minus, space and `\\r` for Enter."""
        for letter in text:
            self.press(_KEYS.get(letter, Qt.Key(ord(letter.upper()))))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key."""
        QApplication.processEvents()
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        QTest.keyClick(target, key, modifier)
        self.count += 1


@contextmanager
def shell_of(qtbot, *screens: Screen, home: str, day: str) -> Iterator[Shell]:
    """A shell in front, with lanes that run at once."""
    shell = Shell(Lanes.inline(), screens, home=home, standing=Standing(station="Xà Hồ", day=day))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    try:
        yield shell
    finally:
        shell.listen(False)
        while shell.notices.current:
            shell.notices.dismiss()


def other(key: str, noted: Noted) -> Screen:
    """Another screen of the desk, of which only the opening counts."""
    return Screen(key, f"shell.screens.{key}", key, lambda _: noted)


def asked(qtbot, view: QWidget, kind: type[QDialog], then: Callable[[QDialog], None]) -> None:
    """The dialog of a kind that is open, in front; `then` answers it."""
    found = [one for one in view.findChildren(kind) if one.isVisible()]
    assert found, f"no {kind.__name__} is open"
    qtbot.waitUntil(lambda: found[-1].isAncestorOf(QApplication.focusWidget()))
    then(found[-1])
    view.window().activateWindow()
    qtbot.waitUntil(view.window().isActiveWindow)


def shown(widget: QWidget, text: str) -> bool:
    """Whether a text can be read on a widget."""
    return any(one.isVisible() and text in one.text() for one in widget.findChildren(QWidget) if hasattr(one, "text"))
