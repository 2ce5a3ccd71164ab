"""The day's ladder on the sending page: who is missing where, and the button that seals the day."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.ladder import Ladder
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say

_ROWS_SEEN = 5
_ROW, _HEAD = 46, 44


class WholeDay(Card):
    """Shows the ladder of the session's day."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(margin=16)
        self._model = model
        self.seal = Button(say("dayseal.button"), icon="shield", keys="Ctrl+D")
        self._nobody = Label(say("sending.nobody_came"), Role.SOFT)
        self.ladder = Ladder()
        self._rows = RowsModel(COLUMNS, key=lambda person: person.id)
        self.missing = Table(self._rows, COLUMNS)
        head = QHBoxLayout()
        head.addWidget(Label(say("sending.whole_day"), Role.SECTION))
        head.addStretch(1)
        head.addWidget(self.seal)
        self.body.addLayout(head)
        for widget in (self._nobody, self.ladder, self.missing):
            self.add(widget)
        self.seal.clicked.connect(lambda: model.open_day())
        self.ladder.chosen.connect(model.show_missing)
        self.missing.opened.connect(model.open_person)
        self.missing.clicked.connect(lambda index: model.open_person(self._rows.row(index.row())))

    def show_state(self, state: SendingState) -> None:
        """Show the ladder, and who is missing at the rung that was pressed."""
        self.ladder.show_ladder(state.ladder, state.rung)
        self.ladder.setVisible(bool(state.ladder.states))
        self._nobody.setVisible(not state.ladder.states)
        self.seal.setVisible(state.may_seal)
        self._rows.set_rows(state.missing)
        self.missing.setFixedHeight(_HEAD + _ROW * min(_ROWS_SEEN, max(1, len(state.missing))))
        self.missing.setVisible(bool(state.missing))


def _birth(person: PersonView) -> str:
    return "  ·  ".join(part for part in (written.day(person.dob), written.sex(person.sex)) if part)


COLUMNS = (
    Column("board.column.name", lambda person: person.name, strong=True),
    Column("board.column.birth", _birth, width=200),
    Column("board.column.place", lambda person: person.adr or person.commune, width=240),
)
