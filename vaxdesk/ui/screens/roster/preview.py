"""The preview: how many rows of each kind, and every row with what becomes of it and why."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.phrases import row_reason
from vaxdesk.ui import written
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.paged_model import Page
from vaxdesk.ui.kit.paged_table import PagedTable
from vaxdesk.ui.lanes import InlineLane
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.roster.model import RosterModel
from vaxdesk.ui.screens.roster.state import Preview, RosterState, Step, Tab
from vaxdesk.words import say

_FACES = {
    RowStatus.ACCEPTED: (Tone.OK, "check"),
    RowStatus.KNOWN: (Tone.OK, "user"),
    RowStatus.DUPLICATE: (Tone.NEUTRAL, "refresh"),
    RowStatus.PROBLEM: (Tone.HARM, "warn"),
}


class PreviewPanel(QWidget):
    """Tabs with figures, a line about the file, the rows."""

    def __init__(self, model: RosterModel) -> None:
        super().__init__()
        self._model = model
        self._about = Label("", Role.SOFT)
        self._tabs = {tab: _tab() for tab in Tab}
        self._group = QButtonGroup(self)
        # The rows lie in memory already, so pages are cut at once; only as many as are looked at become cells.
        self._lane = InlineLane("preview")
        self._table = PagedTable(
            _columns(), self._page, self._lane, key=lambda row: row.row, empty=say("roster_page.none_of_kind")
        )
        self._shown: tuple[Preview | None, Tab] = (None, Tab.ALL)
        self._lay_out()
        self.setFocusProxy(self._table)

    def show_state(self, state: RosterState) -> None:
        """Show the preview of a state."""
        preview = state.preview
        if preview is None:
            return
        for tab, button in self._tabs.items():
            name = say(f"roster_page.tab.{tab.value}")
            button.setText(f"{name}  {written.count(preview.counts.get(tab, 0))}")
            button.setAccessibleName(name)
            button.setChecked(tab is state.tab)
        self._about.setText(_about(preview, state.step))
        if self._shown != (preview, state.tab):
            self._shown = (preview, state.tab)
            self._table.look_for(state.tab)

    def _page(self, tab: Any, cursor: Any, limit: int) -> Page:
        rows = self._model.page_of(tab)
        start = cursor or 0
        end = start + limit
        return Page(rows[start:end], end if end < len(rows) else None)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        for tab, button in self._tabs.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, tab=tab: self._model.show_tab(tab))
            line.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(line)
        layout.addWidget(self._about)
        layout.addWidget(self._table, 1)


def _tab() -> QPushButton:
    button = QPushButton()
    button.setCheckable(True)
    button.setProperty("kind", "tile")
    return button


def _columns() -> tuple[Column, ...]:
    return (
        Column("roster_page.column.row", lambda row: str(row.row), width=64, right=True),
        Column("", lambda row: _face(row).text, width=140, chip=_face),
        Column("roster_page.column.name", lambda row: row.name, width=200, strong=True),
        Column("roster_page.column.dob", lambda row: written.day(row.person.dob) if row.person else "", width=126),
        Column("roster_page.column.document", lambda row: row.person.doc if row.person else "", width=150),
        Column("roster_page.column.reason", _reason),
    )


def _face(row: RowResult) -> ChipFace:
    tone, icon = _FACES[row.status]
    if row.warnings and tone is Tone.OK:
        tone, icon = Tone.WAIT, "warn"
        return ChipFace(say("roster_page.chip.warned"), tone, icon)
    return ChipFace(say(f"roster_page.chip.{row.status.value}"), tone, icon)


def _reason(row: RowResult) -> str:
    whole = row_reason(row)
    plain = row.status in (RowStatus.ACCEPTED, RowStatus.KNOWN)
    return whole.partition("; ")[2] if plain and row.warnings else ("" if row.status is RowStatus.ACCEPTED else whole)


def _about(preview: Preview, step: Step) -> str:
    if step is Step.DONE:
        return say("roster_page.done", n=preview.people, file=preview.file)
    parts = [preview.file, preview.shape]
    if preview.prior_doses:
        parts.append(say("roster_page.prior_doses", n=preview.prior_doses))
    parts += [say("roster_page.charset", charset=one) for one in preview.charsets]
    return "  ·  ".join(parts)
