"""The task plan of a campaign: what is overdue stands in red and says so."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from vaxdesk.domain.plan.session import CampaignView
from vaxdesk.domain.plan.tasks import TaskState, TaskView, overdue
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.plan.campaign_dialog import CampaignDialog
from vaxdesk.ui.screens.plan.state import PlanState
from vaxdesk.ui.screens.plan.task_dialogs import TaskDialog
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.words import say

_FACES = {
    TaskState.AHEAD: (Tone.NEUTRAL, "hourglass"),
    TaskState.DOING: (Tone.ACCENT, "edit"),
    TaskState.DONE: (Tone.OK, "check-circle"),
    TaskState.NOT_NEEDED: (Tone.NEUTRAL, "minus"),
}


class TasksPart(QWidget):
    """Shows a PlanState; Enter opens a task."""

    def __init__(self, model: TasksModel) -> None:
        super().__init__()
        self._model, self._today = model, ""
        self.campaign = PickField("")
        self.begin = Button(say("plan.new_campaign"), icon="flag")
        self.edit = Button(say("plan.edit_campaign"), icon="edit")
        self.reopen = Button(say("plan.reopen_campaign"), icon="undo")
        self.reopen.hide()
        self.new = Button(say("plan.new_task"), icon="plus")
        self.print_ = Button(say("printing.paper.task_plan"), Kind.QUIET, icon="paper", keys="Ctrl+P")
        self.book = Button(say("plan.print.book"), Kind.QUIET)
        self._late = Chip()
        self._rows = RowsModel(self._columns(), key=lambda one: one.id)
        self.table = Table(self._rows, self._columns())
        self._none = Empty("flag", say("plan.no_campaigns"), say("plan.no_campaigns_text"))
        self._lay_out()
        self.campaign.edited.connect(model.choose)
        self.begin.clicked.connect(lambda: CampaignDialog(self, model).open())
        self.edit.clicked.connect(lambda: CampaignDialog(self, model, model.state.campaign_shown).open())
        self.reopen.clicked.connect(model.reopen)
        self.new.clicked.connect(lambda: TaskDialog(self, model, None).open())
        self.table.opened.connect(lambda one: TaskDialog(self, model, one).open())
        self.print_.clicked.connect(model.print_tasks)
        self.book.clicked.connect(self._ask_book)
        self.setFocusProxy(self.table)

    def show_state(self, state: PlanState) -> None:
        """Show the tasks of the campaign chosen."""
        self._today = state.today
        self.campaign.show_options([(one.id, _named(one)) for one in state.campaigns])
        self.campaign.set_value(state.campaign)
        self._rows.set_rows(state.tasks)
        there = bool(state.campaigns)
        for one in (self.campaign, self.table, self.new, self.print_, self.book):
            one.setVisible(there)
        self._none.setVisible(state.board is not None and not there)
        closed = state.campaign_shown.closed if state.campaign_shown else ""
        self.new.setEnabled(not closed)
        self.edit.setVisible(there and not closed)
        self.reopen.setVisible(bool(closed))
        late = sum(overdue(one, state.today) for one in state.tasks)
        face = ChipFace(say("plan.late", n=late) if late else "", Tone.HARM, "warn")
        self._late.show_face(ChipFace(say("plan.campaign_over"), Tone.NEUTRAL, "check-circle") if closed else face)

    def _ask_book(self) -> None:
        found, _ = QFileDialog.getSaveFileName(self, say("plan.print.book"), say("plan.tasks_name"), "Excel (*.xlsx)")
        if found:
            self._model.save_book(found if found.lower().endswith(".xlsx") else f"{found}.xlsx")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(self.campaign, self._late, self.edit, self.reopen, self.begin)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.table, 1)
        foot = row(self.print_, self.book)
        foot.addStretch(1)
        foot.addWidget(self.new)
        layout.addLayout(foot)

    def _face(self, one: TaskView) -> ChipFace:
        if overdue(one, self._today):
            return ChipFace(say("plan.overdue"), Tone.HARM, "warn")
        state = TaskState(one.state) if one.state in list(TaskState) else TaskState.AHEAD
        tone, icon = _FACES[state]
        return ChipFace(say(f"{TaskState.WORDS}.{state.value}"), tone, icon)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("plan.task.title", lambda one: one.title, strong=True),
            Column("plan.task.lead", lambda one: one.lead, width=160),
            Column("plan.task.partners", lambda one: one.partners, width=160),
            Column("plan.task.person", lambda one: one.person, width=146),
            Column("plan.task.deadline", lambda one: written.day(one.deadline), width=128),
            Column("plan.task.state", lambda one: self._face(one).text, width=140, chip=self._face),
        )


def _named(one: CampaignView) -> str:
    name = f"{one.no} {one.name}".strip()
    return say("plan.campaign_ended", name=name, day=written.day(one.closed)) if one.closed else name
