"""The desk as a process of its own: signs in at the real window, opens a dialog that wants an answer, and says so.

    python ending_child.py HOME PASSWORD READY
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vaxdesk.main import run
from vaxdesk.ui.screens.sign_in.view import SignInView
from vaxdesk.ui.shell import Shell
from vaxdesk.ui.window import Window


def main(home: Path, password: str, ready: Path) -> int:
    """Runs until the window is closed."""

    def usable(window: Window) -> None:
        page = window.page
        if isinstance(page, SignInView):
            QTest.keyClicks(page._password._password.line, password)
            QTest.keyClick(page._password._password.line, Qt.Key.Key_Return)
        elif isinstance(page, Shell):
            page.show_keys()
            QTimer.singleShot(0, page, look)

    def look() -> None:
        if QApplication.activeModalWidget():
            ready.write_text("a dialog is open", encoding="utf-8")

    return run(home, usable=usable)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
