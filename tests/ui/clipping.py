"""Finds texts that do not fit: labels, buttons and choices smaller than what they say, or cut off by their place."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QWidget,
)

from vaxdesk.ui.kit.labels import Elided
from vaxdesk.ui.kit.people_tiles import PersonTile

_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole)
_SLACK = 2  # pixels; metrics round


def clipped(host: QWidget) -> Iterator[str]:
    """One line for each visible text that is cut."""
    for label in host.findChildren(QLabel):
        if label.isVisible() and label.text() and not isinstance(label, Elided):
            yield from _label(label)
            yield from _place(label, host)
    for button in host.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, PersonTile):
            yield from _button(button)
            yield from _place(button, host)
    for head in host.findChildren(QHeaderView):
        if head.isVisible() and head.orientation() is Qt.Orientation.Horizontal:
            yield from _headings(head)


def _label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.fontMetrics().boundingRect(
            QRect(0, 0, room.width(), 1 << 20), Qt.TextFlag.TextWordWrap, label.text()
        )
        if needed.height() > room.height() + _SLACK:
            yield f"label {label.text()!r} needs {needed.height()} px of height, has {room.height()}"
    else:
        needed = label.fontMetrics().boundingRect(QRect(0, 0, 1 << 20, 1 << 20), 0, label.text())
    if needed.width() > room.width() + _SLACK:
        yield f"label {label.text()!r} needs {needed.width()} px, has {room.width()}"


def _button(button: QAbstractButton) -> Iterator[str]:
    if isinstance(button, (QPushButton, QCheckBox)) and button.sizeHint().width() > button.width() + _SLACK:
        yield f"button {button.text()!r} needs {button.sizeHint().width()} px, has {button.width()}"


def _headings(head: QHeaderView) -> Iterator[str]:
    """Headings that wrap or share what is left may be shortened; those of a fixed width may not."""
    for at in range(head.count()):
        text, aligned = (head.model().headerData(at, head.orientation(), role) for role in _SAID)
        wraps = int(aligned or 0) & int(Qt.TextFlag.TextWordWrap)
        if not text or wraps or head.sectionResizeMode(at) is QHeaderView.ResizeMode.Stretch:
            continue
        if head.sectionSizeHint(at) > head.sectionSize(at) + _SLACK:
            yield f"heading {text!r} needs {head.sectionSizeHint(at)} px, has {head.sectionSize(at)}"


def _place(widget: QWidget, host: QWidget) -> Iterator[str]:
    """Whether a widget sticks out of what shows it; what can be scrolled to is not cut, except sideways."""
    shown = QRect(widget.mapTo(host, QPoint(0, 0)), widget.size())
    up, sideways = host.rect(), host.rect()
    parent = widget.parentWidget()
    while parent and parent is not host:
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            viewport = QRect(parent.mapTo(host, QPoint(0, 0)), parent.size())
            area = parent.parentWidget()
            up = QRect(-(1 << 20), -(1 << 20), 1 << 21, 1 << 21) if area.verticalScrollBar().maximum() else up
            sideways = sideways.intersected(viewport)
        parent = parent.parentWidget()
    if shown.left() < sideways.left() - _SLACK or shown.right() > sideways.right() + _SLACK:
        yield f"{widget.text()!r} sticks out sideways: {shown.left()}–{shown.right()} of {sideways.right()}"
    if shown.top() < up.top() - _SLACK or shown.bottom() > up.bottom() + _SLACK:
        yield f"{widget.text()!r} sticks out: {shown.top()}–{shown.bottom()} of {up.bottom()}"
