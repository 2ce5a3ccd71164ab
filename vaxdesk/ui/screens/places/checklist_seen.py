"""A part as it was filled in, with what differs from the time before; can be printed to be signed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.domain.places.checklist import Answer, Part, before_it, differences
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.places.safety_model import SafetyModel
from vaxdesk.ui.screens.places.state import SafetyState
from vaxdesk.words import language, say

_FACES = {"yes": (Tone.OK, "check"), "no": (Tone.WAIT, "warn"), "na": (Tone.NEUTRAL, "minus")}


class ChecklistSeen(QWidget):
    """Item, answer, and what was noted or was otherwise the last time."""

    def __init__(self, model: SafetyModel) -> None:
        super().__init__()
        self._heading = Label("", Role.SECTION)
        self._about = Label("", Role.SOFT)
        columns = (
            Column("places.paper.item", lambda line: line[1]),
            Column("places.paper.answer", lambda line: answer_text(line[2]), width=190, chip=_face),
            Column("places.paper.note", lambda line: line[3], width=330),
        )
        self._rows = RowsModel(columns, key=lambda line: line[0])
        self._table = Table(self._rows, columns)
        self._back = Button(say("places_page.back"), keys="Esc")
        self._print = Button(say("places_page.print"), Kind.PRIMARY, icon="paper", keys="Ctrl+P")
        foot = row(self._back)
        foot.addStretch(1)
        foot.addWidget(self._print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self._about)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self._print)
        self._back.clicked.connect(model.leave)
        self._print.clicked.connect(model.print_seen)

    def show_state(self, state: SafetyState) -> None:
        """Show the list that is looked at."""
        shown, safety = state.seen, state.safety
        if shown is None or safety is None:
            return
        part = Part(shown.part)
        form = safety.form.part[part]
        before = before_it(shown, safety.done)
        turned = differences(form.item, shown.answers, before.answers) if before else ()
        other = {one.item: one.before for one in turned}
        name = say(f"{Part.WORDS}.{part.value}")
        self._heading.setText(say("places.paper.part", part=name, title=form.said(language())))
        told = [written.day(shown.day), safety.names.get(shown.user, "")]
        told.append(say("places_page.differs", n=len(turned)) if before else say("places.paper.no_before"))
        self._about.setText("  ·  ".join(filter(None, told)))
        lines = []
        for item in form.item:
            notes = [shown.notes.get(item.key, "")]
            if item.key in other:
                said = answer_text(other[item.key])
                notes.append(say("places.paper.before", day=written.day(before.day), answer=said))
            answer = shown.answers.get(item.key, "")
            lines.append((item.key, item.said(language()), answer, "; ".join(filter(None, notes))))
        self._rows.set_rows(lines)


def answer_text(answer: str) -> str:
    """An answer in words; the text itself where the item is a text."""
    return say(f"{Answer.WORDS}.{answer}") if answer in tuple(Answer) else answer or "–"


def _face(line: tuple[str, str, str, str]) -> ChipFace:
    tone, icon = _FACES.get(line[2], (Tone.NEUTRAL, "blank"))
    return ChipFace(answer_text(line[2]), tone, icon)
