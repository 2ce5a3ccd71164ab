"""The report that is shown: what does not balance first, then its tables, then its notes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.report.state import Face
from vaxdesk.ui.screens.report.table import GridTable
from vaxdesk.words import say

_MOST_SHOWN = 6  # sentences; the paper has all


class AnswerPanel(QWidget):
    """Shows a Face; built anew when it changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Face | None = None
        self.tables: list[GridTable] = []
        self.faults = Card(margin=12)
        inside = QWidget()
        whole = bare(QVBoxLayout(inside))
        whole.setSpacing(8)
        whole.addWidget(self.faults)
        self._body = bare(QVBoxLayout())
        self._body.setSpacing(8)
        whole.addLayout(self._body, 1)
        self._area = scrolling(inside)
        bare(QVBoxLayout(self)).addWidget(self._area)
        self.faults.hide()

    def show_face(self, face: Face | None) -> None:
        """Show a report, or nothing."""
        if face is self._shown:
            return
        self._shown, self.tables = face, []
        empty(self._body)
        empty(self.faults.body)
        self.faults.setVisible(face is not None and (face.sums or bool(face.faults)))
        self._area.verticalScrollBar().setValue(0)
        if face is None:
            return
        self._tell(face)
        for grid in face.grids:
            self._body.addWidget(Label(grid.title, Role.SECTION))
            if grid.rows:
                table = GridTable(grid)
                self.tables.append(table)
                self._body.addWidget(table)
            else:
                self._body.addWidget(Label(say("report.nothing"), Role.SOFT))
        for note in face.notes:
            self._body.addWidget(Label(note, Role.SMALL))
        self._body.addStretch(1)

    def _tell(self, face: Face) -> None:
        tone = Tone.HARM if face.faults else Tone.OK
        self.faults.set_ground(tone.value)
        if not face.faults:
            self.faults.add_row(Picture("check-circle", tone), Label(say("report.balanced"), Role.STRONG, wrap=False))
        for text in face.faults[:_MOST_SHOWN]:
            self.faults.add_row(Picture("warn", tone), Label(text), stretch_last=True)
        left = len(face.faults) - _MOST_SHOWN
        if left > 0:
            self.faults.add(Label(say("report.page.more_faults", n=left), Role.SMALL))
