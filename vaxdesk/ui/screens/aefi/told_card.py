"""What the public told after doses, as tasks above the cases: serious ones first and loud."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.told_task import ToldTask
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, IconButton, Kind
from vaxdesk.ui.kit.cards import Card, bare, row
from vaxdesk.ui.kit.chips import Chip, ChipFace
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.told import began, impact, signs
from vaxdesk.ui.screens.aefi.model import AefiModel
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.ui.screens.aefi.told_dialog import CallDialog
from vaxdesk.words import say

_SHARE = 0.4  # of the height of the page, at most


class ToldCard(Card):
    """Hidden while nothing waits."""

    def __init__(self, model: AefiModel) -> None:
        super().__init__(say("told.task.title"), margin=14)
        self._model = model
        content = QWidget()
        self._rows = bare(QVBoxLayout(content))
        self._rows.setSpacing(10)
        self._area = scrolling(content)
        self.add(self._area)
        self._shown: tuple[tuple[ToldTask, ...], bool] = ((), False)
        self._now = 0

    def show_state(self, state: AefiState) -> None:
        """Show what waits for a call."""
        self.setVisible(bool(state.told))
        self._now = state.now
        if (state.told, state.may_call) == self._shown:
            return
        self._shown = (state.told, state.may_call)
        serious = any(one.report.serious for one in state.told)
        self.set_ground((Tone.HARM if serious else Tone.ACCENT).value)
        empty(self._rows)
        for one in state.told:
            self._rows.addWidget(self._row(one, may_call=state.may_call))

    def fit(self, height: int) -> None:
        """Take no more of a page of this height than what waits needs, and never more than a share of it."""
        needs = self._area.widget().sizeHint().height() if self._area.widget() else 0
        self._area.setFixedHeight(min(needs, int(height * _SHARE)))

    def _row(self, task: ToldTask, *, may_call: bool) -> QWidget:
        box = QWidget()
        line = bare(QHBoxLayout(box))
        line.setSpacing(10)
        words = bare(QVBoxLayout())
        words.setSpacing(0)
        line.addLayout(words, 1)
        words.addWidget(Label(_who(task), Role.STRONG))
        if task.report.serious:
            loud = row(Chip(ChipFace(say("told.task.serious"), Tone.HARM, "aefi")))
            loud.addStretch(1)
            words.addLayout(loud)
        felt = (signs(task.report), impact(task.report), began(task.report))
        said = ((" · ".join(part for part in felt if part), Role.BODY), (task.report.text, Role.BODY))
        for text, role in (*said, (self._about(task), Role.SMALL)):
            if text:
                words.addWidget(Label(text, role))
        person = IconButton("user", say("told.task.person"))
        person.clicked.connect(lambda: self._model.go_to(task.person.id))
        line.addWidget(person)
        if may_call:
            begin = partial(self._model.reaction.begin, task.report.person, task.report)
            line.addWidget(_button("aefi", say("told.task.record"), begin))
            line.addWidget(_button("edit", say("told.task.answer"), partial(self._ask, task)))
        return box

    def _about(self, task: ToldTask) -> str:
        """When it was told, of which dose, how often nobody was reached, and what to dial."""
        report = task.report
        told = written.moment(report.t, now=self._now)
        parts = [say("told.task.late" if task.late else "told.task.told", at=told)]
        if task.dose is not None:
            parts.append(say("told.task.dose", day=written.day(task.dose.day), lot=task.dose.data["lot_no"]))
        if report.replaces:
            parts.append(say("told.task.corrected"))
        if report.calls:
            at = written.moment(report.calls[-1].at, now=self._now)
            parts.append(say("told.task.tried", n=len(report.calls), at=at))
        return " · ".join(parts)

    def _ask(self, task: ToldTask) -> None:
        dialog = CallDialog(self, task, now=self._now)
        dialog.agreed.connect(partial(self._model.calling.call, task.report.id))
        dialog.open()


def _who(task: ToldTask) -> str:
    """Whom to dial."""
    tel = task.report.tel or task.person.tel or task.person.guardian_tel
    return " · ".join(part for part in (task.person.name, tel) if part)


def _button(icon: str, words: str, do: Callable[[], None]) -> Button:
    button = Button(words, Kind.QUIET, icon=icon)
    button.clicked.connect(lambda: do())
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
