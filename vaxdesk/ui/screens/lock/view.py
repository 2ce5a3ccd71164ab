"""The lock page: nothing of the work is on the screen, a name and six digits bring it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.caps import CapsWatch
from vaxdesk.ui.kit.fields import PasswordField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.people_tiles import PeopleTiles
from vaxdesk.ui.kit.shake import shake
from vaxdesk.ui.kit.steps import Steps
from vaxdesk.ui.screens.lock.model import LockModel
from vaxdesk.ui.screens.lock.pin_pad import PinPad
from vaxdesk.ui.screens.lock.state import LockState, Way
from vaxdesk.words import say


class LockView(Entrance):
    """Shows a LockState; digits typed anywhere on the page go to the PIN."""

    def __init__(self, model: LockModel) -> None:
        super().__init__(station=model.state.station, width=780)
        self._model = model
        self._tries = 0
        self._tiles = PeopleTiles(columns=1)
        self._tiles.chosen.connect(lambda no: model.choose(int(no)))
        self._why = Label("", Role.SOFT)
        self._asked, self._refused = Label("", Role.CAPTION), Label("", Role.COMPLAINT)
        self._pad = PinPad()
        self._pad.complete.connect(model.try_pin)
        self._password = PasswordField("")
        self._own = PasswordField(say("entrance.lock.own"), hint=say("entrance.lock.own_hint"))
        self._password.submitted.connect(self._try)
        self._own.submitted.connect(self._try)
        self._caps = CapsWatch(self._password.line)
        self._caps.changed.connect(lambda: self.show_state(model.state))
        self._go = Button(say("entrance.lock.go"), Kind.PRIMARY, icon="unlock", large=True)
        self._go.clicked.connect(self._try)
        self._other = Button("", Kind.QUIET)
        self._other.clicked.connect(self._change_way)
        self._ways = Steps(self._pad, self._by_password())
        self._lay_out()
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: LockState) -> None:
        """Everything shown follows from the state."""
        by_pin = state.way is Way.PIN
        self._why.setText(_why(state))
        self._tiles.show_people([(str(p.no), p.name) for p in state.people], chosen=str(state.chosen))
        self._asked.setText(say(f"entrance.lock.{state.way.value}", name=state.person.name))
        told = [say(state.refused, n=state.left)] if state.refused else []
        told += [say("entrance.sign_in.caps")] if self._caps.on and not by_pin else []
        self._refused.setText(" ".join(told))
        self._refused.setVisible(bool(told))
        self._other.set_words(say("entrance.lock.to_password" if by_pin else "entrance.lock.to_pin"))
        self._other.setVisible(by_pin or state.pin_counts)
        self._password.setEnabled(not state.own)
        self._own.setVisible(state.own)
        self._pad.setEnabled(not state.busy)
        self._go.setEnabled(not state.busy)
        self._go.set_words(say("entrance.lock.checking" if state.busy else "entrance.lock.go"))
        if state.tries > self._tries:
            self._tries = state.tries
            self._empty()
            shake(self._ways)
        if self._ways.currentIndex() != (0 if by_pin else 1):
            self._empty()
        self._ways.go_to(self._ways.widget(0 if by_pin else 1))
        self._focus_way(by_pin=by_pin)

    def _focus_way(self, *, by_pin: bool) -> None:
        target = self._pad if by_pin else self._own if self._model.state.own else self._password
        self.setFocusProxy(target)
        if self.isVisible():
            target.setFocus()

    def _empty(self) -> None:
        self._pad.clear()
        self._password.set_value("")
        self._own.set_value("")

    def _try(self) -> None:
        self._model.try_password(self._password.value(), self._own.value())

    def _change_way(self) -> None:
        self._model.use(Way.PASSWORD if self._model.state.way is Way.PIN else Way.PIN)

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(Label(say("entrance.lock.who"), Role.CAPTION))
        tiles = QWidget()
        inside = QVBoxLayout(tiles)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addWidget(self._tiles)
        inside.addStretch(1)
        left.addWidget(scrolling(tiles), 1)
        right.setSpacing(10)
        right.addWidget(self._asked)
        right.addWidget(self._ways)
        right.addWidget(self._refused)
        right.addWidget(self._other, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(left, 5)
        columns.addLayout(right, 6)
        self.card.add(Label(say("entrance.lock.title"), Role.TITLE))
        self.card.add(self._why)
        self.card.body.addLayout(columns)

    def _by_password(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self._password, self._own, self._go):
            layout.addWidget(widget)
        layout.addStretch(1)
        box.setFocusProxy(self._password)  # the page is given the focus when it comes up
        return box


def _why(state: LockState) -> str:
    """Why it is locked, and at the practice station how to go on."""
    minutes = state.idle_minutes
    why = say("entrance.lock.idle", n=minutes) if minutes else say("entrance.lock.saved")
    if state.practice is None:
        return why
    pin, password = state.practice
    return f"{why} {say('entrance.lock.practice', pin=pin, password=password)}"
