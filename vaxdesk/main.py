"""Opens the desk: builds everything once, in named steps, and takes it down in the opposite order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from vaxdesk import settings as settings_
from vaxdesk.ui import crash, qt_words, theme
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.window import Window
from vaxdesk.wiring.ending import Asked, Ending
from vaxdesk.wiring.gate import Gate
from vaxdesk.wiring.single import OneWindow

if TYPE_CHECKING:
    from vaxdesk.wiring.practice import Practice


def run(
    home: Path,
    *,
    practice: Practice | None = None,
    usable: Callable[[Window], None] | None = None,
    asked: Asked | None = None,
) -> int:
    """Opens the window and returns when it is closed, by hand or because the system asks for it.

    Args:
        home: the data folder.
        practice: opens this station without asking for a password; for the practice station alone.
        usable: called when the first page can be used: the desk, or who is to sign in.
        asked: whoever holds it for longer than the window is open.
    """
    if asked is not None:
        return _open(home, practice, usable, asked)
    with Asked() as own:
        return _open(home, practice, usable, own)


def _open(
    home: Path, practice: Practice | None, usable: Callable[[Window], None] | None, asked: Asked
) -> int:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("vaxdesk")
    settings = settings_.load(home)
    theme.dress(app, theme.Look(settings.language, settings.stark, settings.scale, settings.practice))
    qt_words.install(app)
    one = OneWindow(home)
    if one.raise_other():
        return 0
    lanes, window = Lanes.open(), Window()
    door = crash.CrashDoor(home / "faults", lambda report: _say_fault(report, window))
    door.install()
    gate = Gate(home, lanes, window, practice=practice)
    one.raised.connect(window.come_forward)
    gate.usable.connect(one.listen)
    window.closing.connect(gate.close)
    if usable:
        gate.usable.connect(lambda: usable(window))
    ending = Ending(asked, lambda: _end(app))
    gate.begin()
    window.show()
    code = app.exec()
    ending.let_go()
    gate.close()
    lanes.close()
    gate.let_go()
    one.close()
    door.uninstall()
    return code


def _end(app: QApplication) -> None:
    """Dialogs are left as by Esc; one that insists on an answer does not keep the program."""
    app.closeAllWindows()
    app.exit(0)


def _say_fault(report: crash.CrashReport, window: Window) -> None:
    from vaxdesk.ui.frame.crash_dialog import CrashDialog

    CrashDialog(report, window).open()


def environment_has_screen() -> bool:
    """Whether a window can be shown here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
