"""The set-up dialog: one form, then the recovery words to keep."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.kit.busy import Busy
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.fields import Field, PasswordField, TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.steps import Steps
from vaxdesk.ui.kit.strength import Strength
from vaxdesk.ui.screens.setup.keep import KeepWords
from vaxdesk.ui.screens.setup.model import SetupModel
from vaxdesk.ui.screens.setup.sheet import ask_printer, recovery_sheet
from vaxdesk.ui.screens.setup.state import Fault, SetupState, Step
from vaxdesk.words import say


class SetupView(Entrance):
    """Shows a SetupState."""

    def __init__(self, model: SetupModel) -> None:
        super().__init__(width=680)
        self._model = model
        self._form = _Form(model)
        self._keep = KeepWords()
        self._keep.typed.connect(model.type_back)
        self._keep.finished.connect(model.finish)
        self._keep.sheet_wanted.connect(self._print_sheet)
        self._steps = Steps(self._form, self._keep)
        self.card.add(self._steps)
        self._busy = Busy(self.card)
        self.setFocusProxy(self._form)
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: SetupState) -> None:
        """Everything shown follows from the state."""
        keeping = state.step is Step.WORDS_TO_KEEP
        self._form.show_state(state)
        if keeping:
            self._keep.show_state(state)
        self._steps.go_to(self._keep if keeping else self._form)
        self._busy.show_busy(say("entrance.setup.working") if state.step is Step.WORKING else "")


    def _print_sheet(self, words: str) -> None:
        form = self._model.state.form
        ask_printer(self, recovery_sheet(f"{form.name} ({form.station}) – {form.login}", words))


class _Form(QWidget):
    def __init__(self, model: SetupModel) -> None:
        super().__init__()
        self._model = model
        self._fields: dict[str, TextField | PasswordField] = {
            name: TextField(say(f"entrance.setup.{name}"), hint=say(f"entrance.setup.{name}_hint"))
            for name in ("station", "name", "person", "login")
        }
        self._fields["password"] = PasswordField(say("entrance.setup.password"))
        self._fields["again"] = PasswordField(say("entrance.setup.again"))
        self._fields["server"] = TextField(say("entrance.setup.server"), placeholder="https://")
        self._fields["enrol_code"] = TextField(say("entrance.setup.enrol_code"))
        self._strength = Strength()
        self._server_part = QWidget()
        self._with_server = QCheckBox(say("entrance.setup.with_server"))
        self._failed = Card(ground="harm", margin=14)
        self._why = Label("")
        self._failed.add(self._why)
        self._go = Button(say("entrance.setup.go"), Kind.PRIMARY, icon="check", large=True)
        self._lay_out()
        for name, field in self._fields.items():
            field.edited.connect(lambda value, n=name: model.edit(n, value))
            field.line.editingFinished.connect(lambda n=name: model.leave_field(n))
            field.submitted.connect(lambda n=name: self._enter(n))
        self._with_server.clicked.connect(model.want_server)
        self._go.clicked.connect(self._submit)
        self.setFocusProxy(self._fields["station"])

    def show_state(self, state: SetupState) -> None:
        for name, field in self._fields.items():
            field.set_value(getattr(state.form, name))
            fault = state.faults.get(name)
            field.complain(say(f"{fault.WORDS}.{fault.value}") if isinstance(fault, Fault) else "")
        weak = isinstance(state.faults.get("password"), PasswordFault)
        self._fields["password"].mark_wrong(wrong=weak or "password" in state.faults)
        self._strength.show_password(state.form.password, refused=weak)
        self._with_server.setChecked(state.with_server)
        self._server_part.setVisible(state.with_server)
        self._failed.setVisible(bool(state.failed))
        if state.failed:
            self._why.setText(say(state.failed))
        self._go.setEnabled(state.step is Step.FORM)

    def _enter(self, name: str) -> None:
        """Enter goes on to the next field that is empty, and makes the station when there is none."""
        names = list(self._fields)
        later = (self._fields[other] for other in names[names.index(name) + 1 :])
        following = next((field for field in later if field.isVisibleTo(self) and not field.value()), None)
        if following:
            following.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self._model.submit()
        first = self._model.first_fault()
        if first:
            self._fields[first].setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(Label(say("entrance.setup.title"), Role.TITLE))
        layout.addWidget(Label(say("entrance.setup.what"), Role.SOFT))
        layout.addLayout(_grid(("station", "name"), ("person", "login"), ("password", "again"), fields=self._fields))
        layout.addWidget(self._strength)
        layout.addWidget(self._with_server)
        inside = _grid(("server", "enrol_code"), fields=self._fields)
        inside.setContentsMargins(0, 0, 0, 0)
        self._server_part.setLayout(inside)
        layout.addWidget(self._server_part)
        layout.addWidget(self._failed)
        layout.addWidget(self._go)


def _grid(*rows: tuple[str, str], fields: dict[str, TextField | PasswordField]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(12)
    for at, names in enumerate(rows):
        for side, name in enumerate(names):
            field: Field = fields[name]
            grid.addWidget(field, at, side, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(side, 1)
    return grid
