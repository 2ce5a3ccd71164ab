"""Cases one below the other: who, when, how grave, and how long until the deadline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from vaxdesk.domain.after_injection import AefiCase
from vaxdesk.ui import theme, written
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.labels import Elided, Label, Role, restyle
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.faces import severity_face
from vaxdesk.ui.screens.aefi.deadline import left_text
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.words import say

_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CaseTile(QFrame):
    """One case; `picked()` by a click."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.setProperty("picked", "no")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._name, self._when = Elided("", Role.STRONG), Elided("", Role.SMALL)
        self._severity, self._draft = Chip(), Chip()
        self._left = Label("", Role.COMPLAINT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        head = row(self._name, self._draft, spacing=6)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self._when)
        layout.addWidget(self._severity)
        layout.addWidget(self._left)

    def show_case(self, case: AefiCase, *, now: int, picked: bool, draft: bool) -> None:
        """Show a case at a moment."""
        self._name.setText(case.person.name)
        onset = written.moment(case.event.data["onset"], now=now)
        self._when.setText(say("aefi.case.when", onset=onset, told=written.moment(case.event.t, now=now)))
        self._severity.show_face(severity_face(case.event.data["severity"]))
        self._draft.show_face(ChipFace(say("aefi.case.draft"), Tone.WAIT) if draft else ChipFace(""))
        left = left_text(case, now=now)
        closed = say("aefi.case.closed") if case.serious and not case.open else ""
        self._left.set_role(Role.COMPLAINT if left else Role.GOOD)
        self._left.setText(left or closed)
        self._left.setVisible(bool(left or closed))
        self.setAccessibleName(f"{case.person.name}, {self._when.text()}, {self._severity.text()}")
        if (self.property("picked") == "yes") != picked:
            self.setProperty("picked", "yes" if picked else "no")
            restyle(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("picked") == "yes":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.palette().accent_deep), 3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 13, 13)


class CaseList(QWidget):
    """One stop for Tab; Up and Down choose. `picked(entry)` by hand, `moved(step)` by key."""

    picked = Signal(str)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tiles: list[CaseTile] = []
        self._ids: tuple[str, ...] = ()
        content = QWidget()
        self._inner = QVBoxLayout(content)
        self._inner.setContentsMargins(0, 0, 6, 0)
        self._inner.setSpacing(8)
        self._inner.addStretch(1)
        self._area = scrolling(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_state(self, state: AefiState) -> None:
        """Show the cases with the chosen one marked."""
        shown = state.shown
        self._ids = tuple(one.event.id for one in shown)
        while len(self._tiles) < len(shown):
            tile, number = CaseTile(), len(self._tiles)
            tile.picked.connect(lambda n=number: self._press(n))
            self._inner.insertWidget(number, tile)
            self._tiles.append(tile)
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(shown))
        for tile, one in zip(self._tiles, shown, strict=False):
            entry = one.event.id
            tile.show_case(one, now=state.now, picked=entry == state.at, draft=entry in state.drafts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.moved.emit(_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _press(self, number: int) -> None:
        self.setFocus()
        self.picked.emit(self._ids[number])
