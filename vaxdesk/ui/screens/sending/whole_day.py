"""The day's ladder on the sending page: who is missing where, and the button that seals the day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.ladder import Ladder
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.sending.issue_rows import IssueRows
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
        self.issues = Issues()
        self.cases = IssueRows()
        self.cases.opened.connect(model.open_person)
        self.cases.answered.connect(model.resolve)
        for widget in (self._nobody, self.ladder, self.issues, self.cases, self.missing):
            self.add(widget)
        self.issues.chosen.connect(model.show_issue)
        self.seal.clicked.connect(lambda: model.open_day())
        self.ladder.chosen.connect(model.show_missing)
        self.missing.opened.connect(model.open_person)
        self.missing.clicked.connect(lambda index: model.open_person(self._rows.row(index.row())))

    def show_state(self, state: SendingState) -> None:
        """Show the ladder, and who is missing at the rung that was pressed."""
        self.ladder.show_ladder(state.ladder, state.rung)
        self.ladder.setVisible(bool(state.ladder.states))
        self._nobody.setVisible(not state.ladder.states)
        self.issues.show_issues(state.issues, state.issue)
        more = state.issues.get(state.issue, 0) - len(state.cases) if state.issue else 0
        self.cases.show_cases(state.cases, more=more, may_resolve=state.may_resolve)
        self.seal.setVisible(state.may_seal)
        self._rows.set_rows(state.missing)
        self.missing.setFixedHeight(_HEAD + _ROW * min(_ROWS_SEEN, max(1, len(state.missing))))
        self.missing.setVisible(bool(state.missing))


class Issues(QWidget):
    """What the checks have found, kind by kind, as buttons that show them one by one; `chosen(kind)`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = bare(QVBoxLayout(self))
        self._column.setSpacing(4)
        self._buttons: dict[IssueKind, Button] = {}

    def show_issues(self, found: Mapping[IssueKind, int], chosen: IssueKind | None) -> None:
        """Show how many of each kind are open."""
        self.setVisible(bool(found))
        for kind in found:
            if kind not in self._buttons:
                self._buttons[kind] = self._button(kind)
        for kind, button in self._buttons.items():
            button.setVisible(kind in found)
            button.set_words(say("sending.issue", what=say(f"{IssueKind.WORDS}.{kind.value}"), n=found.get(kind, 0)))
            button.set_kind(Kind.PLAIN if kind is chosen else Kind.QUIET)

    def button(self, kind: IssueKind) -> Button:
        """The button of a kind that is shown."""
        return self._buttons[kind]

    def _button(self, kind: IssueKind) -> Button:
        button = Button("", Kind.QUIET, icon="warn")
        button.clicked.connect(lambda: self.chosen.emit(kind))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button


def _birth(person: PersonView) -> str:
    return "  ·  ".join(part for part in (written.day(person.dob), written.sex(person.sex)) if part)


COLUMNS = (
    Column("board.column.name", lambda person: person.name, strong=True),
    Column("board.column.birth", _birth, width=200),
    Column("board.column.place", lambda person: person.adr or person.commune, width=240),
)
