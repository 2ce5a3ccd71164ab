"""Who is to be invited: chosen by area, group, due date, list or hand; looked at slot by slot before it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.plan.board import RosterChoice
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.fitness import LeftOut
from vaxdesk.domain.plan.proposal import Proposal
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.ui.screens.plan.saying import fit_text, lack_text, names_of
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.words import say

_WITH_TEXT = (Way.AREA, Way.GROUP, Way.HAND)


class AllotDialog(QDialog):
    """Shows the model's proposal; closes when it was written."""

    def __init__(self, parent: QWidget, model: PlanModel) -> None:
        super().__init__(parent)
        self._model = model
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("plan.allot"))
        options = [Option(way.value, say(f"{Way.WORDS}.{way.value}")) for way in Way]
        self.way = ChoiceField(say("plan.who"), options, columns=3)
        self.text = TextField(say("plan.field.area"))
        self.roster = PickField(say("plan.field.roster"))
        columns = (*_FOUND, Column("plan.column.picked", self._picked_text, width=140, chip=self._picked))
        self._rows = RowsModel(columns, key=lambda one: one.id)
        self.found = Table(self._rows, columns)
        self.found.setMinimumHeight(150)
        self._result = Card(ground="sunk", margin=14)
        self._told = [Label("", role) for role in (Role.STRONG, Role.BODY, Role.BODY, Role.SOFT, Role.ADVICE)]
        self.agree = Button("", Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._lay_out()
        self.resize(max(900, self.sizeHint().width()), 620)  # the ways of choosing do not wrap
        self._wire()
        model.changed.connect(self.show_state)
        model.begin_allotting()
        self.show_state(model.state)
        self.text.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As wide as the tiles: Qt opens no dialog wider than it was told, and cuts them."""
        super().showEvent(event)
        self.resize(max(self.width(), self.layout().minimumSize().width()), self.height())

    def show_state(self, state: PlanState) -> None:
        """Show the choice and what comes of it."""
        way = state.choice.way
        self.way.set_value(way.value)
        self.text.setVisible(way in _WITH_TEXT)
        self.text.label.setText(say(f"plan.field.{way.value}") if way in _WITH_TEXT else "")
        self.roster.setVisible(way is Way.ROSTER)
        self.roster.show_options((("", say("plan.choose_roster")), *map(_listed, state.rosters)))
        self.found.setVisible(way is Way.HAND)
        picked = {one.id for one in state.hand}
        self._rows.set_rows((*state.hand, *(one for one in state.found if one.id not in picked)))
        proposal = state.proposal
        texts = _texts(proposal, dict(self._model.ports.products()), picked=len(state.hand), way=way)
        for label, text in zip(self._told, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        n = len(proposal.placed) if proposal else 0
        self.agree.set_words(say("plan.allot_n", n=n))
        self.agree.setEnabled(n > 0 and not state.busy)

    def said(self) -> str:
        """What is told of the proposal, for tests."""
        return "\n".join(label.text() for label in self._told if label.text())

    def _picked(self, one: PersonView) -> ChipFace | None:
        picked = any(held.id == one.id for held in self._model.state.hand)
        return ChipFace(say("plan.picked"), Tone.OK, "check") if picked else None

    def _picked_text(self, one: PersonView) -> str:
        face = self._picked(one)
        return face.text if face else ""

    def _wire(self) -> None:
        self.way.edited.connect(self._turn)
        self.text.edited.connect(self._typed)
        self.roster.edited.connect(lambda one: self._model.choose_people(Choice(way=Way.ROSTER, roster=one)))
        self.found.opened.connect(self._model.pick)
        self.agree.clicked.connect(lambda: self._model.allot(then=self.accept))

    def _turn(self, value: str) -> None:
        self.text.set_value("")
        self._model.choose_people(Choice(way=Way(value)))
        (self.text if Way(value) in _WITH_TEXT else self.agree).setFocus()

    def _typed(self, text: str) -> None:
        way = self._model.state.choice.way
        if way is Way.HAND:
            self._model.find(text)
        else:
            self._model.choose_people(Choice(way=way, text=text))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        for widget in (self.way, self.text, self.roster):
            layout.addWidget(widget)
        layout.addWidget(self.found, 1)
        for label in self._told:
            self._result.add(label)
        inside = QWidget()
        box = QHBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._result, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(scrolling(inside), 2)
        layout.addLayout(question.foot(self, self.agree))


def _texts(proposal: Proposal | None, products: dict[str, str], *, picked: int, way: Way) -> Sequence[str]:
    """How many come, to which slots, for what, who does not and why, and what would be lacking."""
    if proposal is None:
        return (say("plan.pick_hint") if way is Way.HAND and not picked else say("plan.choose_hint"), "", "", "", "")
    slots: dict[str, int] = {}
    for one in proposal.placed:
        slots[one.slot] = slots.get(one.slot, 0) + 1
    head = say("plan.proposed", n=proposal.chosen, placed=len(proposal.placed))
    by_slot = "   ".join(say("plan.to_slot", slot=hour, n=n) for hour, n in sorted(slots.items()))
    meant = sorted(proposal.meant().items(), key=lambda pair: (-pair[1], pair[0].product, pair[0].kind_no))
    by_fit = "   ".join(say("plan.to_fit", fit=fit_text(fit, products), n=n) for fit, n in meant)
    left = [
        say("plan.left", n=some.n, why=say(f"{LeftOut.WORDS}.{reason.value}"), names=names_of(some.people, n=some.n))
        for reason, some in proposal.left.items()
    ]
    lacks = [lack_text(one.lack, one.facts, products) for one in proposal.warnings]
    return head, by_slot, by_fit, "\n".join(left), "\n".join(lacks)


def _listed(one: RosterChoice) -> tuple[str, str]:
    return one.id, say("plan.roster", file=one.file, day=written.day(one.day), n=one.people)


_FOUND = (
    Column("plan.column.name", lambda one: one.name, strong=True),
    Column("plan.column.born", lambda one: written.day(one.dob), width=160),
    Column("plan.column.home", lambda one: one.adr or one.commune, width=220),
)
