"""The sending page: one sentence that says it all, three figures, what stands in the way, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, ScreenWidget
from vaxdesk.ui.screens.sending.model import SendingModel
from vaxdesk.ui.screens.sending.state import SendingState
from vaxdesk.words import say


class SendingView(ScreenWidget):
    """Shows a SendingState."""

    concerns = frozenset(Change)

    def __init__(self, model: SendingModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("sending.title"), say("sending.subtitle"), parent=self)
        self._send = self._page.head(Button(say("sync.button.send_now"), Kind.PRIMARY, icon="sync", keys="Ctrl+Return"))
        self._send.clicked.connect(model.send_now)
        self._verdict = _Verdict()
        self._figures = {name: _Figure(say(f"sending.figure.{name}")) for name in ("waiting", "saved", "contact")}
        self._trouble = Card(say("sending.trouble"), ground=Tone.WAIT.value)
        self._what = Label()
        self._again = Label("", Role.SOFT)
        self._join = _Join(model)
        self._lay_out()
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: SendingState) -> None:
        """Show how sending stands."""
        self._verdict.show_state(state)
        self._send.setEnabled(state.enrolled and not state.sending)
        self._send.set_words(say("sending.sending") if state.sending else say("sync.button.send_now"))
        self._figures["saved"].show(written.count(state.saved), say("sending.saved_note"))
        self._figures["waiting"].show(written.count(state.waiting), _waiting_note(state))
        contact = written.ago(state.last_contact, now=state.now) if state.last_contact else say("sending.never")
        self._figures["contact"].show(contact, _server_note(state))
        self._show_trouble(state)
        self._join.setVisible(state.known and not state.enrolled)
        self._join.show_state(state)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()

    def _show_trouble(self, state: SendingState) -> None:
        sentences = [say(f"trouble.{state.trouble}")] if state.trouble else []
        sentences += [say(f"sync.verdict.{code}") for code in state.refused]
        self._trouble.setVisible(bool(sentences))
        self._what.setText("\n".join(sentences))
        self._again.setText(say("sending.again", n=max(1, state.next_s)) if state.trouble and state.next_s else "")
        self._again.setVisible(bool(self._again.text()))

    def _lay_out(self) -> None:
        self._page.add(self._verdict)
        self._page.add_layout(row(*self._figures.values(), spacing=14))
        self._trouble.add(self._what)
        self._trouble.add(self._again)
        self._page.add(self._trouble)
        self._page.add(self._join)
        self._page.body.addStretch(1)


class _Verdict(Card):
    """One sentence with its sign."""

    def __init__(self) -> None:
        super().__init__(margin=24)
        self._text = Label("", Role.TITLE)
        self._note = Label("", Role.SOFT)
        self._pictures = {
            tone: Picture(icon, tone, size=40)
            for tone, icon in ((Tone.OK, "check"), (Tone.WAIT, "clock"), (Tone.ACCENT, "shield"))
        }
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._text)
        texts.addWidget(self._note)
        line = QHBoxLayout()
        line.setSpacing(18)
        for picture in self._pictures.values():
            line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.body.addLayout(line)

    def show_state(self, state: SendingState) -> None:
        tone, key = _verdict(state)
        self.set_ground(tone.value)
        for each, picture in self._pictures.items():
            picture.setVisible(each is tone)
        self._text.setText(say(f"sending.verdict.{key}", n=state.waiting))
        self._note.setText(say(f"sending.note.{key}"))


class _Figure(Card):
    """A caption, a large figure, a line below."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._value = Label("", Role.TITLE, wrap=False)
        self._note = Label("", Role.SMALL)
        self.add(Label(caption, Role.CAPTION))
        self.add(self._value)
        self.add(self._note)

    def show(self, value: str = "", note: str = "") -> None:
        """Show a figure; without arguments, as Qt means it."""
        if value:
            self._value.setText(value)
            self._note.setText(note)
        super().show()


class _Join(Card):
    """Address, one-time code, and what the server said."""

    def __init__(self, model: SendingModel) -> None:
        super().__init__(say("sync.enrol.title"))
        self._address = TextField(say("sync.enrol.address"), placeholder="https://")
        self._code = TextField(say("sync.enrol.code"), limit=400)
        self._button = Button(say("sync.enrol.button"), Kind.PRIMARY)
        self._refused = Label("", Role.COMPLAINT)
        fields = QWidget()
        line = row(self._address, self._code, self._button, spacing=14)
        line.setContentsMargins(0, 0, 0, 0)
        line.setStretch(0, 2)
        line.setStretch(1, 2)
        line.setAlignment(self._button, Qt.AlignmentFlag.AlignBottom)
        fields.setLayout(line)
        self.add(fields)
        self.add(self._refused)
        self._button.clicked.connect(lambda: model.join(self._address.value(), self._code.value()))
        for field in (self._address, self._code):
            field.submitted.connect(self._button.click)

    def show_state(self, state: SendingState) -> None:
        self._button.setEnabled(not state.joining)
        self._refused.setText(say(state.join_refused) if state.join_refused else "")
        self._refused.setVisible(bool(state.join_refused))


def _verdict(state: SendingState) -> tuple[Tone, str]:
    if not state.enrolled:
        return Tone.ACCENT, "alone"
    if state.refused:
        return Tone.WAIT, "refused"
    if state.waiting and state.trouble:
        return Tone.WAIT, "no_line"
    if state.waiting:
        return Tone.ACCENT, "waiting"
    return Tone.OK, "confirmed"


def _waiting_note(state: SendingState) -> str:
    if not state.waiting:
        return say("sending.nothing_waits")
    since = written.moment(state.waiting_since, now=state.now)
    return say("sending.since", since=since, kb=max(1, state.waiting_bytes // 1000))


def _server_note(state: SendingState) -> str:
    return state.server.partition("://")[2] or say("sending.no_server")
