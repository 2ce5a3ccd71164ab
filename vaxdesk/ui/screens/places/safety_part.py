"""The safety self-assessment: what is due, what was filled in before, and one of these looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.places.checklist import DueState, Part, Safety
from vaxdesk.domain.places.views import CheckedList
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.places.checklist_form import ChecklistForm
from vaxdesk.ui.screens.places.checklist_seen import ChecklistSeen
from vaxdesk.ui.screens.places.safety_model import SafetyModel
from vaxdesk.ui.screens.places.state import SafetyState
from vaxdesk.words import language, say

_TONES = {DueState.DONE: (Tone.OK, "check"), DueState.OVERDUE: (Tone.HARM, "alarm")}


class SafetyPart(QWidget):
    """Shows a SafetyState: overview, form, or a list filled in before."""

    def __init__(self, model: SafetyModel) -> None:
        super().__init__()
        self._model = model
        self._names: dict[int, str] = {}
        self._cards = {part: _PartCard(part) for part in Part}
        columns = (
            Column("places_page.column.day", lambda one: written.day(one.day), width=120, strong=True),
            Column("places_page.column.part", lambda one: say(f"{Part.WORDS}.{one.part}"), width=110),
            Column("places_page.column.by", lambda one: self._names.get(one.user, "")),
            Column("places_page.column.no", _noes, width=150, right=True),
        )
        self._rows = RowsModel(columns, key=lambda one: one.id)
        self._table = Table(self._rows, columns)
        self._none = Label(say("places_page.no_lists"), Role.SOFT)
        self._overview = QWidget()
        self._form = ChecklistForm(model)
        self._seen = ChecklistSeen(model)
        self._lay_out()
        for part, card in self._cards.items():
            card.begin.clicked.connect(lambda _=False, part=part: model.begin(part))
        self._table.opened.connect(model.see)

    def show_state(self, state: SafetyState) -> None:
        """Show what is at hand."""
        safety = state.safety
        filling, seen = state.part is not None, state.seen is not None
        shown = self._form if filling else self._seen if seen else self._overview
        for one in (self._overview, self._form, self._seen):
            one.setVisible(one is shown)
        self.setFocusProxy(shown)
        if safety is None:
            return
        self._names = safety.names
        for card in self._cards.values():
            card.show_part(safety, busy=state.busy)
        self._rows.set_rows(safety.done)
        self._table.setVisible(bool(safety.done))
        self._none.setVisible(not safety.done)
        self._form.show_state(state)
        self._seen.show_state(state)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(14)
        for card in self._cards.values():
            line.addWidget(card, 1)
        inner = QVBoxLayout(self._overview)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addLayout(line)
        inner.addWidget(Label(say("places_page.earlier"), Role.SECTION))
        inner.addWidget(self._none)
        inner.addWidget(self._table, 1)
        inner.addStretch(0)
        self._overview.setFocusProxy(self._cards[Part.C].begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for one in (self._overview, self._form, self._seen):
            layout.addWidget(one, 1)


class _PartCard(Card):
    """A part: its title, whether it is due, and the button that begins it."""

    def __init__(self, part: Part) -> None:
        super().__init__(say(f"{Part.WORDS}.{part.value}"), margin=16)
        self._part = part
        self._what = Label("", Role.SOFT)
        self._due = Chip(ChipFace("", Tone.NEUTRAL, "clock"))
        self._since = Label("", Role.SMALL)
        self.begin = Button(say("places_page.fill_in"), Kind.PLAIN, icon="edit")
        for widget in (self._what, self._due, self._since, self.begin):
            self.add(widget)

    def show_part(self, safety: Safety, *, busy: bool) -> None:
        """Show how the part stands."""
        due = safety.due[self._part]
        tone, icon = _TONES.get(due.state, (Tone.WAIT, "clock"))
        self._what.setText(safety.form.part[self._part].said(language()))
        self._due.show_face(ChipFace(say(f"{DueState.WORDS}.{due.state.value}"), tone, icon))
        key = "next" if due.state is DueState.DONE else "since"
        self._since.setText(say(f"places_page.{key}", day=written.day(due.since)) if due.since else " ")
        self.begin.setEnabled(not busy)


def _noes(one: CheckedList) -> str:
    n = sum(answer == "no" for answer in one.answers.values())
    return say("places_page.noes", n=n) if n and one.part != Part.A else ""
