"""Writing down that a person asks for the erasure of their data: who asked, which paper, and on which day."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from vaxdesk.domain.plea import WITH_PAPER, PleaWay, check, due
from vaxdesk.domain.refusals import Refusal
from vaxdesk.ui import reasons, written
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.refused import refusal_text
from vaxdesk.words import say

_LONGEST = 40
_OF_DAY = frozenset((Refusal.PLEA_DAY,))


class PleaDialog(QDialog):
    """`agreed(way, paper, day)`; what is wrong is said beside its field as soon as somebody typed there.

    Args:
        name: of the person.
        today: ISO day of the session.
    """

    agreed = Signal(str, str, str)

    def __init__(self, parent: QWidget | None, *, name: str, today: str) -> None:
        super().__init__(parent)
        self._today = today
        self.setWindowTitle(say("plea.ask.title", name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self.way = ChoiceField(say("plea.ask.way"), reasons.options(PleaWay), columns=1)
        self.paper = TextField(say("plea.ask.paper"), hint=say("plea.ask.paper_hint"), limit=_LONGEST)
        self.day = DateField(say("plea.ask.day"))
        self.day.set_value(today)
        self.until = Label("", Role.ADVICE)
        self.agree = Button(say("plea.ask.agree"), Kind.PRIMARY, keys="Ctrl+Return")
        self.agree.clicked.connect(self._take)
        for field in (self.way, self.paper, self.day):
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        self._lay_out(name)
        self._look()
        self.way.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        question.fit(self)

    def _lay_out(self, name: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(say("plea.ask.title", name=name), Role.SECTION))
        layout.addWidget(Label(say("plea.ask.text")))
        for widget in (self.way, self.paper, self.day, self.until):
            layout.addWidget(widget)
        layout.addLayout(question.foot(self, self.agree))

    def _look(self) -> None:
        refused = check(way=self.way.value(), paper=self.paper.value(), day=self.day.value(), today=self._today)
        why = refused.reason if refused else None
        text = refusal_text(refused) if refused else ""
        self.paper.complain(text if why is Refusal.PAPER_NUMBER else "")
        self.day.complain(text if why in _OF_DAY else "")
        self.until.setText("" if why in _OF_DAY else say("plea.ask.until", due=written.day(due(self.day.value()))))
        self.paper.label.setText(say("plea.ask.paper_needed" if self.way.value() in WITH_PAPER else "plea.ask.paper"))
        self.agree.setEnabled(refused is None)

    def _take(self) -> None:
        if not self.agree.isEnabled():
            return
        way, paper, day = self.way.value(), self.paper.value(), self.day.value()
        self.accept()
        self.agreed.emit(way, paper, day)
