"""Tables of the day: issued = used + wasted + returned + difference, a line a lot and table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.stock.balance import TableLine
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.stock.model import StockModel
from vaxdesk.ui.screens.stock.saying import place_text, table_face
from vaxdesk.ui.screens.stock.state import StockState
from vaxdesk.words import say


class TablesTab(QWidget):
    """`back_wanted(TableLine)`: what is left of a lot is to be brought back."""

    back_wanted = Signal(object)

    def __init__(self, model: StockModel) -> None:
        super().__init__()
        columns = _columns(model)
        self._rows = RowsModel(columns, key=lambda one: (one.lot, one.place))
        self.table = Table(self._rows, columns)
        self._equation = Label(say("stock.equation"), Role.SOFT)
        self._none = Empty("box", say("stock.no_tables"), say("stock.no_tables_text"))
        layout = bare(QVBoxLayout(self))
        layout.setSpacing(8)
        for widget in (self._equation, self._none):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self.back_wanted)

    def show_state(self, state: StockState) -> None:
        """Show the tables."""
        lines = state.seen.tables
        self._rows.set_rows(lines)
        self.table.setVisible(bool(lines))
        self._equation.setVisible(bool(lines))
        self._none.setVisible(not lines)


def _columns(model: StockModel) -> tuple[Column, ...]:
    def figure(name: str, width: int) -> Column:
        return Column(
            f"stock.column.{name}", lambda one: written.count(getattr(one, name)) or "0", width=width, right=True
        )

    def face_text(one: TableLine) -> str:
        return table_face(one).text

    return (
        Column("stock.column.place", lambda one: place_text(one.place), width=120, strong=True),
        Column("stock.column.product", lambda one: model.ports.product(one.product)),
        Column("stock.column.lot", lambda one: one.number, width=112),
        figure("opening", 96),
        figure("issued", 78),
        figure("extra", 86),
        figure("used", 80),
        figure("wasted", 92),
        figure("returned", 98),
        Column("stock.column.difference", face_text, width=180, chip=table_face),
    )
