"""How much of a lot goes where: issue, return, transfer, back up, disposal, out of the freezer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.picklists import WasteReason
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import STORE, table, table_no
from vaxdesk.domain.stock.views import LotRow
from vaxdesk.ui import reasons
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import Field, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.stock.amount import Amount
from vaxdesk.ui.screens.stock.saying import place_text
from vaxdesk.ui.thaw_field import ThawField
from vaxdesk.words import say

_STORE = "store"  # a tile needs a value; the place of the store is an empty text
_TABLES = 6
_TO_TABLES = frozenset({MoveReason.ISSUE, MoveReason.RETURN})
_TO_OTHERS = frozenset({MoveReason.TRANSFER, MoveReason.RETURN_UP})


class MoveDialog(QDialog):
    """`agreed(doses, how)`: how is what the use case takes besides lot and doses.

    Args:
        product: name of the vaccine.
        place: where it comes from, for a return or a disposal; a table for an issue.
        doses: proposed, 0 for nothing.
        today: ISO day of the session, for a thaw.
        sooner: number of a lot of the same vaccine that expires sooner and should be issued first.
    """

    agreed = Signal(int, object)

    def __init__(
        self,
        parent: QWidget,
        row: LotRow,
        reason: MoveReason,
        *,
        product: str,
        place: str = STORE,
        doses: int = 0,
        today: str = "",
        sooner: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(f"stock.asked.{reason.value}"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(640)
        self._row, self._why = row, reason
        self.place = self._places(place)
        self.amount = Amount(row.lot.doses_per_vial)
        self.partner = TextField(say("stock.form.to")) if reason in _TO_OTHERS else None
        disposal = reason is MoveReason.DISPOSE
        causes = reasons.options(WasteReason)
        self.cause = ChoiceField(say("kit.confirm.reason"), causes, columns=2) if disposal else None
        self.note = TextField(say("kit.confirm.note")) if disposal else None
        self.thawed = self._thaw(today) if reason is MoveReason.THAW else None
        self.paper = TextField(say("stock.form.paper"), limit=40)
        kind = Kind.HARM if disposal else Kind.PRIMARY
        self.agree = Button(say(f"stock.agree.{reason.value}"), kind, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        self.sooner = Label(say("stock.form.sooner", lot=sooner) if sooner else "", Role.ADVICE)
        self._lay_out(product)
        if doses:
            self.amount.set_doses(doses)
        self._look()
        self.amount.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _fields(self) -> list[Field]:
        return [one for one in (self.place, self.partner, self.thawed, self.cause, self.note, self.paper) if one]

    def _thaw(self, today: str) -> ThawField:
        """The day it came out; today unless it was earlier."""
        field = ThawField(hint=say("stock.thaw.out_hint", days=self._row.lot.fridge_days))
        field.ask_for(self._row.lot.fridge_days, today=today)
        field.set_value(today)
        return field

    def _beside(self) -> list[Field]:
        """The last ones stand beside each other: a disposal asks much, and large letters need room."""
        return [one for one in (self.note, self.paper) if one is not None]

    def _places(self, place: str) -> ChoiceField | None:
        """Tables to issue to; tables, or places of a disposal, that hold something of the lot."""
        held = [one for one, doses in self._row.stand.balances.items() if doses > 0]
        if self._why is MoveReason.ISSUE:
            offered = [table(no) for no in range(1, _TABLES + 1)]
        elif self._why is MoveReason.RETURN:
            offered = [one for one in held if table_no(one)]
        elif self._why is MoveReason.DISPOSE:
            offered = held
        else:
            return None
        options = tuple(Option(one or _STORE, place_text(one)) for one in offered)
        field = ChoiceField(say(f"stock.form.place_{self._why.value}"), options, columns=min(3, len(options)) or 1)
        field.set_value((place or _STORE) if place in offered else (offered[0] or _STORE) if offered else "")
        return field

    def _lay_out(self, product: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(say(f"stock.asked.{self._why.value}"), Role.SECTION))
        layout.addWidget(Label(say("stock.form.lot", product=product, lot=self._row.lot.number)))
        if self.sooner.text():
            layout.addWidget(self.sooner)
        if self.place is not None:
            layout.addWidget(self.place)
        layout.addWidget(self.amount)
        for field in self._fields():
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
            if field not in (self.place, *self._beside()):
                layout.addWidget(field)
        layout.addLayout(row(*self._beside(), spacing=14))
        self.amount.edited.connect(self._settle)
        self.amount.submitted.connect(self._take)
        layout.addLayout(question.foot(self, self.agree))

    def source(self) -> str:
        """The place from which the doses are taken."""
        if self.place is None or self._why is MoveReason.ISSUE:
            return STORE
        chosen = self.place.value()
        return STORE if chosen == _STORE else chosen

    def _look(self, _: str = "") -> None:
        self.amount.set_have(max(0, self._row.stand.balances.get(self.source(), 0)))
        self._settle()

    def _settle(self) -> None:
        self.agree.setEnabled(self._complete())

    def _complete(self) -> bool:
        doses = self.amount.doses()
        able = doses is not None and 0 < doses <= self._row.stand.balances.get(self.source(), 0)
        placed = self.place is None or bool(self.place.value())
        named = self.partner is None or bool(self.partner.value())
        dated = self.thawed is None or (bool(self.thawed.value()) and self.thawed.sound())
        return able and placed and named and dated and (self.cause is None or bool(self.cause.value()))

    def _take(self) -> None:
        doses = self.amount.doses()
        if not self._complete() or doses is None:
            return
        how = {"paper": self.paper.value()}
        if self._why in _TO_TABLES and self.place is not None:
            how["table"] = self.place.value()
        if self._why is MoveReason.DISPOSE and self.cause is not None and self.note is not None:
            how |= {"place": self.source(), "why": reasons.kept(self.cause.value(), self.note.value())}
        if self.thawed is not None:
            how["day"] = self.thawed.value()
        if self.partner is not None:
            how["partner"] = self.partner.value()
        self.accept()
        self.agreed.emit(doses, how)

