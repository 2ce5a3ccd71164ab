"""A short, calm shake of a field whose content was not accepted; the words beside it say why."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QPoint, QVariantAnimation
from PySide6.QtWidgets import QWidget

_SWING = ((0.0, 0), (0.15, -7), (0.4, 6), (0.65, -4), (0.85, 2), (1.0, 0))
_LASTS_MS = 320


class _Shake(QVariantAnimation):
    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._home = self._put = widget.pos()
        self.setDuration(_LASTS_MS)
        for at, shift in _SWING:
            self.setKeyValueAt(at, shift)
        self.valueChanged.connect(self._swing)

    def _swing(self, shift: int) -> None:
        if self._widget.pos() != self._put:  # the layout moved it meanwhile: that is its home now
            self._home = self._widget.pos()
        self._put = self._home + QPoint(shift, 0)
        self._widget.move(self._put)


def shake(widget: QWidget) -> None:
    """Shake a visible widget once, wherever its layout puts it."""
    if widget.isVisible():
        _Shake(widget).start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
