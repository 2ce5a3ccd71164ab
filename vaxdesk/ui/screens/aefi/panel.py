"""One case: the person, the deadline, and the report."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain import times
from vaxdesk.domain.after_injection import ReportSheet
from vaxdesk.ui.kit.buttons import IconButton
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.person_card import PersonStrip
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.faces import grade_face, severity_face
from vaxdesk.ui.screens.aefi.deadline import whole_text
from vaxdesk.ui.screens.aefi.report_form import ReportForm
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.words import say


class CasePanel(QWidget):
    """Shows the state's sheet; signals name the intents."""

    edited = Signal(str, str)
    undo_wanted = Signal()
    person_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self._gaps: tuple[str, ...] = ()
        self._person = PersonStrip()
        self._deadline = Card(ground="harm", margin=12)
        self._left = Label("", Role.STRONG)
        self._form = ReportForm()
        self._undo = IconButton("undo", say("aefi.undo.title"))
        self._open = IconButton("user", say("aefi.open_person"))
        self._form.edited.connect(self.edited)
        self._undo.clicked.connect(self.undo_wanted)
        self._open.clicked.connect(self.person_wanted)
        self._lay_out()

    def show_state(self, state: AefiState) -> None:
        """Show the case of the state."""
        sheet = state.sheet
        if sheet is None:
            return
        self._person.show_person(sheet.case.person, today=times.day_of(state.now), faces=_faces(sheet))
        left = whole_text(sheet.case, now=state.now)
        self._left.setText(left)
        self._deadline.setVisible(bool(left))
        self._gaps = tuple(gap.code for gap in state.gaps)
        self._form.show_state(state)
        if self._shown != sheet.case.event.id:
            self._shown = sheet.case.event.id
            self._form.to_top()

    def go_to_gap(self) -> None:
        """Go to the next field that is still to be filled."""
        self._form.go_to_gap(self._gaps)

    def _lay_out(self) -> None:
        line = row(Picture("clock", Tone.HARM), self._left, spacing=12)
        line.setStretch(1, 1)
        self._deadline.body.addLayout(line)
        head = row(self._person, self._open, self._undo, spacing=4)
        head.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._deadline)
        layout.addWidget(self._form, 1)


def _faces(sheet: ReportSheet) -> tuple[ChipFace, ...]:
    data = sheet.case.event.data
    return (grade_face(data["grade"]), severity_face(data["severity"]))
