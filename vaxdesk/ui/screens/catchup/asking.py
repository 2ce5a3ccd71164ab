"""Small questions by keys: what is unusual on a sheet, and what to do with one that is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.words import say

_MEND, _BACK, _SHOOT, _PHOTO, _LOOK = "mend", "take_back", "shoot", "photo", "look"
_AT_ONCE = (_SHOOT, _PHOTO, _LOOK)  # acts that ask for nothing more
_WHYS = (UndoReason.WRONG_PERSON, UndoReason.WRONG_ENTRY, UndoReason.ENTERED_TWICE, UndoReason.NOT_DONE)


class AskText(QDialog):
    """Some fields with what they say now; Enter in the last one agrees."""

    agreed = Signal(object)  # what each field says

    def __init__(self, parent: QWidget, title: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self._fields = {name: _field(name) for name, _ in fields}
        for name, value in fields:
            self._fields[name].set_value(value)
        self._go = Button(say("catchup.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self._go.clicked.connect(self._agree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 18)
        layout.setSpacing(12)
        layout.addWidget(Label(title, Role.SECTION))
        listed = list(self._fields.values())
        for at, field in enumerate(listed):
            layout.addWidget(field)
            after = listed[at + 1].setFocus if at + 1 < len(listed) else self._agree
            field.submitted.connect(after)
        layout.addLayout(question.foot(self, self._go))
        listed[0].setFocus()
        listed[0].line.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _agree(self) -> None:
        said = {name: field.value() for name, field in self._fields.items()}
        self.accept()
        self.agreed.emit(said)


class AskRow(QDialog):
    """What to do with a typed sheet: the right lot, take it back for a reason, a photo of it."""

    mend_wanted = Signal(str, str)
    back_wanted = Signal(str)
    shot_wanted = Signal()
    photo_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, parent: QWidget, row: TypedSheet) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(row.person.name)
        self.setMinimumWidth(520)
        dosed = row.happened is Happened.INJECTED and not row.known
        acts = [Option(_MEND, say("catchup.row.mend"))] if dosed else []
        others = [Option(one, say(f"catchup.row.{one}")) for one in (_BACK, *_AT_ONCE)]
        self._act = ChoiceField("", [*acts, *others], columns=2)
        self._lot = TextField(say("catchup.ask.lot_no"), limit=40)
        self._expiry = DateField(say("catchup.ask.expiry"))
        self._why = ChoiceField(
            say("kit.confirm.reason"), [Option(one.value, say(f"clinical.undo_reason.{one.value}")) for one in _WHYS],
            columns=1,
        )  # fmt: skip
        self._go = Button(say("catchup.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self._go.clicked.connect(self._agree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 18)
        layout.setSpacing(12)
        layout.addWidget(Label(say("catchup.recheck.row", no=row.sheet, name=row.person.name), Role.SECTION))
        for widget in (self._act, self._lot, self._expiry, self._why):
            layout.addWidget(widget)
        layout.addLayout(question.foot(self, self._go))
        self._act.edited.connect(lambda _: self._show())
        self._act.submitted.connect(self._go_on)
        self._lot.submitted.connect(self._expiry.setFocus)
        for field in (self._expiry, self._why):
            field.submitted.connect(self._agree)
        self._act.set_value(_MEND if dosed else _BACK)
        self._show()
        self._act.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _show(self) -> None:
        act = self._act.value()
        for field in (self._lot, self._expiry):
            field.setVisible(act == _MEND)
        self._why.setVisible(act == _BACK)

    def _go_on(self) -> None:
        """Enter on an act: what it asks for, or nothing more."""
        if self._act.value() in _AT_ONCE:
            self._agree()
        else:
            self.focusNextChild()

    def _agree(self) -> None:
        at_once = {_SHOOT: self.shot_wanted, _PHOTO: self.photo_wanted, _LOOK: self.look_wanted}
        if self._act.value() in at_once:
            self.accept()
            at_once[self._act.value()].emit()
        elif self._act.value() == _MEND and self._lot.value():
            self.accept()
            self.mend_wanted.emit(self._lot.value(), self._expiry.value())
        elif self._act.value() == _BACK and self._why.value():
            self.accept()
            self.back_wanted.emit(self._why.value())


class PhotoDialog(QDialog):
    """The photo of a sheet, as large as the window allows; Esc closes it."""

    def __init__(self, parent: QWidget, title: str, picture: bytes) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        pixmap = QPixmap()
        pixmap.loadFromData(picture)
        room = parent.window().size()
        wide = max(400, room.width() - 200)
        shown = QLabel()
        smooth = Qt.TransformationMode.SmoothTransformation
        shown.setPixmap(pixmap.scaledToWidth(wide, smooth) if pixmap.width() > wide else pixmap)
        shown.setAccessibleName(title)
        close = Button(say("catchup.leave"), keys="Esc")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(scrolling(shown), 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(wide + 60, max(300, room.height() - 80))


def _field(name: str) -> TextField:
    label = say(f"catchup.ask.{name}")
    return DateField(label) if name == "expiry" else TextField(label, limit=40)
