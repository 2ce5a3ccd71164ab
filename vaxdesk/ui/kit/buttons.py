"""Buttons by kind, with an icon and the keys that press them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy

from vaxdesk.ui import theme
from vaxdesk.ui.kit.icons import icon
from vaxdesk.ui.kit.labels import restyle
from vaxdesk.words import say

_AIR = "\u2002"  # Qt puts the icon right beside the text


class Kind(StrEnum):
    """Weight of a button; a page has one PRIMARY, HARM is for what cannot be taken lightly."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"
    HARM = "harm"


class Button(QPushButton):
    """A button whose keys are written on it.

    Args:
        text: the sentence on the button.
        kind: its weight.
        icon: name of an icon, or empty.
        keys: Qt key sequence that presses it, e.g. `Ctrl+Return`; never a plain letter or digit.
        large: taller, for the one decision of a page.
    """

    def __init__(
        self, text: str, kind: Kind = Kind.PLAIN, *, icon: str = "", keys: str = "", large: bool = False
    ) -> None:
        super().__init__()
        self.words = text
        self._icon = icon
        self._keys = keys
        self.setProperty("kind", kind.value)
        self.setProperty("large", "yes" if large else "no")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setIconSize(QSize(22, 22))
        self._paint_icon(kind)
        self.set_words(text)
        if keys:
            _press_by(self, keys)

    def set_words(self, text: str) -> None:
        """Change the sentence on the button."""
        self.words = text
        lead = _AIR if self._icon else ""
        keys = f"{_AIR}{_AIR}{keys_in_words(self._keys)}" if self._keys else ""
        self.setText(f"{lead}{text}{keys}")
        self.setAccessibleName(text)

    def set_kind(self, kind: Kind) -> None:
        """Change the weight."""
        if self.property("kind") != kind.value:
            self.setProperty("kind", kind.value)
            self._paint_icon(kind)
            restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_icon(self, kind: Kind) -> None:
        if not self._icon:
            return
        p = theme.palette()
        colour = {Kind.PRIMARY: p.on_accent, Kind.PLAIN: p.accent_deep, Kind.QUIET: p.accent_deep, Kind.HARM: p.harm}
        self.setIcon(icon(self._icon, colour[kind], off=p.edge))


class IconButton(QPushButton):
    """A square button of one icon; its words are the tooltip and what a screen reader says."""

    def __init__(self, icon_name: str, words: str, *, keys: str = "", side: int = 44) -> None:
        super().__init__()
        self.setProperty("kind", "icon")
        self.setFixedSize(side, side)
        self.setIconSize(QSize(24, 24))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setIcon(icon(icon_name, theme.palette().accent_deep, off=theme.palette().edge))
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  ({keys_in_words(keys)})" if keys else words)
        if keys:
            _press_by(self, keys)


def _press_by(button: QPushButton, keys: str) -> None:
    """A button's own shortcut would press it visibly and click only 100 ms later; both Enter keys count."""
    both = [QKeySequence(keys), QKeySequence(keys.replace("Return", "Enter"))]
    shortcut = QShortcut(button)
    shortcut.setKeys(both if "Return" in keys else both[:1])
    shortcut.activated.connect(button.click)


def keys_in_words(keys: str) -> str:
    """A key sequence as written on the keyboard: `Ctrl+Return` as `Ctrl ↵`."""
    names = {"Return": "↵", "Enter": "↵", "Esc": "Esc", "Backspace": "⌫", "Down": "↓", "Space": say("kit.keys.space")}
    return " ".join(names.get(part, part) for part in keys.split("+"))
