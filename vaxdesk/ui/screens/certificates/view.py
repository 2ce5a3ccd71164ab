"""Certificates on the screen: who waits at the left, the person's sheet at the right; or the papers of the day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.views import VisitRow
from vaxdesk.ui import written
from vaxdesk.ui.asking import ask_undo
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.chips import stage_face
from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.certificates.model import CertificatesModel
from vaxdesk.ui.screens.certificates.papers_panel import PapersPanel
from vaxdesk.ui.screens.certificates.person_panel import PersonPanel
from vaxdesk.ui.screens.certificates.size_tiles import SizeTiles
from vaxdesk.ui.screens.certificates.state import CertificatesState, DayPaper
from vaxdesk.ui.screens.certificates.vouch_panel import VouchPanel
from vaxdesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIZES = (Option("a4", "A4"), Option("a5", "A5"))


def _standing(row: VisitRow | Presence) -> str:
    """When the person was released, else the place in the day."""
    left = row.left_at if isinstance(row, VisitRow) else 0
    return say("certificates.left_at", at=written.clock(left)) if left else stage_face(row.stage, row.outcome).text


_COLUMNS = (
    Column("certificates.column.no", lambda row: str(row.no or ""), width=58, right=True),
    Column("certificates.column.name", lambda row: row.person.name, strong=True),
    Column("certificates.column.standing", _standing, width=124),
)


class CertificatesView(ScreenWidget):
    """The screen; everything shown follows from the model's state."""

    keys = (
        Keys("↵", "certificates.keys.print"),
        Keys("Ctrl P", "certificates.keys.look"),
        Keys("Ctrl E", "certificates.keys.alone"),
        Keys("Ctrl G", "certificates.keys.papers"),
        Keys("Ctrl K", "certificates.keys.vouching"),
    )
    concerns = frozenset((Change.VISITS, Change.PEOPLE, Change.DAY, Change.SYNC))

    def __init__(self, model: CertificatesModel) -> None:
        super().__init__(finds=model, look_again=model.look_again)
        self._model = model
        self._page = Page(say("certificates.title"), parent=self)
        self._rows = RowsModel(_COLUMNS, key=lambda row: row.person.id)
        self._list, self._heading = Table(self._rows, _COLUMNS), Label("", Role.CAPTION)
        self._person, self._papers, self.vouching = PersonPanel(model.ports), PapersPanel(), VouchPanel(model.vouching)
        self._empty = Empty("certificate", "")
        self._nobody = Empty("users", say("certificates.nobody"), say("certificates.nobody_hint"))
        self._size = SizeTiles(_SIZES)
        self._switch = self._page.head(Button(say("certificates.papers"), icon="paper", keys="Ctrl+G"))
        self._vouch = self._page.head(Button(say("vouching.title"), icon="edit", keys="Ctrl+K"))
        self._all = Button(say("certificates.print_all", n=0), icon="users")
        self._alone = self._page.foot(Button(say("certificates.alone"), keys="Ctrl+E"))
        self._look = self._page.foot(Button(say("certificates.look"), icon="eye", keys="Ctrl+P"))
        self._print = self._page.foot(
            Button(say("certificates.print"), Kind.PRIMARY, icon="certificate", keys="Ctrl+Return")
        )
        self._lay_out()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: CertificatesState) -> None:
        """Show a state."""
        self._whole.setCurrentIndex(1 if state.papers else 2 if state.vouching else 0)
        title = "certificates.papers" if state.papers else "vouching.title" if state.vouching else "certificates.title"
        self._page.set_title(say(title))
        self._switch.set_words(say("certificates.back" if state.papers else "certificates.papers"))
        self._vouch.set_words(say("certificates.back" if state.vouching else "vouching.title"))
        waiting = state.found is None
        heading = "certificates.waiting" if waiting else "certificates.results"
        self._heading.setText(say(heading, n=len(state.rows)))
        self._show_rows(state)
        self._empty.set_words(*self._why_empty(waiting))
        self._left.setCurrentIndex(0 if state.rows else 1)
        self._right.setCurrentIndex(0 if state.sheet else 1)
        self._person.show_state(state)
        self._papers.show_busy(on=state.busy)
        self._show_actions(state)

    def activate(self, subject: object | None = None) -> None:
        self._model.open(subject if isinstance(subject, str) else "")
        self._list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and self._model.state.of_people:
            self._model.print(self)
        elif event.key() == Qt.Key.Key_Escape:
            self._model.show_papers(on=False)
        else:
            super().keyPressEvent(event)

    def _why_empty(self, waiting: bool) -> tuple[str, str]:
        if waiting:
            return say("certificates.none_waits"), say("certificates.none_waits_hint")
        return say("certificates.none_found"), say("certificates.none_found_hint")

    def _show_rows(self, state: CertificatesState) -> None:
        with QSignalBlocker(self._list):
            self._rows.set_rows(state.rows)
            at = self._rows.place_of(state.person)
            if at < 0:
                self._list.clearSelection()
                self._list.setCurrentIndex(QModelIndex())
            elif self._list.currentIndex().row() != at:
                self._list.setCurrentIndex(self._rows.index(at, 0))

    def _show_actions(self, state: CertificatesState) -> None:
        for widget in (self._size, self._alone, self._look, self._print):
            widget.setVisible(state.of_people)
        ready = state.sheet is not None and state.sheet.printable and not state.busy
        self._print.set_words(say("certificates.print" if state.due or not ready else "certificates.print_again"))
        for button in (self._print, self._look):
            button.setEnabled(ready)
        self._alone.setEnabled(ready and bool(state.slot))
        self._all.set_words(say("certificates.print_all", n=len(state.queue)))
        self._all.setEnabled(not state.busy)
        self._all.setVisible(len(state.queue) > 1 and state.found is None)
        self._size.show_value(state.size)

    def _turn_to_vouching(self) -> None:
        self._model.show_vouching(on=not self._model.state.vouching)
        (self.vouching.table if self._model.state.vouching else self._list).setFocus()

    def _ask_undo(self, entry: str) -> None:
        then = partial(self._model.undo, entry)
        words = {key: say(f"certificates.undo.{key}") for key in ("title", "text", "agree")}
        ask_undo(self, then, **words)

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.undo_wanted.connect(self._ask_undo)
        model.list_wanted.connect(self._list.setFocus)
        self._list.picked.connect(lambda row: model.pick(row.person.id) if row else None)
        self._list.opened.connect(lambda _: model.print(self))
        self._person.slot_picked.connect(model.pick_slot)
        self._person.entered.connect(lambda: model.print(self))
        self._papers.wanted.connect(lambda paper: model.print_paper(DayPaper(paper), self))
        self._switch.clicked.connect(lambda: model.show_papers(on=not model.state.papers))
        self._vouch.clicked.connect(self._turn_to_vouching)
        self._size.chosen.connect(model.choose_size)
        self._print.clicked.connect(lambda: model.print(self))
        self._look.clicked.connect(lambda: model.print(self, look=True))
        self._alone.clicked.connect(lambda: model.print(self, look=True, alone=True))
        self._all.clicked.connect(lambda: model.print_all(self))

    def _lay_out(self) -> None:
        self._left, self._right, self._whole = QStackedWidget(), QStackedWidget(), QStackedWidget()
        for stack, widgets in ((self._left, (self._list, self._empty)), (self._right, (self._person, self._nobody))):
            for widget in widgets:
                stack.addWidget(widget)
        people = QVBoxLayout()
        people.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._size)
        people.addLayout(head)
        people.addWidget(self._left, 1)
        people.addSpacing(6)
        people.addWidget(self._all)
        desk = QWidget()
        sides = QHBoxLayout(desk)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(18)
        sides.addLayout(people, 2)
        sides.addWidget(self._right, 3)
        self._whole.addWidget(desk)
        self._whole.addWidget(self._papers)
        self._whole.addWidget(self.vouching)
        self._page.add(self._whole, stretch=1)
