"""The charts, five cards on one page, each with its numbers in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from vaxdesk.domain.charts.day import DayCharts
from vaxdesk.domain.outcomes import Stage
from vaxdesk.ui import written
from vaxdesk.ui.kit.bar_chart import BarChart, BarGroup
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chart_ink import Series
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.legend import Legend
from vaxdesk.ui.kit.level_bars import Level, LevelBars
from vaxdesk.ui.kit.line_chart import LineChart
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, ScreenWidget
from vaxdesk.ui.screens.charts import words_of
from vaxdesk.ui.screens.charts.model import ChartsModel
from vaxdesk.words import say

_SERIES = {Stage.RECEIVED: Series.ONE, Stage.SCREENED: Series.ONE, Stage.INJECTED: Series.TWO}
_MOST_VIALS = 16  # the newest: more would be too thin to read


class ChartsView(ScreenWidget):
    """Shows a DayCharts.

    Args:
        product: name of a product by its code.
    """

    concerns = frozenset((Change.VISITS, Change.ROSTER, Change.STOCK, Change.AEFI, Change.DAY))

    def __init__(self, model: ChartsModel, *, product: Callable[[str], str]) -> None:
        super().__init__(look_again=model.look)
        self._model, self._product = model, product
        self._page = Page(say("charts.page"), parent=self)
        self.progress, self.hours = LineChart(), BarChart()
        self.waiting, self.vials, self.days = LevelBars(), BarChart(stacked=True), LevelBars()
        self._lay_out()
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: DayCharts) -> None:
        """Show the figures."""
        self._page.set_title(say("charts.page"), written.long_day(state.day) if state.day else "")
        self._show_progress(state)
        self._cards["hours"].set_words(words_of.hours(state))
        self.hours.show_groups(
            [BarGroup(f"{one.hour}h", ((Series.ONE, one.received), (Series.TWO, one.injected))) for one in state.hours],
            words_of.hours_told(state),
        )
        self.waiting.show_levels([
            Level(say(f"charts.stage.{one.stage}"), one.people, words_of.waits(one), _SERIES[one.stage])
            for one in state.waiting
        ])  # fmt: skip
        self._cards["waiting"].set_words("" if state.waiting else say("charts.nobody_waits"))
        self._show_vials(state)
        self.days.show_levels([
            Level(self._product(one.product), one.days or 0, words_of.lasts(one)) for one in state.days_left
        ])  # fmt: skip
        self._cards["days"].set_words("" if state.days_left else say("charts.no_stock"))

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.follow(on=True)
        self.setFocus()

    def leave(self) -> None:
        self._model.follow(on=False)

    def _show_progress(self, state: DayCharts) -> None:
        found = state.progress
        plan = [(one.minute, one.people) for one in found.plan]
        done = [(one.minute, one.people) for one in found.done]
        told = words_of.progress(state)
        self._cards["progress"].set_words(told)
        self.progress.show_lines(plan, done, now=state.now, told=told)

    def _show_vials(self, state: DayCharts) -> None:
        shown = state.vials[-_MOST_VIALS:]
        groups = [
            BarGroup(
                str(one.no),
                ((Series.ONE, one.given - one.extra), (Series.THREE, one.extra), (Series.TWO, one.wasted)),
            )
            for one in shown
        ]
        self.vials.show_groups(groups, words_of.vials(state))
        self._cards["vials"].set_words(words_of.vials(state))

    def _lay_out(self) -> None:
        plan, done = say("charts.legend.plan"), say("charts.legend.done")
        self._cards = {
            "progress": ChartCard("progress", self.progress, Legend({Series.TWO: plan, Series.ONE: done})),
            "waiting": ChartCard("waiting", self.waiting),
            "hours": ChartCard("hours", self.hours, Legend({
                Series.ONE: say("charts.legend.received"), Series.TWO: say("charts.legend.injected"),
            })),
            "vials": ChartCard("vials", self.vials, Legend({
                Series.ONE: say("charts.legend.given"), Series.THREE: say("charts.legend.extra"),
                Series.TWO: say("charts.legend.wasted"),
            })),
            "days": ChartCard("days", self.days),
        }  # fmt: skip
        grid, holder = QGridLayout(), QWidget()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for name, row, column, span in (
            ("progress", 0, 0, 4), ("waiting", 0, 4, 2), ("hours", 1, 0, 2), ("vials", 1, 2, 2), ("days", 1, 4, 2),
        ):  # fmt: skip
            grid.addWidget(self._cards[name], row, column, 1, span)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        holder.setLayout(grid)
        self._page.add(holder, stretch=1)


class ChartCard(Card):
    """A chart with its heading, its legend and one line of numbers in words."""

    def __init__(self, name: str, chart: QWidget, legend: Legend | None = None) -> None:
        super().__init__(say(f"charts.card.{name}"), margin=14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.setSpacing(4)
        self._words = Label("", Role.SMALL)
        self.add(self._words)
        if legend:
            line = QHBoxLayout()
            line.addWidget(legend)
            line.addStretch(1)
            self.body.addLayout(line)
        self.add(chart, stretch=1)

    def set_words(self, text: str) -> None:
        """Change the line of numbers."""
        self._words.setText(text)
        self._words.setVisible(bool(text))
