"""A lot is counted; its lock and the stage of its vial monitor are set."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.stock.movement import WORST_VVM, LockReason
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.stock.views import LotRow
from vaxdesk.ui import reasons
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.stock.amount import Amount
from vaxdesk.ui.screens.stock.saying import place_text
from vaxdesk.ui.thaw_field import ThawField
from vaxdesk.words import say

_STORE = "store"  # a tile needs a value; the place of the store is an empty text
_FREE = "free"


class _LotDialog(QDialog):
    """A title, the lot, fields, what it is for."""

    def __init__(self, parent: QWidget, row: LotRow, title: str, agree: str, *, product: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self.row = row
        self.agree = Button(agree, Kind.PRIMARY, keys="Ctrl+Return")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(26, 22, 26, 20)
        self.body.setSpacing(12)
        self.body.addWidget(Label(title, Role.SECTION))
        self.body.addWidget(Label(say("stock.form.lot", product=product, lot=row.lot.number)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)


class CountDialog(_LotDialog):
    """`agreed(doses, place, why)`: what was seen of a lot; a difference needs a word why."""

    agreed = Signal(int, str, str)

    def __init__(self, parent: QWidget, row: LotRow, *, product: str) -> None:
        super().__init__(parent, row, say("stock.count.title"), say("stock.count.agree"), product=product)
        places = [STORE, *(one for one, doses in row.stand.balances.items() if one and doses)]
        options = tuple(Option(one or _STORE, place_text(one)) for one in places)
        self.place = ChoiceField(say("stock.count.place"), options, columns=3)
        self.place.set_value(_STORE)
        self.amount = Amount(row.lot.doses_per_vial)
        self.told = Label("", Role.BODY)
        self.why = TextField(say("stock.count.why"))
        for widget in (self.place, self.amount, self.told, self.why):
            self.body.addWidget(widget)
        self.body.addLayout(question.foot(self, self.agree))
        self.place.edited.connect(self._look)
        self.why.edited.connect(self._look)
        self.amount.edited.connect(self._look)
        for field in (self.amount, self.why):
            field.submitted.connect(self._take)
        self.agree.clicked.connect(self._take)
        self._look()
        self.amount.setFocus()

    def _at(self) -> str:
        return STORE if self.place.value() == _STORE else self.place.value()

    def _off(self) -> int | None:
        doses = self.amount.doses()
        typed = self.amount.vials.value() or self.amount.loose.value()
        return None if doses is None or not typed else doses - self.row.stand.balances.get(self._at(), 0)

    def _look(self, _: str = "") -> None:
        book, off = self.row.stand.balances.get(self._at(), 0), self._off()
        first = not self.row.stand.kept
        if off and not first:
            self.told.setText(say("stock.count.off", book=book, off=f"{off:+d}"))
        else:
            key = "first" if first else "book" if off is None else "same"
            self.told.setText(say(f"stock.count.{key}", book=book))
        self.why.setVisible(bool(off) and not first)
        self.agree.setEnabled(off is not None and (not off or first or bool(self.why.value())))

    def _take(self) -> None:
        doses = self.amount.doses()
        if self.agree.isEnabled() and doses is not None:
            values = doses, self._at(), self.why.value()
            self.accept()
            self.agreed.emit(*values)


class LotStateDialog(_LotDialog):
    """`agreed(lock, vvm, thawed)`: each None when it stays as it is; an empty lock frees the lot."""

    agreed = Signal(object, object, object)

    def __init__(self, parent: QWidget, row: LotRow, *, product: str, today: str) -> None:
        super().__init__(parent, row, say("stock.lot.title"), say("stock.lot.agree"), product=product)
        order = (*range(1, WORST_VVM + 1), 0)  # the digit that presses a tile is then the stage
        stages = (Option(str(no), say(f"stock.vvm.{no}")) for no in order)
        self.vvm = ChoiceField(say("stock.lot.vvm"), tuple(stages), columns=5, hint=say("stock.lot.vvm_hint"))
        self.vvm.set_value(str(row.lot.vvm))
        free = Option(_FREE, say("stock.lot.free"))
        self.lock = ChoiceField(say("stock.lot.lock"), (free, *reasons.options(LockReason)), columns=2)
        self._held, _, note = row.lot.locked.partition(": ")
        self.lock.set_value(self._held if self._held in list(LockReason) else _FREE)
        self.note = TextField(say("kit.confirm.note"))
        self.note.set_value(note)
        self.thawed = ThawField(hint=say("stock.thaw.hint", days=row.lot.fridge_days), too_late=True)
        for widget in (self.vvm, self.thawed, self.lock, self.note):
            self.body.addWidget(widget)
        self.thawed.ask_for(0 if row.lot.frozen else row.lot.fridge_days, today=today)
        self.thawed.set_value(row.lot.thawed)
        self.body.addLayout(question.foot(self, self.agree))
        self.lock.edited.connect(self._look)
        self.thawed.edited.connect(self._look)
        for field in (self.vvm, self.thawed, self.lock, self.note):
            field.submitted.connect(self._take)
        self.agree.clicked.connect(self._take)
        self._look()
        self.vvm.setFocus()

    def _look(self, _: str = "") -> None:
        self.note.setVisible(self.lock.value() != _FREE)
        self.agree.setEnabled(self.thawed.sound())

    def _take(self) -> None:
        if not self.agree.isEnabled():
            return
        free = self.lock.value() == _FREE
        lock = "" if free else reasons.kept(self.lock.value(), self.note.value())
        vvm = int(self.vvm.value())
        since = self.thawed.value() if self.thawed.asked else ""
        old = self.row.lot
        changed = (
            lock if lock != old.locked else None, vvm if vvm != old.vvm else None,
            since if since and since != old.thawed else None,
        )  # fmt: skip
        self.accept()
        self.agreed.emit(*changed)
