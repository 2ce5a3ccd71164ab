"""What stood in a text field before a scanner typed into it, and putting it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


def is_text(widget: QWidget | None) -> bool:
    """Whether typing into a widget only writes text, which can be taken back."""
    return isinstance(widget, (QLineEdit, QPlainTextEdit)) and not widget.isReadOnly()


def remember(widget: QWidget | None) -> Callable[[], None]:
    """Remember a text field as it is now; the returned function puts that back, in whatever state it is then."""
    if isinstance(widget, QLineEdit):
        return _remember_line(widget)
    if isinstance(widget, QPlainTextEdit):
        return _remember_area(widget)
    return lambda: None


def _remember_line(line: QLineEdit) -> Callable[[], None]:
    text, cursor, start, length = line.text(), line.cursorPosition(), line.selectionStart(), line.selectionLength()

    def restore() -> None:
        if not isValid(line):
            return
        QGuiApplication.inputMethod().reset()
        if line.text() == text:
            return
        line.setText(text)
        line.setCursorPosition(cursor)
        if start >= 0:
            line.setSelection(start, length)
        line.textEdited.emit(text)  # whoever followed the scanner's letters follows them back

    return restore


def _remember_area(area: QPlainTextEdit) -> Callable[[], None]:
    text, cursor = area.toPlainText(), area.textCursor().position()

    def restore() -> None:
        if not isValid(area):
            return
        QGuiApplication.inputMethod().reset()
        if area.toPlainText() == text:
            return
        area.setPlainText(text)
        place = area.textCursor()
        place.setPosition(min(cursor, len(text)))
        area.setTextCursor(place)

    return restore
