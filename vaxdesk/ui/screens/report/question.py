"""What is asked of a report: its days, the round, the vaccine, by what coverage is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from vaxdesk.domain.report.asked import Axis
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import Field, TextField
from vaxdesk.ui.screens.report.model import OF_A_ROUND, OF_ONE_DAY, ReportModel
from vaxdesk.ui.screens.report.state import ReportState
from vaxdesk.words import say

_AXES = (Axis.GROUP, Axis.COMMUNE, Axis.HAMLET, Axis.AGE, Axis.SEX)  # a desk is one unit
_WIDTHS = (150, 150, 120, 190, 190)  # of the fields, in pixels


class Question(QWidget):
    """The fields above a report; each change asks anew."""

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self.since, self.until = DateField(say("report.page.since")), DateField(say("report.page.until"))
        self.campaign = TextField(say("report.page.campaign"))
        self.product = _Pick(say("report.page.vaccine"), (("", say("report.page.all_vaccines")), *model.products()))
        axes = tuple((one.value, say(f"{Axis.WORDS}.{one.value}")) for one in _AXES)
        self.axis = _Pick(say("report.page.axis"), axes)
        fields = (self.since, self.until, self.campaign, self.axis, self.product)
        line = bare(QHBoxLayout(self))
        line.setSpacing(12)
        for field, width in zip(fields, _WIDTHS, strict=True):
            field.setMinimumWidth(width)
            line.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        self._wire()

    def show_state(self, state: ReportState) -> None:
        """Show the question, with only the fields that the report asks for."""
        self.since.setVisible(state.kind not in OF_ONE_DAY)
        self.since.set_value(state.since)
        self.until.set_value(state.until)
        self.until.label.setText(say("report.page.day" if state.kind in OF_ONE_DAY else "report.page.until"))
        self.campaign.setVisible(state.kind in OF_A_ROUND)
        if self.campaign.value() != state.campaign:
            self.campaign.set_value(state.campaign)
        self.product.show_value(state.product)
        self.axis.setVisible(state.kind is ReportKind.COVERAGE)
        self.axis.show_value(state.axis.value)
        self.until.complain(say("report.page.wrong_days") if state.wrong else "")

    def _wire(self) -> None:
        for field in (self.since, self.until):
            field.line.editingFinished.connect(self._days)
        self.campaign.line.editingFinished.connect(self._round)
        self.product.chosen.connect(self._model.set_product)
        self.axis.chosen.connect(lambda value: self._model.set_axis(Axis(value)))

    def _days(self) -> None:
        state = self._model.state
        since, until = self.since.value(), self.until.value()
        if (since, until) != (state.since, state.until):
            self._model.set_days(since, until)

    def _round(self) -> None:
        if self.campaign.value().strip() != self._model.state.campaign:
            self._model.set_campaign(self.campaign.value())


class _Pick(Field):
    """One of some, by code."""

    chosen = Signal(str)

    def __init__(self, label: str, options: Iterable[tuple[str, str]]) -> None:
        self.box = QComboBox()
        for code, name in options:
            self.box.addItem(name, code)
        super().__init__(label, self.box)
        self.box.activated.connect(lambda _: self.chosen.emit(self.box.currentData()))

    def show_value(self, code: str) -> None:
        """Show an option as chosen, the first when there is no such one."""
        self.box.setCurrentIndex(max(self.box.findData(code), 0))
