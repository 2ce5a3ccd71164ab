"""Labels by role; the style sheet gives each role its size and weight."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import pixmap
from vaxdesk.ui.palette import Tone, tone_colours


class Role(StrEnum):
    """Rank of a text on the page."""

    DISPLAY = "display"
    TITLE = "title"
    SECTION = "section"
    STRONG = "strong"
    BODY = "body"
    SOFT = "soft"
    SMALL = "small"
    CAPTION = "caption"
    CODE = "code"
    COMPLAINT = "complaint"
    ADVICE = "advice"
    GOOD = "good"


class Label(QLabel):
    """A text that wraps; plain text only, so that data can never become markup."""

    def __init__(self, text: str = "", role: Role = Role.BODY, *, wrap: bool = True) -> None:
        super().__init__(text)
        self._measured: tuple[str, int, int, str] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setWordWrap(wrap)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def set_role(self, role: Role) -> None:
        """Change the rank; the style sheet is applied again only if it differs."""
        if self.property("role") != role.value:
            self.setProperty("role", role.value)
            restyle(self)
            self._keep_height()

    def _keep_height(self) -> None:
        """Layouts inside cards ask for a height before they know the width; insist on what the lines need."""
        if not self.wordWrap():
            return
        inside = self.contentsRect()
        frame = self.height() - inside.height()
        measured = (self.text(), inside.width(), frame, self.font().key())
        if measured == self._measured:
            return
        self._measured = measured
        room = QRect(0, 0, max(inside.width(), 1), 1 << 20)
        lines = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap | self.alignment(), self.text())
        self.setMinimumHeight(lines.height() + frame if self.text() else 0)


class Elided(QLabel):
    """One line of data that may be too long: cut with an ellipsis, the whole of it in the tooltip."""

    def __init__(self, text: str = "", role: Role = Role.BODY) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self._fit()

    def text(self) -> str:
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 40))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Picture(QLabel):
    """An icon as a label."""

    def __init__(self, name: str, tone: Tone = Tone.ACCENT, *, size: int = 24) -> None:
        super().__init__()
        self._size, self._shown = size, ("", "")
        self.setFixedSize(size, size)
        self.show_icon(name, tone)

    def show_icon(self, name: str, tone: Tone) -> None:
        """Change the picture; an empty name shows nothing."""
        ink, _, _ = tone_colours(theme.palette(), tone)
        if (name, ink) == self._shown:
            return
        self._shown = (name, ink)
        if name:
            self.setPixmap(pixmap(name, ink, size=self._size))
        else:
            self.clear()


def rule() -> QFrame:
    """A thin line across a card."""
    line = QFrame()
    line.setProperty("rule", "across")
    line.setFixedHeight(1)
    return line


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
