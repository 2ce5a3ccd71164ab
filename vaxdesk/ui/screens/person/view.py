"""The person page on the screen: facts at the left, days at the right, what may be done below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.views import EventView
from vaxdesk.ui import reasons
from vaxdesk.ui.asking import ask, ask_decline, ask_undo
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.person.edit_panel import EditPanel
from vaxdesk.ui.screens.person.facts import Facts
from vaxdesk.ui.screens.person.model import PersonModel
from vaxdesk.ui.screens.person.plea_dialog import PleaDialog
from vaxdesk.ui.screens.person.state import PersonState
from vaxdesk.ui.screens.person.timeline import Timeline
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_MEASURED = frozenset(("screen", "aefi"))  # kinds that say what was measured or examined


class PersonPage(ScreenWidget):
    """The page; everything shown follows from the model's state."""

    keys = (Keys("Ctrl E", "person.keys.edit"),)
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.ROSTER, Change.AEFI, Change.DAY, Change.SYNC))

    def __init__(self, model: PersonModel) -> None:
        super().__init__(look_again=model.look_again)
        self._model = model
        product = model.ports.product
        self._page = Page(say("person.title"), parent=self)
        self._edit = self._page.head(Button(say("person.edit"), icon="edit", keys="Ctrl+E"))
        self._prior = self._page.head(Button(say("person.prior"), icon="plus", keys="Ctrl+T"))
        self._facts, self._days = Facts(product), Timeline(product)
        self._form = EditPanel(product)
        self._main = Button(say("person.check_in"), Kind.PRIMARY, icon="check", large=True)
        self._decline = Button(say("person.decline"), icon="hand")
        self._slip = Button(say("person.print_slip"), icon="paper", keys="Ctrl+P")
        self._withdraw = Button(say("person.withdraw"), Kind.QUIET, icon="ban")
        self._plead = Button(say("plea.button"), Kind.QUIET, icon="shield")
        self._lay_out()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: PersonState) -> None:
        """Show a state."""
        record = state.record
        self._whole.setCurrentIndex(0 if record is None else 2 if state.editing else 1)
        self._edit.setVisible(record is not None and not record.erased and not state.editing)
        late = record is not None and not record.erased and not state.editing
        self._prior.setVisible(late and self._model.ports.may_enter_late())
        if record is None:
            self._page.set_title(say("person.title"))
            return
        name = record.presence.person.name
        self._page.set_title(say("person.editing.title", name=name) if state.editing else say("person.title"))
        if state.editing:
            self._form.show_state(state)
            return
        self._facts.show_record(record, today=state.today, now=state.now)
        self._days.show_days(record.days, today=state.today)
        free = isinstance(record.check_in, Allowed)
        self._main.setVisible(free or bool(state.next_screen and not record.erased))
        self._main.set_words(say("person.check_in") if free else say(f"person.go.{state.next_screen or 'screening'}"))
        self._main.setEnabled(not state.busy)
        self._decline.setVisible(isinstance(record.decline, Allowed))
        printable = record.presence.no > 0 and not record.erased
        self._slip.setVisible(self._model.ports.print_slip is not None and printable)
        standing = any(not one.event.voided for day in record.days for one in day.events)
        self._withdraw.setVisible(not standing and not record.erased)

        self._plead.setVisible(record.may_plead)

    def activate(self, subject: object | None = None) -> None:
        self._model.open(subject if isinstance(subject, str) else "")
        self._main.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and not self._model.state.editing:
            self._model.check_in()
        elif event.key() == Qt.Key.Key_Escape and self._model.state.editing:
            self._model.leave_edit()
        else:
            super().keyPressEvent(event)

    def _ask_undo(self, event: EventView) -> None:
        title = say("person.undoing.title", step=say(f"person.step.{event.kind}"))
        then, measured = partial(self._model.undo, event.id), event.kind in _MEASURED
        ask_undo(self, then, title=title, text=say("person.undoing.text"), measured=measured)

    def _ask_undo_entry(self, entry: str) -> None:
        record = self._model.state.record
        events = (one.event for day in record.days for one in day.events) if record else ()
        event = next((one for one in events if one.id == entry), None)
        if event:
            self._ask_undo(event)

    def _ask_decline(self) -> None:
        ask_decline(
            self, self._model.decline, title=say("person.declining.title", name=self._name()),
            text=say("person.declining.text"), agree=say("person.declining.agree"),
        )

    def _ask_withdraw(self) -> None:
        question = Confirm(
            self, say("person.withdrawing.title", name=self._name()), text=say("person.withdrawing.text"),
            agree=say("person.withdrawing.agree"), reasons=reasons.options(UndoReason), tone=Tone.HARM,
        )
        ask(question, self._model.withdraw)

    def _ask_plea(self) -> None:
        dialog = PleaDialog(self, name=self._name(), today=self._model.state.today)
        dialog.agreed.connect(self._model.plead)
        dialog.open()

    def _name(self) -> str:
        record = self._model.state.record
        return record.presence.person.name if record else ""

    def _print_slip(self) -> None:
        record, port = self._model.state.record, self._model.ports.print_slip
        if record and port:
            port(record.presence.person)

    def _wire(self) -> None:
        model, form = self._model, self._form
        model.changed.connect(self.show_state)
        model.began.connect(form.begin)
        model.undo_wanted.connect(self._ask_undo_entry)
        self._edit.clicked.connect(model.edit)
        self._prior.clicked.connect(model.add_prior)
        self._main.clicked.connect(model.check_in)
        self._decline.clicked.connect(self._ask_decline)
        self._slip.clicked.connect(self._print_slip)
        self._withdraw.clicked.connect(self._ask_withdraw)
        self._plead.clicked.connect(self._ask_plea)
        self._days.undo_wanted.connect(self._ask_undo)
        form.edited.connect(model.change)
        form.reason_chosen.connect(model.choose_reason)
        form.save_wanted.connect(model.save)
        form.left.connect(model.leave_edit)

    def _lay_out(self) -> None:
        known = QWidget()
        sides = QHBoxLayout()
        sides.setSpacing(14)
        sides.addWidget(scrolling(self._facts), 1)
        sides.addWidget(scrolling(self._days), 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self._withdraw, self._plead):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self._slip, self._decline, self._main):
            foot.addWidget(button)
        layout = QVBoxLayout(known)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(sides, 1)
        layout.addLayout(foot)
        self._whole = QStackedWidget()
        for page in (Empty("user", say("person.none"), say("person.none_text")), known, self._form):
            self._whole.addWidget(page)
        self._page.add(self._whole, stretch=1)
