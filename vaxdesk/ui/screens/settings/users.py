"""The users of the station, and the form of one of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.outcomes import Role as Duty
from vaxdesk.domain.views import UserView
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.choice import Tile
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.fields import PasswordField, PinField, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.settings.model import SettingsModel, form_of
from vaxdesk.ui.screens.settings.state import NewUser, SettingsState
from vaxdesk.words import say


class UsersPart(QWidget):
    """A table; Enter or a double click opens the form of a user."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model = model
        self._state = model.state
        self._rows = RowsModel(self._columns(), key=lambda user: user.no)
        self._table = Table(self._rows, self._columns())
        self._table.setMinimumHeight(240)
        self._add = Button(say("settings.add_user"), icon="user-plus")
        self._form = UserForm(model)
        self._list = Card(say("settings.part.users"))
        self._list.add(Label(say("settings.users_note"), Role.SOFT))
        self._list.add(self._table)
        self._list.add_row(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        layout.addWidget(self._form)
        layout.addStretch(1)
        self._add.clicked.connect(lambda: model.edit_user(NewUser()))
        self._table.opened.connect(lambda user: model.edit_user(form_of(user)))

    def show_state(self, state: SettingsState) -> None:
        """Show the users, or the form of one."""
        self._state = state
        if state.facts is not None:
            self._rows.set_rows(state.facts.users)
            self._add.setEnabled(state.facts.may_manage)
        self._list.setVisible(state.user is None)
        self._form.setVisible(state.user is not None)
        self._form.show_state(state)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("settings.column.name", lambda user: user.name, strong=True),
            Column("settings.column.login", lambda user: user.login, width=150),
            Column("settings.column.roles", _roles, width=330),
            Column("settings.column.door", self._door, width=190),
        )

    def _door(self, user: UserView) -> str:
        facts = self._state.facts
        if not user.active:
            return say("settings.door.none")
        ways = [name for name, has in self._ways(user) if has] if facts else []
        return say(f"settings.door.{'_'.join(ways) or 'none'}")

    def _ways(self, user: UserView) -> tuple[tuple[str, bool], ...]:
        facts = self._state.facts
        return (("password", user.login in facts.doors), ("pin", user.no in facts.pins))


class UserForm(Card):
    """Name, login, roles, password and PIN of one user."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__(say("settings.user"))
        self._model = model
        self._fields = {
            "name": TextField(say("settings.column.name")),
            "login": TextField(say("settings.column.login"), hint=say("settings.login_hint")),
            "title": TextField(say("settings.user_title")),
            "password": PasswordField(say("settings.password"), hint=say("settings.password_hint")),
            "pin": PinField(say("settings.pin"), hint=say("settings.pin_hint")),
        }
        self._roles = {duty: Tile(say(f"{Duty.WORDS}.{duty.value}")) for duty in Duty}
        self._no_role = Label("", Role.COMPLAINT)
        self._save = Button(say("settings.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._back = Button(say("kit.cancel"))
        self._active = Button("", Kind.HARM)
        self._shown: NewUser | None = None
        self._lay_out()
        self._wire()

    def show_state(self, state: SettingsState) -> None:
        """Show the form being filled in."""
        if state.user is None:
            self._shown = None
            return
        if self._shown is None or self._shown.no != state.user.no:
            self._fill(state.user)
        self._shown = state.user
        self._fields["login"].setEnabled(not state.user.no)
        for name, field in self._fields.items():
            key = state.wrong.get(name, "")
            if name == "password" and state.fault:
                key = f"{state.fault.WORDS}.{state.fault.value}"
            field.complain(say(key) if key else "")
        self._no_role.setText(say(state.wrong["roles"]) if "roles" in state.wrong else "")
        self._no_role.setVisible("roles" in state.wrong)
        self._active.setVisible(state.user.no > 1)
        self._active.set_words(say("settings.switch_off") if state.user.active else say("settings.switch_on"))
        allowed = state.facts is not None and state.facts.may_manage
        self._save.setEnabled(allowed and not state.busy)

    def _fill(self, user: NewUser) -> None:
        for name, field in self._fields.items():
            field.set_value(getattr(user, name))
        for duty, tile in self._roles.items():
            tile.show_chosen(on=duty.value in user.roles)
        self._fields["name"].setFocus()

    def _form(self, *, active: bool | None = None) -> NewUser:
        held = self._shown or NewUser()
        return NewUser(
            no=held.no,
            roles=tuple(duty.value for duty, tile in self._roles.items() if tile.isChecked()),
            active=held.active if active is None else active,
            **{name: field.value() for name, field in self._fields.items()},
        )

    def _wire(self) -> None:
        self._save.clicked.connect(lambda: self._model.save_user(self._form()))
        self._back.clicked.connect(lambda: self._model.edit_user(None))
        self._active.clicked.connect(
            lambda: self._model.save_user(self._form(active=not (self._shown or NewUser()).active))
        )
        for tile in self._roles.values():
            tile.clicked.connect(lambda on, tile=tile: tile.show_chosen(on=on))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for at, name in enumerate(("name", "login", "title", "password", "pin")):
            grid.addWidget(self._fields[name], at // 3, at % 3, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.add(Label(say("settings.column.roles"), Role.CAPTION))
        tiles = QGridLayout()
        tiles.setSpacing(8)
        for at, tile in enumerate(self._roles.values()):
            tiles.addWidget(tile, at // 3, at % 3)
        self.body.addLayout(tiles)
        self.add(self._no_role)
        buttons = row(self._save, self._back)
        buttons.addStretch(1)
        buttons.addWidget(self._active)
        self.body.addLayout(buttons)


def _roles(user: UserView) -> str:
    """What somebody holds for good, and what only the team of this day adds."""
    held = ", ".join(map(_role, user.roles))
    if not user.today:
        return held
    return say("team.also_today", held=held, roles=", ".join(map(_role, user.today)))


def _role(role: str) -> str:
    """The station's own roles by their whole name, those given from above or by the team as the top bar says them."""
    return say(f"{Duty.WORDS}.{role}" if role in list(Duty) else f"shell.role.{role}")
