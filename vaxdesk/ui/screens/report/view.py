"""The page of reports: which one at the left, its question and its tables at the right, printing and files below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from vaxdesk.domain.report.asked import Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.ui.kit.busy import Busy
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.report.answer import AnswerPanel
from vaxdesk.ui.screens.report.model import ReportModel
from vaxdesk.ui.screens.report.question import Question
from vaxdesk.ui.screens.report.state import ReportState
from vaxdesk.words import say

_TICK = 34  # pixels: a chosen tile is heavier and bears a tick


class ReportView(ScreenWidget):
    """Shows a ReportState."""

    keys = (
        Keys("1 … 6", "report.page.keys_kind"),
        Keys("Ctrl P", "report.page.keys_print"),
        Keys("Ctrl S", "report.page.keys_save"),
    )
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.ROSTER, Change.STOCK, Change.AEFI, Change.DAY))

    def __init__(self, model: ReportModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("report.title"), parent=self)
        kinds = [Option(one.value, say(f"{ReportKind.WORDS}.{one.value}")) for one in ReportKind]
        self.kind = ChoiceField("", kinds, columns=1)
        self.question = Question(model)
        self.answer = AnswerPanel()
        self._refused = Label("", Role.COMPLAINT)
        self.print_ = Button(say("report.page.print"), Kind.PRIMARY, icon="paper", keys="Ctrl+P")
        self.save = Button(say("report.page.save"), icon="download", keys="Ctrl+S")
        self._busy = Busy(self.answer)
        self._lay_out()
        self._wire()
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: ReportState) -> None:
        """Show the question and the answer."""
        self.kind.set_value(state.kind.value)
        self.question.show_state(state)
        face = state.face
        under = f"{face.unit} · {face.period}" if face else say(f"report.about.{state.kind.value}")
        self._page.set_title(say("report.title"), under)
        self.answer.show_face(None if state.wrong else face)
        self._refused.setText(state.refused)
        self._refused.setVisible(bool(state.refused))
        self._busy.show_busy(say("report.page.counting") if state.busy else "")
        ready = face is not None and not state.busy and not state.wrong
        self.print_.setEnabled(ready)
        self.save.setEnabled(ready)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self.kind.setFocus()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        self.kind.setMinimumWidth(self.kind.sizeHint().width() + _TICK)
        left.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        left.addStretch(1)
        right.setSpacing(10)
        right.addWidget(self.question)
        right.addWidget(self._refused)
        right.addWidget(self.answer, 1)
        line = QHBoxLayout()
        line.setSpacing(18)
        line.addLayout(left)
        line.addLayout(right, 1)
        self._page.add_layout(line, stretch=1)
        self._page.foot(self.save)
        self._page.foot(self.print_)

    def _wire(self) -> None:
        self.kind.edited.connect(lambda value: self._model.choose(ReportKind(value)))
        self.print_.clicked.connect(self._model.print_)
        self.save.clicked.connect(self._ask_path)

    def _ask_path(self) -> None:
        face = self._model.state.face
        if face is None:
            return
        kinds = {f"{say(f'{Format.WORDS}.{one.value}')} (*{one.suffix})": one for one in face.formats}
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / self._model.file_name(Format.XLSX))
        start = next(words for words, one in kinds.items() if one is Format.XLSX)
        found, chosen = QFileDialog.getSaveFileName(self, say("report.page.save"), proposed, ";;".join(kinds), start)
        if found:
            path, format_ = named(Path(found), kinds.get(chosen), face.formats)
            self._model.save(path, format_)


def named(path: Path, chosen: Format | None, formats: tuple[Format, ...]) -> tuple[Path, Format]:
    """The file and its format: the ending that was typed decides, else the chosen kind, whose ending is then added.

    The dialog proposes the ending of a workbook; where another kind was chosen, the ending follows.
    """
    by_ending = next((one for one in formats if path.name.lower().endswith(one.suffix)), None)
    if by_ending is None:
        found = chosen or Format.XLSX
        return path.with_name(path.name + found.suffix), found
    if chosen is None or chosen is by_ending or by_ending is not Format.XLSX:
        return path, by_ending
    return path.with_name(path.name[: -len(by_ending.suffix)] + chosen.suffix), chosen
