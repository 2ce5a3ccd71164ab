"""Somebody of the team: end now, other hours, or taken back because it was wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain import times
from vaxdesk.domain.team.member import Member
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.team.add_bar import HourField
from vaxdesk.ui.screens.team.model import TeamModel
from vaxdesk.words import say


class MemberDialog(QDialog):
    """Ending is for today's team alone; on days to come hours are changed or the line goes."""

    def __init__(self, parent: QWidget, model: TeamModel, member: Member) -> None:
        super().__init__(parent)
        self._model, self._member = model, member
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(member.name)
        self.setMinimumWidth(620)
        self.start, self.until = HourField(say("team.field.from")), HourField(say("team.field.until"))
        self.start.set_value(times.clock_of(member.from_at) if member.from_at else "")
        self.until.set_value(times.clock_of(member.until_at) if member.until_at else "")
        self.end = Button(say("team.end_now"), Kind.PRIMARY, icon="clock", large=True)
        self.end.setVisible(False)
        self.remove = Button(say("team.remove"), Kind.HARM)
        self.agree = Button(say("team.save_hours"), icon="check", keys="Ctrl+Return")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(f"{member.name} – {say(f'team.role.{member.role}')}", Role.SECTION))
        layout.addWidget(Label(say("team.end_text"), Role.SOFT))
        layout.addWidget(self.end)
        layout.addLayout(row(self.start, self.until, spacing=14))
        foot = question.foot(self, self.agree)
        foot.insertWidget(0, self.remove)
        layout.addLayout(foot)
        self.end.setVisible(member.day == model.state.today)
        self.end.clicked.connect(self._end)
        self.agree.clicked.connect(self._arrange)
        self.remove.clicked.connect(self._remove)
        (self.end if member.day == model.state.today else self.start).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _end(self) -> None:
        model, member = self._model, self._member
        question.agreed(self, lambda: model.end(member))

    def _arrange(self) -> None:
        if self.start.valid and self.until.valid:
            model, member, hours = self._model, self._member, (self.start.value(), self.until.value())
            question.agreed(self, lambda: model.arrange(member, start=hours[0], end=hours[1]))

    def _remove(self) -> None:
        member, parent = self._member, self.parentWidget()
        self.accept()
        title = say("team.remove_title", name=member.name)
        then, text = lambda why: self._model.remove(member, why), say("team.remove_text")
        ask_undo(parent, then, title=title, text=text, agree=say("team.remove_agree"))
