"""Reception on the screen: people at the left, the one it is about at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.payloads import Person
from vaxdesk.ui.asking import ask_decline, ask_undo
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.registering import FormState
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.reception.arrived_panel import ArrivedPanel
from vaxdesk.ui.screens.reception.form_panel import FormPanel
from vaxdesk.ui.screens.reception.message_panel import MessagePanel
from vaxdesk.ui.screens.reception.model import ReceptionModel
from vaxdesk.ui.screens.reception.people_list import PeopleList
from vaxdesk.ui.screens.reception.person_panel import PersonPanel
from vaxdesk.ui.screens.reception.state import Panel, People, ReceptionState
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReceptionView(ScreenWidget):
    """The screen; everything shown follows from the model's state."""

    keys = (
        Keys("↵", "reception.keys.enter"),
        Keys("↑ ↓", "reception.keys.move"),
        Keys("Ctrl N", "reception.keys.register"),
        Keys("Ctrl D", "reception.keys.take_all"),
        Keys("Esc", "reception.keys.rest"),
    )
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.ROSTER, Change.DAY, Change.SYNC))

    def __init__(self, model: ReceptionModel) -> None:
        super().__init__(finds=model, look_again=model.look_again)
        self._model = model
        self._shown = (Panel.IDLE, People.LATELY)
        self._page = Page(say("reception.title"), parent=self)
        self._register = self._page.head(Button(say("reception.register"), icon="user-plus", keys="Ctrl+N"))
        self._heading, self._list = Label("", Role.CAPTION), PeopleList()
        self._none = Empty("users", say("reception.none_yet"))
        self._message = MessagePanel(elsewhere=model.ports.elsewhere is not None)
        self._person = PersonPanel(model.ports.product)
        self._arrived = ArrivedPanel(with_slip=model.ports.print_slip is not None)
        self._form = FormPanel(model.ports.product)
        self._lay_out()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: ReceptionState) -> None:
        """Show a state; the focus moves only when another panel comes up."""
        form = state.panel is Panel.FORM
        self._whole.setCurrentIndex(1 if form else 0)
        self._page.set_title(say("reception.form.title" if form else "reception.title"))
        self._register.setVisible(not form)
        self._heading.setText(say(f"reception.people.{state.people.value}", n=len(state.rows)))
        self._list.show_rows(state.rows, state.at)
        self._left.setCurrentIndex(0 if state.rows else 1)
        panel = {Panel.PERSON: self._person, Panel.ARRIVED: self._arrived}.get(state.panel, self._message)
        if not form:
            panel.show_state(state)
            self._turn_to(panel)
        for shortcut in self._moves:
            shortcut.setEnabled(state.people is not People.LATELY and not form)
        self._settle_focus(state)

    def activate(self, subject: object | None = None) -> None:
        self._model.open(subject if isinstance(subject, str) else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and plain and self._model.state.panel is not Panel.FORM:
            self._model.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._model.rest()
        else:
            super().keyPressEvent(event)

    def _turn_to(self, panel: QWidget) -> None:
        """Show a panel; what the others would like to have of the width is left to the list of people."""
        for at in range(self._right.count()):
            one = self._right.widget(at)
            across = QSizePolicy.Policy.Preferred if one is panel else QSizePolicy.Policy.Ignored
            one.setSizePolicy(across, one.sizePolicy().verticalPolicy())
        self._right.setCurrentWidget(panel)

    def _settle_focus(self, state: ReceptionState) -> None:
        before, self._shown = self._shown, (state.panel, state.people)
        if before == self._shown or not self.isVisible():
            return
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit) and not self.isAncestorOf(focus)
        if typing and state.people is People.RESULTS:
            if state.panel is Panel.ARRIVED:
                focus.selectAll()  # the next name is typed over the last one
        elif state.panel is Panel.CHOOSE:
            self._list.setFocus()
        elif state.panel is Panel.FORM:
            self._form.form.focus_first_empty()
        else:
            self._right.currentWidget().focus_main()

    def _show_form(self, state: FormState) -> None:
        self._form.show_state(state)

    def _begin_form(self) -> None:
        self._model.register(Person(name=""))

    def _ask_undo(self, entry: str) -> None:
        then = partial(self._model.receiving.undo, entry)
        ask_undo(self, then, title=say("reception.undo.title"), text=say("reception.undo.text"))

    def _ask_decline(self) -> None:
        ask_decline(
            self, self._decline, title=say("reception.declining.title"), text=say("reception.declining.text"),
            agree=say("reception.declining.agree"),
        )

    def _decline(self, why: str) -> None:
        found = self._model.state.found
        if found:
            self._model.receiving.decline(found.presence.person, why)

    def _print_slip(self) -> None:
        arrived, port = self._model.state.arrived, self._model.ports.print_slip
        if arrived and port:
            port(arrived)

    def _open_person(self) -> None:
        state = self._model.state
        person = state.arrival.person if state.arrival else state.found.presence.person.id if state.found else ""
        if person:
            self._model.receiving.open_person(person)

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.receiving.undo_wanted.connect(self._ask_undo)
        model.form.changed.connect(self._show_form)
        model.form.began.connect(self._form.begin)
        self._register.clicked.connect(self._begin_form)
        self._list.chosen.connect(model.pick)
        self._list.opened.connect(lambda _: model.go_on())
        self._message.register_wanted.connect(model.go_on)
        self._message.look_up_wanted.connect(model.look_up)
        person = self._person
        person.check_in_wanted.connect(model.check_in)
        person.taken_changed.connect(lambda field, on: model.take(field, on=on))
        person.take_all_wanted.connect(model.take_all)
        person.guardian_changed.connect(lambda on: model.become(guardian=on))
        person.decline_wanted.connect(self._ask_decline)
        person.person_wanted.connect(self._open_person)
        self._arrived.next_wanted.connect(model.go_on)
        self._arrived.slip_wanted.connect(self._print_slip)
        self._arrived.person_wanted.connect(self._open_person)
        form = self._form
        form.edited.connect(model.form.edit)
        form.save_wanted.connect(model.form.save)
        form.left.connect(model.rest)
        form.same.connect(model.form.same)
        form.apart.connect(model.form.set_apart)

    def _lay_out(self) -> None:
        self._left, self._right, self._whole = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._left.addWidget(self._list)
        self._left.addWidget(self._none)
        for panel in (self._message, self._person, self._arrived):
            self._right.addWidget(panel)
        people = QVBoxLayout()
        people.setSpacing(6)
        people.addWidget(self._heading)
        people.addWidget(self._left, 1)
        desk = QWidget()
        sides = QHBoxLayout(desk)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(18)
        sides.addLayout(people, 2)
        sides.addWidget(self._right, 3)
        self._whole.addWidget(desk)
        self._whole.addWidget(self._form)
        self._page.add(self._whole, stretch=1)
        self._moves = [self._bind(keys, step) for keys, step in (("Up", -1), ("Down", 1))]

    def _bind(self, keys: str, step: int) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: self._model.move(step))
        return shortcut
