"""A record being filled in: the form, and below it the way on and what may be done with the record."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.places.records import Key, What
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screens.places.lists_model import ListsModel
from vaxdesk.ui.screens.places.record_form import RecordForm
from vaxdesk.ui.screens.places.state import Filling, ListsState
from vaxdesk.words import say

_PAUSE_MS = 350  # after the last key, before what is typed is judged
_REASONS = ("gone", "twice", "wrong")


class FormPart(QWidget):
    """One form for each list, of which that of the record is shown."""

    def __init__(self, model: ListsModel) -> None:
        super().__init__()
        self._model = model
        self._shown: Filling | None = None
        self._heading = Label("", Role.SECTION)
        self._forms = {what: RecordForm(what) for what in What}
        self._save = Button(say("places_page.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._back = Button(say("kit.cancel"), keys="Esc")
        self._lock = Button("", icon="lock")
        self._out = Button(say("places_page.take_out"), Kind.HARM)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: model.check(self._form().values()))
        self._lay_out()
        self._wire()

    def show_state(self, state: ListsState) -> None:
        """Show the record being filled in."""
        filling = state.filling
        before, self._shown = self._shown, filling
        if filling is None:
            self._pause.stop()
            return
        form = self._form()
        for one in self._forms.values():
            one.setVisible(one is form)
        anew = before is None or (before.record.id, before.row) != (filling.record.id, filling.row)
        if anew:
            form.show_record(filling.record)
        form.show_findings(filling.judged)
        if anew and self.isVisible():
            self.take_focus()
        held = bool(filling.record.id) and not filling.row
        locked = bool(filling.record.get(Key.LOCKED))
        self._heading.setText(_heading(filling))
        self._lock.setVisible(held and filling.record.what is What.STAFF)
        self._lock.set_words(say("places_page.unlock") if locked else say("places_page.lock"))
        self._out.setVisible(held)
        self._save.set_words(say("places_page.mend") if filling.row else say("places_page.save"))
        for button in (self._save, self._lock, self._out):
            button.setEnabled(state.may_keep and not state.busy)

    def take_focus(self) -> None:
        """Give the keys to the first field that something is said of, else to the name."""
        if self._shown is not None:
            self._form().focus_first_wrong(self._shown.judged)

    def leave(self) -> None:
        """Stop what waits: another screen is opened."""
        self._pause.stop()

    def _form(self) -> RecordForm:
        what = self._shown.record.what if self._shown else What.FACILITY
        return self._forms[what]

    def _lay_out(self) -> None:
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        for form in self._forms.values():
            form.hide()
            inner.addWidget(form)
        foot = row(self._out, self._lock)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._heading)
        layout.addWidget(scrolling(holder), 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        for form in self._forms.values():
            form.edited.connect(self._pause.start)
            form.submitted.connect(self._keep)
        self._save.clicked.connect(self._keep)
        self._back.clicked.connect(self._model.leave)
        self._lock.clicked.connect(self._turn_lock)
        self._out.clicked.connect(self._ask_out)

    def _keep(self) -> None:
        self._pause.stop()
        self._model.save(self._form().values())

    def _turn_lock(self) -> None:
        if self._shown is not None:
            self._model.set_locked(self._shown.record, on=not self._shown.record.get(Key.LOCKED))

    def _ask_out(self) -> None:
        if self._shown is None:
            return
        record = self._shown.record
        reasons = tuple(Option(one, say(f"places_page.out.{one}")) for one in _REASONS)
        ask = Confirm(self, say("places_page.out_title", name=record.name), text=say("places_page.out_text"),
                      agree=say("places_page.take_out"), reasons=reasons)  # fmt: skip
        ask.agreed.connect(lambda reason, note: self._model.take_out(record, note or say(f"places_page.out.{reason}")))
        ask.open()


def _heading(filling: Filling) -> str:
    if filling.row:
        return say("places_page.row_of_file", row=filling.row)
    if filling.record.id:
        return filling.record.name
    return say(f"places_page.new.{filling.record.what.value}")
