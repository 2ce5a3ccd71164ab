"""Adverse events on the screen: cases at the left, the report of the chosen one at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from vaxdesk.domain.aefi import AefiForm
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.aefi.case_list import CaseList
from vaxdesk.ui.screens.aefi.foot import CaseFoot
from vaxdesk.ui.screens.aefi.model import AefiModel
from vaxdesk.ui.screens.aefi.panel import CasePanel
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.ui.screens.aefi.told_card import ToldCard
from vaxdesk.words import say

_TICK_MS = 20_000
_LIST_WIDTH = 300


class AefiView(ScreenWidget):
    """The screen; everything shown follows from the model's state."""

    keys = (
        Keys("↑ ↓", "aefi.keys.move"),
        Keys("Ctrl ↓", "aefi.keys.next_gap"),
        Keys("Ctrl P", "aefi.keys.print"),
    )
    concerns = frozenset((Change.AEFI, Change.VISITS, Change.PEOPLE, Change.DAY, Change.SYNC))

    def __init__(self, model: AefiModel) -> None:
        super().__init__(finds=model, look_again=model.look_again)
        self._model = model
        self._page = Page(say("aefi.title"), parent=self)
        self._count = self._page.head(Label("", Role.SOFT, wrap=False))
        self._list = CaseList()
        self._list.setFixedWidth(_LIST_WIDTH)
        self._panel = CasePanel()
        self._foot = CaseFoot(prints=model.ports.print_report is not None)
        self._none = Empty("aefi", say("aefi.none"), say("aefi.none_text"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._panel)
        self._told = self._page.add(ToldCard(model))
        sides = QHBoxLayout()
        sides.setSpacing(18)
        sides.addWidget(self._list)
        sides.addWidget(self._stack, 1)
        self._page.add_layout(sides, stretch=1)
        self._page.add(self._foot)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(model.tick)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: AefiState) -> None:
        """Show a state."""
        self._count.setText(say("aefi.count", n=len(state.cases)))
        self._told.show_state(state)
        self._told.fit(self.height())
        self._list.show_state(state)
        self._list.setVisible(bool(state.cases))
        self._panel.show_state(state)
        self._foot.show_state(state)
        self._stack.setCurrentWidget(self._panel if state.sheet and state.form else self._none)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._told.fit(self.height())

    def activate(self, subject: object | None = None) -> None:
        self._tick.start()
        self._model.open(subject if isinstance(subject, str) else "")
        self._list.setFocus()

    def leave(self) -> None:
        self._tick.stop()

    def _ask_undo(self, entry: str) -> None:
        then = partial(self._model.undo, entry)
        ask_undo(self, then, title=say("aefi.undo.title"), text=say("aefi.undo.text"), measured=True)

    def _ask_raise(self) -> None:
        ask = Confirm(self, say("aefi.raising.title"), text=say("aefi.raising.text"), agree=say("aefi.raise"))
        ask.agreed.connect(lambda *_: self._model.raise_severity())
        ask.open()

    def _ask_reaction(self, form: AefiForm) -> None:
        ReactionDialog(self, self._model.reaction, form).open()

    def _wire(self) -> None:
        model, panel, foot = self._model, self._panel, self._foot
        model.changed.connect(self.show_state)
        model.undo_wanted.connect(self._ask_undo)
        model.reaction.began.connect(self._ask_reaction)
        self._list.picked.connect(model.pick)
        self._list.moved.connect(model.move)
        panel.edited.connect(model.write)
        foot.save_wanted.connect(model.save)
        foot.print_wanted.connect(model.print_report)
        foot.raise_wanted.connect(self._ask_raise)
        foot.next_wanted.connect(panel.go_to_gap)
        panel.undo_wanted.connect(model.ask_undo)
        panel.person_wanted.connect(model.open_person)
