"""The roster page: drop a file, see what becomes of each row and why, take it in."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from vaxdesk.ui.kit.busy import ProgressCard
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, ScreenWidget
from vaxdesk.ui.screens.roster.choose import ChooseCard
from vaxdesk.ui.screens.roster.earlier import Earlier
from vaxdesk.ui.screens.roster.model import RosterModel
from vaxdesk.ui.screens.roster.preview import PreviewPanel
from vaxdesk.ui.screens.roster.state import RosterState, Step
from vaxdesk.words import say

_SHEETS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt"


class RosterView(ScreenWidget):
    """Shows a RosterState."""

    concerns = frozenset((Change.ROSTER,))

    def __init__(self, model: RosterModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._shown = Step.CHOOSE
        self._page = Page(say("roster_page.title"), say("roster_page.subtitle"), parent=self)
        self._day = DateField(say("roster_page.day"))
        self._day.setFixedWidth(190)
        self._page.head(self._day)
        self._choose = ChooseCard()
        self._progress = ProgressCard()
        self._preview = PreviewPanel(model)
        self._earlier = Earlier()
        self._take = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return", large=True)
        self._other = Button(say("roster_page.other_file"), icon="folder")
        self._result = Button(say("roster_page.save_result"), icon="download")
        self._lay_out()
        self._wire()
        self.setAcceptDrops(True)
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: RosterState) -> None:
        """Show the step at hand."""
        at = state.step
        self._day.set_value(state.day)
        self._day.setEnabled(at is Step.CHOOSE)
        self._choose.setVisible(at is Step.CHOOSE)
        self._choose.show_refusal(state.refused, state.refused_row)
        self._earlier.setVisible(at is Step.CHOOSE)
        self._earlier.show_lists(state.imported)
        self._progress.setVisible(at in (Step.READING, Step.TAKING))
        if at in (Step.READING, Step.TAKING):
            self._progress.show_progress(say(f"roster_page.{at.value}"), state.done, state.total)
        self._preview.setVisible(at in (Step.PREVIEW, Step.TAKING, Step.DONE))
        self._preview.show_state(state)
        self._show_buttons(state)
        self._settle_focus(at)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self._choose.button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self._model.choose(files[0])

    def _settle_focus(self, step: Step) -> None:
        """What had the focus is hidden by the next step; Qt would take it to the rail."""
        if step is not self._shown and self.isVisible():
            place = {Step.CHOOSE: self._choose.button, Step.PREVIEW: self._preview, Step.DONE: self._preview}
            place.get(step, self).setFocus()
        self._shown = step

    def _show_buttons(self, state: RosterState) -> None:
        preview = state.preview
        to_take = preview.to_take if preview else 0
        self._take.setVisible(state.step is Step.PREVIEW)
        self._take.setEnabled(to_take > 0)
        self._take.set_words(say("roster_page.take", n=preview.people) if to_take else say("roster_page.nothing_new"))
        for button in (self._other, self._result):
            button.setVisible(state.step in (Step.PREVIEW, Step.DONE))

    def _lay_out(self) -> None:
        for widget in (self._choose, self._progress):
            self._page.add(widget)
        self._page.add(self._preview, stretch=1)
        self._page.add(self._earlier, stretch=1)
        self._page.foot(self._other, left=True)
        self._page.foot(self._result, left=True)
        self._page.foot(self._take)

    def _wire(self) -> None:
        self._day.edited.connect(lambda _: self._model.set_day(self._day.value()))
        self._choose.wanted.connect(self._ask)
        self._choose.template_wanted.connect(self._ask_template)
        self._progress.cancelled.connect(self._model.cancel)
        self._take.clicked.connect(self._model.take_in)
        self._other.clicked.connect(self._model.discard)
        self._result.clicked.connect(self._ask_result)

    def _ask(self) -> None:
        title, kinds = say("roster_page.choose"), f"{say('roster_page.sheets')} ({_SHEETS})"
        path, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self._model.choose(path)

    def _ask_result(self) -> None:
        name = self._model.state.preview.file.rpartition(".")[0]
        path = _save_as(self, say("roster_page.save_result"), f"{name} - {say('roster.result_heading')}.xlsx")
        if path:
            self._model.save_result(path)

    def _ask_template(self) -> None:
        path = _save_as(self, say("roster_page.template"), f"{say('roster_page.template_file')}.xlsx")
        if path:
            self._model.save_template(path)


def _save_as(parent: QWidget, title: str, name: str) -> str:
    path, _ = QFileDialog.getSaveFileName(parent, title, name, "Excel (*.xlsx)")
    return path
