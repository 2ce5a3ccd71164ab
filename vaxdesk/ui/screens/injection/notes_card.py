"""Notices that go with the dose, and the reason where one of them asks for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.picklists import ScheduleReason
from vaxdesk.ui import reasons
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import note_text
from vaxdesk.ui.screens.injection.picker import Picker
from vaxdesk.ui.screens.injection.state import InjectionState
from vaxdesk.words import say


class NotesCard(Card):
    """Amber lines; hidden when there are none."""

    picked = Signal(str)
    noted = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(ground="wait", margin=12)
        self.body.setSpacing(8)
        self._lines = QWidget()
        self._shown: tuple[str, ...] = ()
        self.reason = Picker(say("injection.reason"))
        self.note = TextField("", placeholder=say("injection.note"))
        self._gap = Label("", Role.COMPLAINT)
        self.reason.picked.connect(self.picked)
        self.note.edited.connect(self.noted)
        self.note.submitted.connect(self.entered)
        self._why = QWidget()
        line = bare(row(Label(say("injection.reason"), Role.STRONG, wrap=False), self.reason, self.note))
        self._why.setLayout(line)
        for at in (1, 2):
            line.setStretch(at, 1)
        for widget in (self._lines, self._why, self._gap):
            self.add(widget)

    def show_state(self, state: InjectionState, *, product: Callable[[str], str]) -> None:
        """Notices of the dose shown, as long as nothing stands against it."""
        notes = state.sheet.notes if state.sheet and state.against is None else ()
        texts = tuple(note_text(note, product=product) for note in notes)
        if texts != self._shown:
            self._build(texts)
        self.setVisible(bool(texts))
        needs = bool(state.sheet and state.sheet.needs_reason)
        self._why.setVisible(needs)
        picks = ((one.value, one.text) for one in reasons.options(ScheduleReason))
        self.reason.show_values((("", say("injection.pick_reason")), *picks), state.reason)
        self.note.set_value(state.note)
        self._gap.setText(say("refusal.reason.reason_needed") if state.asked and state.lacks_reason else "")
        self._gap.setVisible(bool(self._gap.text()))

    def texts(self) -> tuple[str, ...]:
        """The notices shown."""
        return self._shown

    def _build(self, texts: tuple[str, ...]) -> None:
        self._shown = texts
        fresh = QWidget()
        column = bare(QVBoxLayout(fresh))
        column.setSpacing(4)
        for text in texts:
            line = row(Picture("warn", Tone.WAIT, size=20), Label(text, Role.BODY))
            line.setStretch(1, 1)
            column.addLayout(line)
        self.body.replaceWidget(self._lines, fresh)
        self._lines.deleteLater()
        self._lines = fresh
