"""The list of a topic: who, what is odd, what it would become; ticked lines are written in one go."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.cleaning.numbers import Proposal
from vaxdesk.domain.cleaning.spelling import NameFault
from vaxdesk.domain.registration import PersonFlaw
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.paged_table import PagedTable
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.cleaning.model import CleaningModel
from vaxdesk.ui.screens.cleaning.state import CleaningState, ProposalRow, Topic
from vaxdesk.words import say

_ARROW = "  →  "


class ProposalsPanel(QWidget):
    """A paged list; Space ticks, Enter opens the person, Ctrl+Enter writes what is ticked."""

    def __init__(self, model: CleaningModel) -> None:
        super().__init__()
        self._model = model
        self._table = PagedTable(
            _columns(), model.page, model.reading_lane, key=lambda row: row.person.id, empty=say("cleaning.nothing")
        )
        self._about = Label("", Role.SOFT)
        self._whole = Label("", Role.BODY)  # of the line under the cursor, whose cells may be cut
        self._write = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._write.clicked.connect(model.apply)
        self._table.opened.connect(model.open_person)
        self._table.picked.connect(self._tell)
        self._table.model.settled.connect(lambda _: self._begin())
        self._table.table.installEventFilter(self)
        self._shown: object = None
        foot = QHBoxLayout()
        foot.addWidget(self._about, 1)
        foot.addWidget(self._write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._whole)
        layout.addLayout(foot)
        self.setFocusProxy(self._table)

    def show_state(self, state: CleaningState) -> None:
        """Show the list of the topic; ticking a line does not read it anew."""
        if state.topic not in (Topic.NUMBERS, Topic.NAMES):
            return
        doubts = state.doubts(state.topic)
        if self._shown != (state.topic, id(doubts)) and state.survey:
            self._shown = (state.topic, id(doubts))
            self._table.look_for(self._model.query())
        people = len(state.agreed(state.topic))
        self._write.set_words(say("cleaning.write", n=people))
        self._write.setEnabled(people > 0 and not state.total and state.may_clean)
        self._write.setVisible(any(one.proposals for one in doubts[:1]))
        busy = say("cleaning.writing", done=state.done, total=state.total) if state.total else ""
        self._about.setText(busy or say(f"cleaning.about.{state.topic.value}"))

    def _tell(self, row: ProposalRow | None) -> None:
        parts = (_change(row), _odd(row)) if row else ()
        self._whole.setText("  ·  ".join(part for part in parts if part))

    def _begin(self) -> None:
        """The first line is under the cursor, so that keys mean something at once."""
        if self._table.table.current() is None:
            self._table.table.selectRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            row = self._table.table.current()
            if row is not None:
                self._table.change_row(msgspec.structs.replace(row, taken=self._model.toggle(row)))
            return True
        return super().eventFilter(watched, event)


def _columns() -> tuple[Column, ...]:
    return (
        Column("", lambda row: _tick(row).text if _tick(row) else "", width=112, chip=_tick),
        Column("cleaning.column.name", lambda row: row.person.name, width=200, strong=True),
        Column("cleaning.column.dob", lambda row: written.day(row.person.dob), width=140),
        Column("cleaning.column.change", _change, width=350),
        Column("cleaning.column.odd", _odd),
    )


def _tick(row: ProposalRow) -> ChipFace | None:
    if not row.doubt.proposals:
        return ChipFace(say("cleaning.chip.look"), Tone.NEUTRAL, "eye")
    if row.taken:
        return ChipFace(say("cleaning.chip.taken"), Tone.OK, "check")
    return ChipFace(say("cleaning.chip.left"), Tone.NEUTRAL, "minus")


def _change(row: ProposalRow) -> str:
    return ";  ".join(_step(one) for one in row.doubt.proposals)


def _step(one: Proposal) -> str:
    if one.field == "sex":
        return f"{say('person.field.sex')}: {written.sex(one.after)}"
    shown = _visible(one.before) if one.faults else one.before
    before = shown or say("person.empty")
    return f"{before}{_ARROW}{one.after or say('person.empty')}"


def _visible(name: str) -> str:
    """Spaces that nobody would see."""
    return name.replace("  ", "␣␣").replace("\u00a0", "␣").replace("\u200b", "␣")


def _odd(row: ProposalRow) -> str:
    faults = [say(f"{NameFault.WORDS}.{one.value}") for each in row.doubt.proposals for one in each.faults]
    flaws = [say(f"{PersonFlaw.WORDS}.{one.flaw.value}").rstrip(".") for one in row.doubt.flaws]
    return "; ".join(dict.fromkeys((*faults, *flaws)))
