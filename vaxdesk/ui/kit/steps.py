"""Pages in the same place of which one is shown, as large as that one and not as the largest."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class Steps(QStackedWidget):
    """Made of its pages; `go_to(page)` shows one and gives it the focus."""

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for page in pages:
            self.addWidget(page)

    def go_to(self, page: QWidget) -> None:
        """Show a page, unless it is shown already."""
        if self.currentWidget() is not page:
            self.setCurrentWidget(page)
            self.updateGeometry()
            page.setFocus()

    def sizeHint(self) -> QSize:
        return self.currentWidget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.currentWidget().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return False
