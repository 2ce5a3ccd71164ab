"""Moving people: one, or all of an hour, to another hour of this session or of another one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.plan.session import AllottedView, SessionView
from vaxdesk.ui import written
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.pick_field import PickField
from vaxdesk.ui.screens.plan.model import PlanModel
from vaxdesk.words import say

_ONE, _ALL = "one", "all"


class MoveDialog(QDialog):
    """Args:
    one: the person under the cursor; None: only all those listed can be moved.
    """

    def __init__(self, parent: QWidget, model: PlanModel, one: AllottedView | None) -> None:
        super().__init__(parent)
        self._model, self._one, self._listed = model, one, model.state.people
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("plan.move"))
        self.setMinimumWidth(620)
        options = [Option(_ONE, one.person.name)] if one else []
        options.append(Option(_ALL, say("plan.all_listed", n=len(self._listed))))
        self.who = ChoiceField(say("plan.whom"), options, columns=1)
        self.who.set_value(options[0].value)
        today, sessions = model.state.today, model.state.board.sessions if model.state.board else ()
        self._sessions = {s.id: s for s in sessions if s.day >= today and not s.closed}
        named = [(s.id, f"{written.day(s.day)}  {s.place}") for s in self._sessions.values()]
        self.session = PickField(say("plan.to_session"), named)
        self.slot = PickField(say("plan.to_hour"))
        self.agree = Button(say("plan.move"), Kind.PRIMARY, keys="Ctrl+Return")
        self.session.set_value(model.state.chosen)
        self._offer(self.session.value())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(Label(say("plan.move"), Role.SECTION))
        for field in (self.who, self.session, self.slot):
            layout.addWidget(field)
        layout.addLayout(question.foot(self, self.agree))
        self.session.edited.connect(self._offer)
        self.agree.clicked.connect(self._take)
        self.who.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _offer(self, session: str) -> None:
        """The hours of a session, with how full they are."""
        found = self._sessions.get(session)
        self.slot.show_options(_hours(found) if found else ())
        self.agree.setEnabled(found is not None)

    def _take(self) -> None:
        if not self.slot.value():
            return
        all_of = self.who.value() == _ALL or self._one is None
        lines = tuple(one.id for one in self._listed) if all_of else (self._one.id,)
        session, slot, model = self.session.value(), self.slot.value(), self._model
        question.agreed(self, lambda: model.move(lines, session, slot))


def _hours(session: SessionView) -> list[tuple[str, str]]:
    return [(hour, f"{hour}   {session.filled.get(hour, 0)} / {n}") for hour, n in session.slots.items()]
