"""All stacks: what was announced, what is typed, what is missing, who checked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.ui import written
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.catchup.state import CatchupState
from vaxdesk.words import say


class StacksPanel(QWidget):
    """Shows the stacks; Enter takes one up."""

    opened = Signal(object)

    def __init__(self, product: object) -> None:
        super().__init__()
        columns = _columns(product)
        self._rows = RowsModel(columns, lambda row: row.id)
        self._table = Table(self._rows, columns)
        self._table.opened.connect(self.opened)
        self._none = Empty("paper", say("catchup.no_stacks"), say("catchup.no_stacks_text"))
        self._body = QStackedWidget()
        self._body.addWidget(self._table)
        self._body.addWidget(self._none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)
        self.setFocusProxy(self._table)

    def show_state(self, state: CatchupState) -> None:
        """Show the stacks; the first is under the cursor until another is chosen."""
        self._rows.set_rows(state.stacks)
        self._body.setCurrentIndex(0 if state.stacks else 1)
        if state.stacks and not self._table.currentIndex().isValid():
            self._table.selectRow(0)

    def current(self) -> StackView | None:
        """The stack under the cursor."""
        return self._table.current()


def progress_face(stack: StackView) -> ChipFace:
    """How far a stack has come: `37 / 40`."""
    text = say("catchup.progress", typed=stack.typed, sheets=stack.sheets)
    if stack.over or stack.twice:
        return ChipFace(text, Tone.WAIT, "warn")
    return ChipFace(text, Tone.WAIT, "hourglass") if stack.missing else ChipFace(text, Tone.OK, "check")


def check_face(stack: StackView) -> ChipFace | None:
    """What the check of a stack found; None where nobody has checked."""
    if stack.check is None:
        return None
    key = "catchup.check_partial" if stack.check.partial else "catchup.check_result"
    text = say(key, wrong=stack.check.wrong, sample=stack.check.sample)
    look = stack.check.wrong or stack.check.partial
    return ChipFace(text, Tone.WAIT, "warn") if look else ChipFace(text, Tone.OK, "check")


def _columns(product: object) -> tuple[Column, ...]:
    def place(row: StackView) -> str:
        return say("catchup.here") if row.here else row.place

    def missing(row: StackView) -> str:
        if row.twice:
            return say("catchup.twice.count", n=row.twice)
        return say("catchup.over", n=row.over) if row.over else (str(row.missing) if row.missing else "")

    return (
        Column("catchup.column.day", lambda row: written.day(row.day), width=142, strong=True),
        Column("catchup.column.product", lambda row: product(row.product), width=150),
        Column("catchup.column.lot", lambda row: row.lot_no, width=108),
        Column("catchup.column.place", place),
        Column("catchup.column.typed", lambda row: progress_face(row).text, width=148, chip=progress_face),
        Column("catchup.column.missing", missing, width=96, right=True, strong=True),
        Column("catchup.column.check", _check_text, width=172, chip=check_face),
    )


def _check_text(row: StackView) -> str:
    face = check_face(row)
    return face.text if face else ""
