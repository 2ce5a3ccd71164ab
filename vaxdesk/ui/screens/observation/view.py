"""Observation on the screen: a banner, the tiles, and what may be done at the foot."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget

from vaxdesk.domain.aefi import AefiForm
from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.picklists import EarlyReason
from vaxdesk.ui import reasons
from vaxdesk.ui.asking import ask, ask_undo
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.observation.banner import Banner
from vaxdesk.ui.screens.observation.board import Board
from vaxdesk.ui.screens.observation.foot import Foot
from vaxdesk.ui.screens.observation.leaving import LeavingDialog
from vaxdesk.ui.screens.observation.model import ObservationModel
from vaxdesk.ui.screens.observation.state import ObservationState
from vaxdesk.words import say

_SECOND_MS = 1000


class ObservationView(ScreenWidget):
    """The screen; everything shown follows from the model's state. One timer lets all clocks run, also when hidden:
    whoever is due is counted at the rail."""

    keys = (
        Keys("↵", "observation.keys.release"),
        Keys("← → ↑ ↓", "observation.keys.move"),
        Keys("Ctrl R", "observation.keys.react"),
        Keys("Ctrl G", "observation.keys.certificate"),
    )
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.AEFI, Change.DAY, Change.SYNC))

    def __init__(self, model: ObservationModel) -> None:
        super().__init__(finds=model, look_again=model.look_again)
        self._model = model
        self._page = Page(say("observation.title"), parent=self)
        self._count = self._page.head(Label("", Role.SOFT, wrap=False))
        self._banner = self._page.add(Banner())
        self._board, self._none = Board(model.ports.product), Empty("observation", say("observation.call.nobody"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._board)
        self._stack.addWidget(self._none)
        self._page.add(self._stack, stretch=1)
        self._foot = self._page.add(Foot())
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(model.tick)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: ObservationState) -> None:
        """Show a state."""
        self._count.setText(say("observation.count", n=len(state.people)))
        self._banner.show_state(state)
        self._board.show_state(state)
        self._foot.show_state(state)
        nobody = "observation.no_match" if state.query and state.people else "observation.call.nobody"
        self._none.set_words(say(nobody), say("observation.none_text") if not state.people else "")
        self._stack.setCurrentWidget(self._board if state.shown else self._none)

    def watch(self) -> None:
        """Let the clocks run although the screen was never opened: whoever is due must not be missed."""
        self._second.start()
        self._model.look_again()

    def activate(self, subject: object | None = None) -> None:
        self._second.start()
        self._model.open(subject if isinstance(subject, str) else "")
        self._board.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._model.state.query:
            self._model.searched("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._model.release()
        else:
            super().keyPressEvent(event)

    def _ring(self) -> None:
        """Seen at the task bar when the window lies behind another, and heard if that is wanted."""
        QApplication.alert(self.window(), 0)
        if self._model.ports.sound():
            QApplication.beep()

    def _ask_early(self, one: Watched) -> None:
        minutes = -(-one.clock(self._model.state.now).remaining // 60)
        question = Confirm(
            self,
            say("observation.early.title", name=one.row.person.name),
            text=say("observation.early.text", n=minutes),
            agree=say("observation.release_early"),
            reasons=reasons.options(EarlyReason),
        )
        ask(question, lambda why: self._model.let_go(one.id, why=why))

    def _ask_state(self, one: Watched) -> None:
        minutes = -(-one.clock(self._model.state.now).remaining // 60)
        leaving = LeavingDialog(self, name=one.row.person.name, minutes_left=minutes)
        leaving.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leaving.agreed.connect(lambda state, why: self._model.let_go(one.id, state=state, why=why))
        leaving.open()

    def _ask_undo(self, entry: str) -> None:
        then = partial(self._model.undo, entry)
        ask_undo(self, then, title=say("observation.undo.title"), text=say("observation.undo.text"))

    def _ask_reaction(self, form: AefiForm) -> None:
        ReactionDialog(self, self._model.reaction, form).open()

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.rang.connect(self._ring)
        model.early_wanted.connect(self._ask_early)
        model.state_wanted.connect(self._ask_state)
        model.undo_wanted.connect(self._ask_undo)
        model.reaction.began.connect(self._ask_reaction)
        self._board.picked.connect(model.pick)
        self._board.moved.connect(model.move)
        self._board.release_wanted.connect(model.release)
        self._foot.release_wanted.connect(lambda: model.release())
        self._foot.reaction_wanted.connect(model.react)
        self._foot.certificate_wanted.connect(model.certificate)
        self._foot.undo_wanted.connect(model.undo_release)
