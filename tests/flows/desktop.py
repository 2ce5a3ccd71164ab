"""The whole program in a test: window, gate, lanes, store and screens as `vaxdesk.main` puts them together.

Only what lies outside the program is stood in for: the hands, the clock on the wall and the file dialogs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk import settings
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.journal import line, ref
from vaxdesk.store.tables import entry, logname
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.screen import ScreenWidget
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.window import Window
from vaxdesk.wiring.gate import Gate
from vaxdesk.wiring.work import Work

DAY = "2026-12-01"
PASSWORD = "ban na san 1975"
ENTER, NONE = Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
_KEYS = {"\r": ENTER, " ": Qt.Key.Key_Space, "-": Qt.Key.Key_Minus, "\t": Qt.Key.Key_Tab}
_BEFORE_MS = 65  # the pace of a person: quicker keys could be a scanner's
_SILENCE_MS = 130  # before and after a scan
_PATIENCE_MS = 60_000  # on a machine that has other work to do


class WallClock:
    """The time of day in the test: it runs as fast as the real one and can be put forward."""

    def __init__(self, clock: str = "08:00") -> None:
        self._ahead = times.at(DAY, clock) - time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() + self._ahead

    def forward(self, *, minutes: float = 0, days: float = 0) -> None:
        """Let time pass."""
        self._ahead += minutes * 60 + days * 86400


class Flashes(QObject):
    """Notes widgets that become a window of their own although they are none: on a real screen they flash."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = watched.windowType() in (Qt.WindowType.ToolTip, Qt.WindowType.Popup)
            if not popup and not isinstance(watched, (QDialog, Window)):
                self.seen.append(f"{type(watched).__module__}.{type(watched).__name__} {watched.accessibleName()}")
        return False


