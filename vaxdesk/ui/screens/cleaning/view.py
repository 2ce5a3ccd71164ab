"""The cleaning page: four topics with their figures, and the list or the pair of the one that is open."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from vaxdesk.domain.own_codes import read_own_code
from vaxdesk.domain.scans import ScanKind
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, Keys, RawScan, ScreenWidget
from vaxdesk.ui.screens.cleaning.lists_panel import ListsPanel
from vaxdesk.ui.screens.cleaning.model import CleaningModel
from vaxdesk.ui.screens.cleaning.pairs_panel import PairsPanel
from vaxdesk.ui.screens.cleaning.proposals import ProposalsPanel
from vaxdesk.ui.screens.cleaning.returned import ReturnedPanel
from vaxdesk.ui.screens.cleaning.state import CleaningState, ListsState, Topic
from vaxdesk.ui.screens.cleaning.topics import Topics
from vaxdesk.words import say


class CleaningView(ScreenWidget):
    """Shows a CleaningState; each topic has a panel of its own."""

    keys = (
        Keys("Alt 1 … 4", "cleaning.keys.topic"),
        Keys("Ctrl ↵", "cleaning.keys.write"),
        Keys("Space", "cleaning.keys.tick"),
        Keys("S / D / ↵", "cleaning.keys.decide"),
        Keys("↑ ↓ ← →", "cleaning.keys.choose"),
        Keys("U", "cleaning.keys.undo"),
    )
    concerns = frozenset((Change.PEOPLE, Change.ROSTER))

    def __init__(self, model: CleaningModel) -> None:
        super().__init__(look_again=model.look_again)
        self._model = model
        self._page = Page(say("cleaning.title"), parent=self)
        self._again = self._page.head(Button(say("cleaning.again"), Kind.QUIET, icon="refresh", keys="Ctrl+R"))
        self._topics = self._page.add(Topics())
        self._body = self._page.add(QStackedWidget(), stretch=1)
        self._proposals = ProposalsPanel(model)
        self._pairs = PairsPanel(model.pairs)
        self._lists, self._returned = ListsPanel(model.lists), ReturnedPanel(model.lists)
        for panel in (self._proposals, self._pairs, self._lists, self._returned):
            self._body.addWidget(panel)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: CleaningState) -> None:
        """Show figures and the topic that is open."""
        subtitle = say("cleaning.subtitle")
        if state.survey:
            subtitle = say("cleaning.seen", n=state.survey.people)
        if state.stale:
            subtitle = say("cleaning.stale")
        self._page.set_title(say("cleaning.title"), say("cleaning.looking") if state.looking else subtitle)
        self._topics.show_state(state, self._model.pairs.state)
        self._proposals.show_state(state)
        self._open(self._panel(state.topic, self._model.lists.state))

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject in list(Topic):
            self._model.show(Topic(subject))
        self._model.look()
        self._focus()

    def leave(self) -> None:
        self._model.stop()

    def accept_scan(self, scan: RawScan) -> bool:
        """The code of a list leads to reading what came back of it."""
        text = scan.payload if isinstance(scan.payload, str) else scan.payload.decode("utf-8", "replace")
        own = read_own_code(text)
        if own is None or own.kind is not ScanKind.POLICE_LIST:
            return False
        self._model.show(Topic.LISTS)
        QTimer.singleShot(0, self, self._ask_returned)
        return True

    def _choose(self, topic: Topic) -> None:
        self._model.show(topic)
        self._focus()

    def _panel(self, topic: Topic, lists: ListsState) -> object:
        if topic is Topic.LISTS:
            return self._returned if lists.returned else self._lists
        return self._pairs if topic is Topic.PAIRS else self._proposals

    def _open(self, panel: object) -> None:
        if self._body.currentWidget() is not panel:
            self._body.setCurrentWidget(panel)
            self._focus()

    def _focus(self) -> None:
        """What had the focus may be hidden now; Qt would take it to the rail."""
        if self.isVisible():
            self._body.currentWidget().setFocus()

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.pairs.changed.connect(lambda state: self._topics.show_state(model.state, state))
        model.lists.changed.connect(lambda state: self._open(self._panel(model.state.topic, state)))
        self._topics.chosen.connect(self._choose)
        self._again.clicked.connect(model.look)
        self._lists.wanted.connect(self._ask_returned)
        self._lists.sheet_wanted.connect(self._ask_sheet)

    def _ask_returned(self) -> None:
        title, kinds = say("cleaning.lists.read_back"), f"{say('roster_page.sheets')} (*.xlsx *.xls *.ods *.csv)"
        path, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self._model.lists.read_back(path)

    def _ask_sheet(self) -> None:
        made = self._model.lists.state.made
        name = f"{say('cleaning.lists.file')} {made.no.replace('/', '-')}.xlsx" if made else ""
        path, _ = QFileDialog.getSaveFileName(self, say("cleaning.lists.save"), name, "Excel (*.xlsx)")
        if path:
            self._model.lists.save_made(path)
