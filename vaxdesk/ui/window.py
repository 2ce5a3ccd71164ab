"""The one window of the program: it shows an entrance page or the shell, and hides all of it when locked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.words import say


class Window(QMainWindow):
    """Pages are whole widgets; the one shown before is kept only while it is covered."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(say("shell.name"))
        self.setWindowIcon(QIcon(pixmap("shield", theme.palette().accent, size=64)))
        self.setMinimumSize(QSize(1200, 620))
        self.resize(1366, 720)
        self._stack = QStackedWidget()
        self._covered: QWidget | None = None
        self._hidden: list[QWidget] = []
        self.setCentralWidget(self._stack)

    @property
    def page(self) -> QWidget | None:
        """The page shown."""
        return self._stack.currentWidget()

    @property
    def covered(self) -> bool:
        """Whether a page is covered (locked)."""
        return self._covered is not None

    def show_page(self, page: QWidget) -> None:
        """Show a page instead of all others, which are deleted."""
        self.uncover()
        old = [self._stack.widget(at) for at in range(self._stack.count())]
        wanted = page.focusWidget() or page  # lost when the page gets its new parent
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        for widget in old:
            self._stack.removeWidget(widget)
            widget.deleteLater()
        wanted.setFocus()

    def cover(self, page: QWidget) -> None:
        """Put a page in the place of the one shown, which is hidden with its dialogs and comes back by `uncover`."""
        if self._covered:
            return
        self._covered = self.page
        self._hidden = [w for w in QApplication.topLevelWidgets() if w is not self and w.isVisible()]
        for widget in self._hidden:
            widget.hide()
        wanted = page.focusWidget() or page  # lost when the page gets its new parent
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        wanted.setFocus()

    def change_cover(self, page: QWidget) -> None:
        """Put another page in the place of the one that covers."""
        old = self.page
        wanted = page.focusWidget() or page  # lost when the page gets its new parent
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if self._covered and old is not self._covered:
            self._stack.removeWidget(old)
            old.deleteLater()
        wanted.setFocus()

    def take_picture(self, path: Path, *, after_ms: int) -> None:
        """Write what the window shows into a PNG file a little later, then close: for manuals and checks."""

        def take() -> None:
            self.grab().save(str(path))
            self.close()

        QTimer.singleShot(after_ms, take)

    def come_forward(self) -> None:
        """A second start of the program asks for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def uncover(self) -> None:
        """Bring back what was covered, with its dialogs."""
        if not self._covered:
            return
        cover, page, self._covered = self.page, self._covered, None
        wanted = page.focusWidget() or page  # the stack would give the focus to whatever comes first
        self._stack.setCurrentWidget(page)
        self._stack.removeWidget(cover)
        cover.deleteLater()
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        wanted.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self.closing.emit()