class Desktop:
    """One start of the program on a data folder."""

    def __init__(
        self, qtbot: QtBot, home: Path, *, now: Callable[[], float] = time.time, lan_port: int = 0
    ) -> None:
        self.qtbot, self.home = qtbot, home
        self._place_on_the_network(lan_port)
        self.flashes = Flashes()
        QApplication.instance().installEventFilter(self.flashes)
        self.lanes, self.window = Lanes.open(), Window()
        self.gate = Gate(home, self.lanes, self.window, now=now)
        self.window.closing.connect(self.gate.close)
        self.keys = 0  # pressed by a person so far
        self.gate.begin()
        self.window.show()
        self.front()

    def _place_on_the_network(self, port: int) -> None:
        """Off the network, or on that of this machine alone; no test calls into the one outside."""
        held = settings.load(self.home)
        settings.save(self.home, msgspec.structs.replace(held, lan=bool(port), lan_host="127.0.0.1", lan_port=port))

    def close(self) -> None:
        """As the program ends: what moves is stopped, lanes finish, then the store is closed."""
        QApplication.instance().removeEventFilter(self.flashes)
        for dialog in self.dialogs():
            dialog.reject()
        if self.gate._work is not None and self.gate._work._shell is not None:
            while self.shell.notices.current:
                self.shell.notices.dismiss()
        self.window.close()
        self.gate.close()
        self.lanes.close()
        self.gate.let_go()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def work(self) -> Work:
        """The desk at work, once somebody has signed in."""
        assert self.gate._work is not None, "nobody has signed in"
        return self.gate._work

    @property
    def desk(self) -> Desk:
        """The open desk."""
        return self.work.session.desk

    @property
    def shell(self) -> Shell:
        """The shell of all screens."""
        assert self.work._shell is not None
        return self.work._shell

    def view(self, key: str) -> ScreenWidget:
        """A screen."""
        return self.shell.view(key)

    def state(self, key: str) -> Any:
        """What a screen shows."""
        return self.view(key)._model.state

    def page(self, kind: type[QWidget]) -> Any:
        """The page of the window, which must be of this kind."""
        self.until(lambda: isinstance(self.window.page, kind))
        return self.window.page

    def until(self, holds: Callable[[], object]) -> None:
        """Wait, with the window alive, until something holds."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=_PATIENCE_MS)

    def settled(self) -> None:
        """Wait until no lane has anything left to do or to tell, the network excepted."""
        for _ in range(3):  # work may begin further work: gather, draw, note
            for lane in (self.lanes.db, self.lanes.paper):
                told: list[bool] = []
                lane.run(lambda: True, told.append)
                self.until(lambda told=told: told)

    def aside(self) -> None:
        """Another PC is worked at: in one process both windows would hear the same scanner."""
        self.shell.listen(False)

    def front(self) -> None:
        """Bring the window to the front."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    # hands

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key at the pace of a person, to whichever window is in front."""
        QTest.qWait(_BEFORE_MS)
        QTest.keyClick(_in_front(), key, modifier)
        self.keys += 1
        QTest.qWait(1)
        self.until(lambda: not self._held())

    def _held(self) -> bool:
        """Whether a key is still kept back to see whether a scanner is typing."""
        if self.gate._work is None or self.work._shell is None:
            return False
        return bool(self.shell._top.scan_box._bursts._held)

    def type(self, text: str) -> None:
        """Keys of the desk: digits, letters, minus, space, and `\\r` for Enter."""
        for letter in text:
            self.press(_KEYS.get(letter, Qt.Key(ord(letter.upper()))))

    def write(self, widget: QWidget, text: str) -> None:
        """Fill in a field, letters of any alphabet; quick, so only where no scanner is listened for."""
        widget.setFocus()
        self.until(lambda: QApplication.focusWidget() is not None)
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(kind, 0, NONE, letter))

    def scan(self, payload: str) -> None:
        """A USB scanner types a code as fast as scanners do, with Enter at its end."""
        QTest.qWait(_SILENCE_MS)
        window = _in_front()
        for letter in f"{payload}\r":
            key = _KEYS.get(letter, Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(window, QKeyEvent(kind, key, NONE, letter))
        self.keys += 1  # pulling the trigger
        QTest.qWait(_SILENCE_MS)  # an Enter at once would still be the scanner's

    def click(self, button: QAbstractButton) -> None:
        """Press a button with the mouse."""
        assert button.isVisible() and button.isEnabled(), f"cannot be pressed: {button.text()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))

    def dialogs(self) -> list[QDialog]:
        """Dialogs in front of the window."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    def asked(self, kind: type[QDialog]) -> Any:
        """The dialog of a kind, once it is open and has the keyboard."""
        self.until(lambda: [one for one in self.dialogs() if isinstance(one, kind)])
        found = next(one for one in self.dialogs() if isinstance(one, kind))
        found.activateWindow()
        self.until(lambda: found.isActiveWindow() and QApplication.focusWindow() is found.windowHandle())
        return found

    def answered(self, dialog: QDialog) -> None:
        """Wait until a dialog is gone and the window is in front again."""
        self.until(lambda: dialog not in self.dialogs())
        self.front()

    # what is on the disk

    def lines(self) -> dict[str, str]:
        """Every entry of the journal as its exact text, by reference."""
        rows = sa.select(logname.c.log, entry.c.seq, entry.c.line).join(entry, entry.c.local_no == logname.c.local_no)
        with self.desk.store.reading() as conn:
            return {ref.join(log, seq): bytes(text).decode() for log, seq, text in conn.execute(rows)}

    def kinds(self) -> list[str]:
        """Kinds of the entries in the journal, in no order."""
        return [line.decode(text.encode()).k for text in self.lines().values()]


def _in_front() -> QWindow:
    window = QApplication.focusWindow()
    assert window is not None, "no window has the keyboard"
    return window


@contextmanager
def desktop(
    qtbot: QtBot, home: Path, *, now: Callable[[], float] = time.time, lan_port: int = 0
) -> Iterator[Desktop]:
    """The program, ended after the test; with a port it exchanges with others on it."""
    started = Desktop(qtbot, home, now=now, lan_port=lan_port)
    try:
        yield started
    finally:
        started.close()
