"""A photo of a sheet by the camera: look, take it, look whether it can be read, keep it or take it again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.sheet_view import SheetEye, SheetView
from vaxdesk.ui.lanes import Lane
from vaxdesk.words import known, say

_AIR = 40  # pixels of the window left around it
_LEAST, _WIDEST = 480, 1100


class SheetShot(QDialog):
    """Opened with `open()`; `kept(bytes)` follows once when somebody agrees. A missing camera is said below."""

    kept = Signal(bytes)

    def __init__(self, parent: QWidget | None, title: str, lane: Lane, eye: SheetEye) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._picture = b""
        self._view = SheetView(lane, eye)
        self._view.setAccessibleName(title)
        self._advice = Label(say("kit.shot.hold"), Role.SOFT)
        self._shoot = Button(say("kit.shot.take"), Kind.PRIMARY, icon="camera", keys="Space", large=True)
        self._keep = Button(say("kit.shot.keep"), Kind.PRIMARY, icon="check", keys="Return", large=True)
        self._again = Button(say("kit.shot.again"), icon="refresh", keys="Space", large=True)
        self._turn = Button(say("kit.shot.turn"), keys="Ctrl+R", large=True)
        self._leave = Button(say("kit.close"), keys="Esc", large=True)
        self._lay_out(title)
        self._wire()
        room = _main(parent).size() if parent else QSize(_WIDEST, _LEAST)
        self.resize(max(_LEAST, min(_WIDEST, room.width() - _AIR)), max(_LEAST, room.height() - _AIR))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """With the dialog the camera opens."""
        super().showEvent(event)
        self._view.start()
        self._shoot.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the picture too; once it is taken, Enter keeps it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._picture:
            self._view.shoot()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        taken = bool(self._picture)
        for button in (self._shoot, self._turn):
            button.setVisible(not taken)
        for button in (self._keep, self._again):
            button.setVisible(taken)
        self._advice.setText(say("kit.shot.look" if taken else "kit.shot.hold"))
        (self._keep if taken else self._shoot).setFocus()

    def _took(self, picture: bytes) -> None:
        self._picture = picture
        self._show()

    def _take_again(self) -> None:
        self._picture = b""
        self._show()
        self._view.again()

    def _agree(self) -> None:
        picture = self._picture
        self.accept()
        self.kept.emit(picture)

    def _fail(self, err: Err) -> None:
        self._picture = b""
        self._show()
        self._shoot.setEnabled(False)
        self._turn.setEnabled(False)
        self._advice.set_role(Role.COMPLAINT)
        own = f"kit.shot.{err.key.rpartition('.')[2]}"
        self._advice.setText(say(own if known(own) else err.key))

    def _wire(self) -> None:
        self._view.taken.connect(self._took)
        self._view.failed.connect(self._fail)
        self._shoot.clicked.connect(self._view.shoot)
        self._keep.clicked.connect(self._agree)
        self._again.clicked.connect(self._take_again)
        self._turn.clicked.connect(self._view.turn)
        self._leave.clicked.connect(self.reject)
        self.finished.connect(lambda _: self._view.stop())

    def _lay_out(self, title: str) -> None:
        line = QHBoxLayout()
        line.addWidget(self._leave)
        line.addStretch(1)
        for button in (self._turn, self._again, self._shoot, self._keep):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(title, Role.SECTION))
        layout.addWidget(self._view, 1)
        layout.addWidget(self._advice)
        layout.addLayout(line)


def _main(parent: QWidget) -> QWidget:
    """The window that dialogs stand before, also for one that is opened by another."""
    window = parent.window()
    while (behind := window.parentWidget()) is not None:
        window = behind.window()
    return window
