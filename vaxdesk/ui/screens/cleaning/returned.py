"""A list that came back: each row with old and new value and why it can or cannot be taken; ticked rows are written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.cleaning.answers import Answer, AnswerProblem
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.registration import PersonFlaw
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.cleaning.lists_model import ListsModel
from vaxdesk.ui.screens.cleaning.state import ListsState
from vaxdesk.words import known, say


class ReturnedPanel(QWidget):
    """Space ticks a row, Ctrl+Enter writes those ticked, Esc leaves the file."""

    def __init__(self, model: ListsModel) -> None:
        super().__init__()
        self._model = model
        self._about = Label("", Role.STRONG)
        self._by = TextField(say("cleaning.returned.by"), placeholder=say("cleaning.returned.by_hint"))
        columns = (
            Column("", lambda row: self._tick(row).text, width=132, chip=self._tick),
            Column("cleaning.column.number", lambda row: str(row.row), width=56, right=True),
            Column("cleaning.column.name", lambda row: row.name, width=186, strong=True),
            Column("cleaning.column.result", _result, width=178),
            Column("cleaning.column.change", _change),
            Column("cleaning.column.problem", _problem, width=236),
        )
        self._rows = RowsModel(columns, key=lambda row: row.row)
        self._table = Table(self._rows, columns)
        self._whole = Label("", Role.BODY)  # of the row under the cursor, whose cells may be cut
        self._write = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._leave = Button(say("cleaning.returned.leave"), Kind.QUIET, keys="Esc")
        self._lay_out()
        self._table.installEventFilter(self)
        self._table.picked.connect(self._tell)
        self._by.edited.connect(lambda _: model.signed_by(self._by.value()))
        self._write.clicked.connect(model.take)
        self._leave.clicked.connect(model.discard)
        model.changed.connect(self.show_state)
        self.setFocusProxy(self._table)
        self.show_state(model.state)

    def show_state(self, state: ListsState) -> None:
        """Show the file and which rows are ticked."""
        back = state.returned
        self._rows.set_rows(back.answers if back else ())
        self._table.viewport().update()  # ticks are not part of a row
        self._by.set_value(state.by)
        n = len(state.taken)
        self._write.set_words(say("cleaning.returned.write", n=n))
        self._write.setEnabled(n > 0 and bool(state.by) and not state.busy)
        if back:
            self._about.setText(say("cleaning.returned.about", file=back.file, no=back.sheet.no, n=len(back.answers)))
            if self._table.current() is None and back.answers:
                self._table.selectRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            row = self._table.current()
            if row is not None:
                self._model.toggle(row)
            return True
        return super().eventFilter(watched, event)

    def _tell(self, row: Answer | None) -> None:
        parts = (_result(row), _change(row), _problem(row)) if row else ()
        self._whole.setText("  ·  ".join(part for part in parts if part))

    def _tick(self, row: Answer) -> ChipFace:
        if row.row in self._model.state.taken:
            return ChipFace(say("cleaning.chip.taken"), Tone.OK, "check")
        if row.may_take:
            return ChipFace(say("cleaning.chip.left"), Tone.WAIT if row.problem else Tone.NEUTRAL, "minus")
        if row.problem is None:
            return ChipFace(say("cleaning.chip.silent"), Tone.NEUTRAL)
        return ChipFace(say("cleaning.chip.not"), Tone.HARM, "ban")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._about, 1)
        self._by.setFixedWidth(380)
        head.addWidget(self._by)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        foot.addWidget(self._write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._whole)
        layout.addLayout(foot)


def _result(row: Answer) -> str:
    return say(f"{VerifyResult.WORDS}.{row.result.value}") if row.result else ""


def _change(row: Answer) -> str:
    return ";  ".join(f"{_value(one.field, one.now)}  →  {_value(one.field, one.police)}" for one in row.changes)


def _value(field: str, value: str) -> str:
    if field == "dob":
        value = written.day(value)
    elif field == "sex":
        value = written.sex(value)
    return value or say("person.empty")


def _problem(row: Answer) -> str:
    if row.problem is None:
        return row.note
    flaw = f"{PersonFlaw.WORDS}.{row.detail}"
    sound = row.problem is AnswerProblem.NOT_SOUND and known(flaw)
    return say(f"{AnswerProblem.WORDS}.{row.problem.value}", detail=say(flaw) if sound else row.detail)
