"""Adding to the team: letters of a name, the role, and the hours; Enter puts the first who fits into the role."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vaxdesk.domain.plan.slots import clock
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.screens.team.model import TeamModel
from vaxdesk.ui.screens.team.state import Someone, TeamState
from vaxdesk.words import say

_SHOWN = 4


class HourField(TextField):
    """An hour as people type it (`7h30`, `730`); empty means the beginning or the end of the day."""

    def __init__(self, label: str) -> None:
        super().__init__(label, limit=8)
        self.line.editingFinished.connect(self._settle)

    @property
    def valid(self) -> bool:
        """Whether it is empty or an hour."""
        return not self.value() or bool(clock(self.value()))

    def _settle(self) -> None:
        self.complain("" if self.valid else say("team.bad_hour"))
        if clock(self.value()):
            self.line.setText(clock(self.value()))


class AddBar(Card):
    """Works on the role that the model holds."""
    def __init__(self, model: TeamModel) -> None:
        super().__init__(ground="sunk", margin=14)
        self._model = model
        self.name = TextField(say("team.field.name"), placeholder=say("team.type_name"))
        roles = [(role.value, say(f"{TeamRole.WORDS}.{role.value}")) for role in TeamRole]
        self.role = PickField(say("team.field.role"), roles)
        self.start, self.until = HourField(say("team.field.from")), HourField(say("team.field.until"))
        self.add_ = Button(say("team.add"), Kind.PRIMARY, icon="user-plus", keys="Ctrl+Return")
        self._found = QHBoxLayout()
        self._found.setSpacing(8)
        self._hint = Label("", Role.SMALL)
        self.offered: list[Button] = []
        self._shown: tuple[Someone, ...] = ()
        line = QHBoxLayout()
        line.setSpacing(12)
        for field, stretch in ((self.name, 4), (self.role, 3), (self.start, 1), (self.until, 1)):
            line.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.add_, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        below = QVBoxLayout()
        below.addLayout(self._found)
        below.addWidget(self._hint)
        self.body.addLayout(below)
        self.name.edited.connect(model.type)
        self.name.submitted.connect(self._take)
        self.role.edited.connect(model.choose_role)
        self.add_.clicked.connect(self._take)
        for field in (self.start, self.until):
            field.submitted.connect(self._take)
        self.setFocusProxy(self.name)

    def show_state(self, state: TeamState) -> None:
        """Show whom the letters may mean."""
        if not state.typed:
            self.name.set_value("")
        self.role.set_value(state.role)
        found = state.suggestions[:_SHOWN]
        if found != self._shown:
            self._offer(found)
        stranger = bool(state.typed.strip()) and not found
        self._hint.setText(say("team.no_account", name=state.typed.strip()) if stranger else say("team.hint"))
        self.add_.setEnabled(bool(state.typed.strip()) and not state.busy)

    def _offer(self, found: tuple[Someone, ...]) -> None:
        for old in self.offered:
            self._found.removeWidget(old)
            old.hide()
            old.deleteLater()
        while self._found.count():
            self._found.takeAt(0)
        self._shown, self.offered = found, []
        for one in found:
            button = Button(one.name, Kind.PLAIN, icon="user" if one.user else "")
            button.clicked.connect(lambda _, one=one: self._put(one))
            self.offered.append(button)
            self._found.addWidget(button)
        self._found.addStretch(1)

    def _take(self) -> None:
        if self.start.valid and self.until.valid:
            self._model.put_typed(start=self.start.value(), end=self.until.value())
            self.name.setFocus()

    def _put(self, one: Someone) -> None:
        if self.start.valid and self.until.valid:
            self._model.put(one, start=self.start.value(), end=self.until.value())
            self.name.setFocus()
