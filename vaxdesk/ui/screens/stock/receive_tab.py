"""A receipt: its head once, then a line a lot, by scanning the box or by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk import words
from vaxdesk.domain.days import span
from vaxdesk.domain.products import Product
from vaxdesk.domain.stock.cold import parse_tenths
from vaxdesk.domain.stock.movement import WORST_VVM, Receipt, ReceiptHead
from vaxdesk.domain.stock.views import BoxSeen
from vaxdesk.domain.thaw import FROZEN
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, IconButton
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screens.stock.amount import whole
from vaxdesk.ui.screens.stock.awaited import Hint
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.state import Incoming, StockState
from vaxdesk.ui.thaw_field import ThawField
from vaxdesk.words import say

_DATE_WIDTH = 260  # in which the example of a date can be read


class ReceiveTab(QWidget):
    """Head and lines. `gtin` is the number of the box that the line was scanned from."""

    def __init__(self, model: StockModel) -> None:
        super().__init__()
        self._model, self._gtin = model, ""
        self._products: tuple[Product, ...] = ()
        self._asked: tuple[str, str] | None = None
        self.paper = TextField(say("stock.form.paper"), limit=40)
        self.partner = TextField(say("stock.form.from"))
        self.temp = TextField(say("stock.form.temp"), limit=8, placeholder="4,5")
        self._form = Card(margin=12)
        self.product: ChoiceField | None = None
        self.number = TextField(say("injection.lot.number"), limit=40)
        self.expiry = DateField(say("injection.lot.expiry"))
        self.expiry.line.setPlaceholderText("")
        self.vials = TextField(say("stock.form.vials"), limit=5)
        self.per = TextField(say("stock.form.per"), limit=3)
        self.vvm = TextField(say("stock.form.vvm"), limit=1)
        self.thawed = ThawField()
        self.frozen = QCheckBox(say("stock.thaw.still_frozen"))
        self.add = Button(say("stock.form.add"), icon="plus", keys="Ctrl+I")
        self.told = Label(say("stock.form.scan"), Role.SOFT)
        self.awaited = Hint()
        self._lines = _Lines(model)
        self._lay_out()
        self.frozen.toggled.connect(self._look)
        for field in (self.number, self.expiry, self.vials, self.per, self.vvm, self.thawed):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self.temp.edited.connect(self._look)
        self.add.clicked.connect(self._take)
        model.box_read.connect(self._scanned)
        model.received.connect(self._empty)
        self._look()

    def show_state(self, state: StockState) -> None:
        """Show the lines, and the vaccines to choose from."""
        if state.seen.products != self._products:
            self._offer(state.seen.products)
        self._lines.show_lines(state.lines)

    def head(self) -> ReceiptHead | None:
        """The head; None while the temperature is none."""
        if not self.temp.value():
            return ReceiptHead(paper=self.paper.value(), partner=self.partner.value())
        tenths = parse_tenths(self.temp.value())
        if tenths is None:
            return None
        return ReceiptHead(paper=self.paper.value(), partner=self.partner.value(), temp=tenths)

    def _offer(self, products: tuple[Product, ...]) -> None:
        self._products = products
        options = [Option(one.code, one.short.said(words.language())) for one in products]
        old, self.product = self.product, ChoiceField(say("injection.lot.product"), options, columns=4)
        if old is not None:
            self._form.body.replaceWidget(old, self.product)
            old.deleteLater()
        else:
            self._form.body.insertWidget(1, self.product)
        self.product.edited.connect(self._chosen)
        self.product.submitted.connect(self._take)
        self.setTabOrder(self.temp, self.product)
        self.setTabOrder(self.product, self.number)

    def _lay_out(self) -> None:
        self._form.add(self.told)
        self._form.add(self.awaited)
        fields = (self.number, self.expiry, self.vials, self.per, self.vvm)
        line = row(*fields, spacing=12)
        _share(line, 3, 3, 2, 2, 2)
        for field in fields:
            line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self._form.body.addLayout(line)
        self.thawed.setMinimumWidth(_DATE_WIDTH)
        last = row(self.thawed, self.frozen, spacing=12)
        last.addStretch(1)
        last.addWidget(self.add)
        for widget in (self.frozen, self.add):
            last.setAlignment(widget, Qt.AlignmentFlag.AlignBottom)
        self._form.body.addLayout(last)
        head = row(self.paper, self.partner, self.temp, spacing=12)
        _share(head, 2, 4, 2)
        inside = QWidget()
        layout = bare(QVBoxLayout(inside))
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._form)
        layout.addWidget(self._lines)
        layout.addStretch(1)
        bare(QVBoxLayout(self)).addWidget(scrolling(inside))
        self.setFocusProxy(self.paper)

    def _chosen(self, code: str) -> None:
        """A vaccine was chosen by hand: on to what is still missing."""
        self._usual(code)
        self._to_missing()

    def _to_missing(self) -> None:
        """On to the first field in which something is still to be said."""
        asked = (self.number, self.expiry, self.vials, *((self.thawed,) if self._since() is None else ()))
        missing = (one for one in asked if not one.value())
        next(missing, self.vials).setFocus()

    def _usual(self, code: str) -> None:
        found = next((one for one in self._products if one.code == code), None)
        if found:
            self.per.set_value(str(found.doses_per_vial[0]))
        self._look()

    def _scanned(self, seen: BoxSeen) -> None:
        """The box fills the line in; what it does not say is asked for."""
        self._gtin = seen.box.gtin
        self.number.set_value(seen.box.lot)
        self.expiry.set_value(seen.box.expiry)
        if self.product is not None and seen.product:
            self.product.set_value(seen.product)
            self._usual(seen.product)
        elif self.product is not None:
            self.product.set_value("")
        if seen.doses_per_vial:
            self.per.set_value(str(seen.doses_per_vial))
        if seen.box.count:
            self.vials.set_value(str(seen.box.count))
        key = "doubtful" if seen.box.doubtful else "read" if seen.product else "unknown"
        self.told.setText(say(f"stock.box.{key}", gtin=seen.box.gtin))
        (self.vials if seen.product or self.product is None else self.product).setFocus()
        self._look()

    def _receipt(self) -> Receipt | None:
        """The line as it would be added; None while something is missing."""
        product = self.product.value() if self.product is not None else ""
        vials, per = whole(self.vials.value()), whole(self.per.value())
        stage, since = whole(self.vvm.value()), self._since()
        if since is None or stage is None or stage > WORST_VVM or self._expired() is not False:
            return None
        if not (product and self.number.value() and vials and per):
            return None
        return Receipt(
            product=product,
            number=self.number.value(),
            expiry=self.expiry.value(),
            vials=vials,
            doses_per_vial=per,
            vvm=stage,
            thawed=since,
        )

    def _since(self) -> str | None:
        """What is said of the thaw; None while it is asked for and nothing that can be is said."""
        if not self.thawed.asked:
            return ""
        if self.frozen.isChecked():
            return FROZEN
        return (self.thawed.value() or None) if self.thawed.sound() else None

    def _expired(self) -> bool | None:
        """Whether the lot has expired; None when its expiry is no day or month."""
        last = span(self.expiry.value()) if len(self.expiry.value()) >= len("2026-01") else None
        return None if last is None else last.latest.isoformat() < self._model.state.seen.day

    def _look(self, _: object = None) -> None:
        product = self.product.value() if self.product is not None else ""
        seen = self._model.state.seen
        if (product, seen.day) != self._asked:
            self._asked = product, seen.day
            self.thawed.ask_for(seen.fridge_days.get(product, 0), today=seen.day)
        self.awaited.show_of(product, seen.awaited)
        self.frozen.setVisible(self.thawed.asked)
        self.thawed.setEnabled(not self.frozen.isChecked())
        self.expiry.complain(say("injection.lot.is_expired") if self._expired() else "")
        wrong = bool(self.temp.value()) and parse_tenths(self.temp.value()) is None
        self.temp.complain(say("refusal.reason.temp_unreadable") if wrong else "")
        self.add.setEnabled(self._receipt() is not None)

    def _take(self) -> None:
        receipt = self._receipt()
        if receipt is None:
            self._to_missing()
            return
        self._model.add_line(receipt, self._gtin)
        self._clear()
        state = self._model.state
        self.told.setText(say("stock.form.added", n=len(state.lines), doses=state.doses))

    def _clear(self) -> None:
        self._gtin = ""
        for field in (self.number, self.expiry, self.vials, self.vvm, self.thawed):
            field.set_value("")
        for dated in (self.expiry, self.thawed):
            dated.line.setText("")
        self.frozen.setChecked(False)
        self.told.setText(say("stock.form.scan"))
        self._look()
        self.number.setFocus()

    def _empty(self) -> None:
        for field in (self.paper, self.partner, self.temp):
            field.set_value("")
        self._clear()


def _share(line: QHBoxLayout, *stretches: int) -> None:
    """How the width of a line is shared."""
    for at, stretch in enumerate(stretches):
        line.setStretch(at, stretch)


class _Lines(Card):
    """The lines written so far, each with a button that drops it."""

    def __init__(self, model: StockModel) -> None:
        super().__init__(ground="sunk", margin=12)
        self._model = model
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        self._shown: tuple[Incoming, ...] = ()

    def show_lines(self, lines: tuple[Incoming, ...]) -> None:
        """Show these."""
        self.setVisible(bool(lines))
        if lines == self._shown:
            return
        self._shown = lines
        empty(self._rows)
        for at, one in enumerate(lines):
            self._rows.addWidget(self._row(at, one.receipt))

    def _row(self, at: int, receipt: Receipt) -> QWidget:
        box = QWidget()
        line = bare(QHBoxLayout(box))
        facts = {"vials": receipt.vials, "doses": receipt.vials * receipt.doses_per_vial}
        text = say("stock.line", product=self._model.ports.product(receipt.product), lot=receipt.number,
                   expiry=written.day(receipt.expiry), **facts)  # fmt: skip
        if receipt.thawed:
            key = "short_frozen" if receipt.thawed == FROZEN else "short"
            text = f"{text} · {say(f'stock.thaw.{key}', day=written.day(receipt.thawed))}"
        line.addWidget(Elided(text, Role.BODY), 1)
        drop = IconButton("close", say("stock.form.drop"), side=32)
        drop.clicked.connect(lambda: self._model.drop_line(at))
        line.addWidget(drop)
        return box
