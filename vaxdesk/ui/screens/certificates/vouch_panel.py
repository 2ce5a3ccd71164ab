"""The site's signature: the people of a day as a table, one of them beside it, one key for all who are clean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.vouching import VouchRow
from vaxdesk.ui import written
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.person_card import PersonStrip
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.certificates.vouch_model import VouchingModel
from vaxdesk.ui.screens.certificates.vouch_state import VouchingState, face_of, told
from vaxdesk.words import say


def _columns(product: Callable[[str], str]) -> tuple[Column, ...]:
    return (
        Column("vouching.column.name", lambda row: row.person.name, strong=True),
        Column("vouching.column.birth", lambda row: written.day(row.person.dob), width=112, spare=True),
        Column("vouching.column.doses", lambda row: doses_of(row, product), width=186),
        Column("vouching.column.state", lambda row: face_of(row).text, width=206, chip=face_of),
    )


def doses_of(row: VouchRow, product: Callable[[str], str]) -> str:
    """`Pfizer · FN8122` of each dose of the day."""
    return ", ".join("  ·  ".join(filter(None, (product(one.product), one.lot))) for one in row.doses)


class VouchPanel(QWidget):
    """The page inside the certificate desk; everything shown follows from the model's state."""

    def __init__(self, model: VouchingModel) -> None:
        super().__init__()
        self._model = model
        columns = _columns(model.product)
        self._rows = RowsModel(columns, key=lambda row: row.person.id)
        self.table = Table(self._rows, columns)
        self._heading, self._elsewhere = Label("", Role.SECTION), Label("", Role.ADVICE)
        self._none = Empty("certificate", say("vouching.none"), say("vouching.none_hint"))
        self.earlier = IconButton("chevron-left", say("vouching.earlier"), keys="Alt+Left")
        self.later = IconButton("chevron-right", say("vouching.later"), keys="Alt+Right")
        self._strip, self._card = PersonStrip(), Card(margin=14)
        self._picture, self._text, self._doses = Picture("edit"), Label("", Role.BODY), Label("", Role.STRONG)
        self._may = Label(say("vouching.may_not"), Role.ADVICE)
        self.all = Button(say("vouching.sign_all", n=0), Kind.PRIMARY, icon="edit", keys="Ctrl+Return", large=True)
        self.one = Button(say("vouching.sign_one"), icon="edit", keys="Ctrl+E")
        self.back = Button(say("vouching.take_back"), Kind.QUIET, icon="undo", keys="Ctrl+U")
        self.person = Button(say("vouching.open_person"), Kind.QUIET, icon="user")
        self._lay_out()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: VouchingState) -> None:
        """Show a state."""
        day, row = state.day, state.row
        self._heading.setText(self._title(state))
        self.earlier.setEnabled(bool(state.beside(-1)))
        self.later.setEnabled(bool(state.beside(1)))
        waiting = [(one, n) for one, n in (day.others if day else ()) if n]
        days = ", ".join(say("vouching.day_with", day=written.day(one), n=n) for one, n in waiting)
        self._elsewhere.setText(say("vouching.elsewhere", days=days) if days else "")
        self._elsewhere.setVisible(bool(days))
        self._show_rows(state)
        self.table.setVisible(bool(state.rows))
        self._none.setVisible(not state.rows)
        for widget in (self._beside, self.back):
            widget.setVisible(row is not None)
        if row is not None:
            self._show_row(state, row)
        waits = len(day.to_sign) if day else 0
        self.all.set_words(say("vouching.sign_all", n=waits) if waits else say("vouching.sign_none"))
        self.all.setEnabled(state.can_sign)
        self._may.setVisible(day is not None and not day.may)

    def ask_why(self, person: str, entry: str) -> None:
        """Why a signature is taken back."""
        words = {key: say(f"vouching.undo.{key}") for key in ("title", "text", "agree")}
        ask_undo(self, lambda why: self._model.take_back(person, entry, why), **words)

    def _title(self, state: VouchingState) -> str:
        if state.day is None:
            return ""
        return say("vouching.heading", day=written.long_day(state.day.day), n=len(state.rows))

    def _show_rows(self, state: VouchingState) -> None:
        with QSignalBlocker(self.table), QSignalBlocker(self.table.selectionModel()):
            self._rows.set_rows(state.rows)
        at = self._rows.place_of(state.person)
        if at < 0:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        elif self.table.currentIndex().row() != at:
            self.table.setCurrentIndex(self._rows.index(at, 0))

    def _show_row(self, state: VouchingState, row: VouchRow) -> None:
        face = face_of(row)
        may = state.day is not None and state.day.may and not state.busy
        self._strip.show_person(row.person, today=state.today)
        self._picture.show_icon(face.icon, face.tone)
        self._text.setText(told(row, now=state.now))
        self._doses.setText("\n".join(self._dose_lines(row)))
        self._doses.setVisible(bool(row.doses))
        self.one.setEnabled(may and row.to_sign)
        self.back.setEnabled(may and bool(row.vouch))

    def _dose_lines(self, row: VouchRow) -> list[str]:
        product = self._model.product
        return [
            say("vouching.dose", vaccine=product(one.product), lot=one.lot, day=written.day(one.date))
            for one in row.doses
        ]

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.why_wanted.connect(self.ask_why)
        self.table.picked.connect(lambda row: model.pick(row.person.id) if row else None)
        self.table.opened.connect(lambda row: model.open_person(row.person.id))
        self.earlier.clicked.connect(lambda: model.go(-1))
        self.later.clicked.connect(lambda: model.go(1))
        self.all.clicked.connect(model.sign_all)
        self.one.clicked.connect(model.sign_one)
        self.back.clicked.connect(model.ask_why)
        self.person.clicked.connect(lambda: model.open_person(model.state.person))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget, stretch in ((self._heading, 1), (self.earlier, 0), (self.later, 0)):
            head.addWidget(widget, stretch)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._picture)
        line.addWidget(self._text, 1)
        self._card.body.addLayout(line)
        self._card.add(self._doses)
        self._beside = QWidget()
        right = QVBoxLayout(self._beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        for widget in (self._strip, self._card, self.one, self.person):
            right.addWidget(widget)
        right.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(18)
        sides.addWidget(self.table, 3)
        sides.addWidget(self._none, 3)
        sides.addWidget(self._beside, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self._may, 1)
        foot.addStretch(1)
        foot.addWidget(self.all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._elsewhere)
        whole.addLayout(sides, 1)
        whole.addLayout(foot)
