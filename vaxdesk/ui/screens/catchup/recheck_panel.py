"""The check by a second person: one sheet after the other is read again, blind; then what differs, and mending it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.catchup.checking import Difference, Field
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screens.catchup.state import RecheckState
from vaxdesk.words import say

_ON_DAYS = (Field.BIRTH, Field.DAY)


class RecheckPanel(QWidget):
    """Shows a RecheckState."""

    read = Signal(str, str)
    mend_wanted = Signal(object)
    person_wanted = Signal(object)
    left = Signal()

    def __init__(self, product: Callable[[str], str]) -> None:
        super().__init__()
        self._product = product
        self._shown = ""
        self._at = Label("", Role.CAPTION)
        self._sheet, self._name = Label("", Role.DISPLAY), Label("", Role.TITLE)
        self._who, self._what = TextField("", limit=30), TextField("", limit=40)
        self._go = Button(say("catchup.recheck.next"), Kind.PRIMARY, icon="arrow-right", large=True)
        self._leave = Button(say("catchup.leave"), keys="Esc")
        self._result = Label("", Role.TITLE)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._reading())
        self._steps.addWidget(self._found())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._steps, 1)
        layout.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignRight)
        self._who.submitted.connect(self._what.setFocus)
        self._what.submitted.connect(self._take)
        self._go.clicked.connect(self._take)
        self._leave.clicked.connect(self.left)
        self.setFocusProxy(self._who)

    def show_state(self, state: RecheckState) -> None:
        """Show the sheet in hand, or what the check found."""
        now = state.current
        self._steps.setCurrentIndex(0 if state.found is None else 1)
        if now and now.entry != self._shown:
            self._shown = now.entry
            self._at.setText(say("catchup.recheck.at", n=state.at + 1, of=len(state.sample)))
            key = "catchup.recheck.sheet_at" if now.desk else "catchup.recheck.sheet"
            self._sheet.setText(say(key, no=now.sheet, desk=now.desk))
            self._name.setText(now.name)
            for field, which in ((self._who, now.who), (self._what, now.what)):
                field.label.setText(say(f"catchup.field.{which.value}"))
                field.label.show()
                field.editor.setAccessibleName(say(f"catchup.field.{which.value}"))
                field.set_value("")
            if self.isVisible():
                self._who.setFocus()
        if state.found is not None:
            self._shown = ""
            self._show_found(state)

    def _take(self) -> None:
        self.read.emit(self._who.line.text(), self._what.line.text())

    def _show_found(self, state: RecheckState) -> None:
        found = state.found
        key = "catchup.recheck.wrong" if found.rows else "catchup.recheck.right"
        self._result.setText(say(key, wrong=len(found.rows), sample=found.sample))
        empty(self._rows)
        for row in found.rows:
            apart = [one for one in found.differences if one.entry == row.entry]
            self._rows.addWidget(self._row(row, apart, mended=row.entry in state.mended))

    def _row(self, row: TypedSheet, apart: list[Difference], *, mended: bool) -> Card:
        card = Card(margin=14, ground="ok" if mended else "wait")
        card.add(Label(say("catchup.recheck.row", no=row.sheet, name=row.person.name), Role.STRONG))
        for one in apart:
            saved = written.day(one.saved) if one.field in _ON_DAYS else one.saved
            field = say(f"catchup.field.{one.field.value}")
            card.add(Label(say("catchup.recheck.differs", field=field, saved=saved, read=one.read), Role.BODY))
        buttons = []
        if any(one.field is Field.LOT for one in apart) and not mended:
            mend = Button(say("catchup.recheck.mend"), icon="edit", keys="Ctrl+M")
            mend.clicked.connect(lambda: self.mend_wanted.emit(row))
            buttons.append(mend)
        if any(one.field in (Field.NUMBER, Field.BIRTH) for one in apart):
            person = Button(say("catchup.recheck.person"), icon="user")
            person.clicked.connect(lambda: self.person_wanted.emit(row))
            buttons.append(person)
        card.add_row(*buttons)
        return card

    def _reading(self) -> QWidget:
        card = Card(margin=24)
        for widget in (self._at, self._sheet, self._name, self._who, self._what):
            card.add(widget)
        line = QHBoxLayout()
        line.addWidget(Label(say("catchup.recheck.hint"), Role.SMALL), 1)
        line.addWidget(self._go)
        card.body.addLayout(line)
        page = QWidget()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(card, 3, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)
        return page

    def _found(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(self._result)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        return scrolling(page)
