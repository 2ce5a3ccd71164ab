"""Who lost or missed a place and needs another: looked at, saved as a workbook to call them by, or allotted at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.words import say


class WaitingDialog(QDialog):
    """Shows the model's people who wait."""

    def __init__(self, parent: QWidget | None, model: PlanModel) -> None:
        super().__init__(parent)
        self._model = model
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("plan.waiting_title"))
        self.resize(900, 560)
        columns = _columns()
        self._rows = RowsModel(columns, key=lambda one: one.id)
        self.people = Table(self._rows, columns)
        self.book = Button(say("plan.print.book"), Kind.PRIMARY, icon="download", keys="Ctrl+S")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(say("plan.waiting_title"), Role.SECTION))
        layout.addWidget(Label(say("plan.waiting_text"), Role.SOFT))
        layout.addWidget(self.people, 1)
        layout.addLayout(question.foot(self, self.book))
        self.book.clicked.connect(self._ask_book)
        model.changed.connect(self.show_state)
        model.look_at_waiting()
        self.show_state(model.state)
        self.people.setFocus()

    def show_state(self, state: PlanState) -> None:
        """Show who waits."""
        self._rows.set_rows(state.waiting)
        self.book.setEnabled(bool(state.waiting))

    def _ask_book(self) -> None:
        found, _ = QFileDialog.getSaveFileName(
            self, say("plan.print.book"), say("plan.waiting_name"), "Excel (*.xlsx)"
        )
        if found:
            model, path = self._model, found if found.lower().endswith(".xlsx") else f"{found}.xlsx"
            question.agreed(self, lambda: model.save_waiting(path))


def _columns() -> tuple[Column, ...]:
    return (
        Column("plan.column.name", lambda one: one.name, strong=True),
        Column("plan.column.born", lambda one: written.day(one.dob), width=126),
        Column("plan.column.home", lambda one: one.adr or one.commune, width=180),
        Column("plan.column.phone", lambda one: one.tel or one.guardian_tel, width=140),
    )
