"""A lot that is not known yet: product, number, expiry, doses of a vial."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk import words
from vaxdesk.domain.days import span
from vaxdesk.domain.products import Product
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.thaw_field import ThawField
from vaxdesk.words import say


class LotDialog(question.QuestionDialog):
    """`agreed(product, number, expiry, doses, thawed)`; expiry ISO, a day or a month; thawed ISO, empty: not known.

    Args:
        products: what the schedule allows today.
        fridge_days: by product, how many days it lasts out of the freezer.
        product: code of what is given now.
        today: ISO day; a lot that expired before is complained about at once.
    """

    agreed = Signal(str, str, str, int, str)

    def __init__(
        self,
        parent: QWidget,
        products: tuple[Product, ...],
        *,
        product: str,
        today: str,
        fridge_days: Mapping[str, int],
    ) -> None:
        super().__init__(parent, say("injection.lot.title"))
        self.setMinimumWidth(640)
        self._products, self._today, self._days = {one.code: one for one in products}, today, fridge_days
        options = [Option(one.code, one.short.said(words.language())) for one in products]
        self.product = ChoiceField(say("injection.lot.product"), options, columns=3)
        self.number = TextField(say("injection.lot.number"), limit=40)
        self.expiry = DateField(say("injection.lot.expiry"), hint=say("injection.lot.expiry_hint"))
        self.expiry.line.setPlaceholderText("")  # a year alone is no expiry
        self.doses = TextField(say("injection.lot.doses"), limit=2)
        self.thawed = ThawField(hint=say("stock.thaw.maybe_hint"))
        self.agree = Button(say("injection.lot.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        self.product.edited.connect(self._usual)
        for field in (self.product, self.number, self.expiry, self.doses, self.thawed):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out()
        self.product.set_value(product)
        self._usual(product)
        self._look()
        (self.number if product else self.product).setFocus()

    def fill(self, *, number: str, expiry: str, doses: int) -> None:
        """Show what is known already, e.g. from the code on a box; what is empty is left as it is."""
        self.number.set_value(number)
        self.expiry.set_value(expiry)
        if doses:
            self.doses.set_value(str(doses))
        self._look()
        (self.agree if self.agree.isEnabled() else self.number).setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(say("injection.lot.title"), Role.SECTION))
        layout.addWidget(self.product)
        line = row(self.number, self.expiry, self.doses, spacing=14)
        line.setStretch(0, 3)
        line.setStretch(1, 3)
        line.setStretch(2, 2)
        for field in (self.number, self.expiry, self.doses):
            line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)
        layout.addWidget(self.thawed)
        layout.addLayout(question.foot(self, self.agree))

    def _usual(self, code: str) -> None:
        """The usual number of doses of the product."""
        found = self._products.get(code)
        if found:
            self.doses.set_value(str(found.doses_per_vial[0]))
        self.thawed.ask_for(self._days.get(code, 0), today=self._today)

    def _expired(self) -> bool:
        last = span(self.expiry.value())
        return last is not None and last.latest.isoformat() < self._today

    def _complete(self) -> bool:
        whole = len(self.expiry.value()) >= len("2026-01")
        doses = self.doses.value()
        able = bool(self.product.value() and self.number.value())
        return able and self.thawed.sound() and whole and not self._expired() and doses.isdigit() and int(doses) > 0

    def _look(self) -> None:
        self.expiry.complain(say("injection.lot.is_expired") if self._expired() else "")
        self.agree.setEnabled(self._complete())

    def _take(self) -> None:
        if not self._complete():
            return
        since = self.thawed.value() if self.thawed.asked else ""
        values = self.product.value(), self.number.value(), self.expiry.value(), int(self.doses.value()), since
        self.accept()
        self.agreed.emit(*values)
