"""Paper stacks on the screen: one panel at a time, all by keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.ui.kit import picture_file
from vaxdesk.ui.kit.buttons import Button
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.catchup.asking import AskRow, AskText, PhotoDialog
from vaxdesk.ui.screens.catchup.head_panel import HeadPanel
from vaxdesk.ui.screens.catchup.model import CatchupModel
from vaxdesk.ui.screens.catchup.newcomer_panel import NewcomerPanel
from vaxdesk.ui.screens.catchup.prior_panel import PriorPanel
from vaxdesk.ui.screens.catchup.recheck_panel import RecheckPanel
from vaxdesk.ui.screens.catchup.stacks_panel import StacksPanel
from vaxdesk.ui.screens.catchup.state import CatchupState, Panel, TypingState
from vaxdesk.ui.screens.catchup.twice_dialog import AskTwice
from vaxdesk.ui.screens.catchup.typing_panel import TypingPanel
from vaxdesk.words import say


class CatchupView(ScreenWidget):
    """The screen; everything shown follows from the models' states."""

    keys = (
        Keys("↵", "catchup.keys.enter"),
        Keys("↑ ↓", "catchup.keys.move"),
        Keys("Alt 1 … 7", "catchup.keys.unusual"),
        Keys("Ctrl N", "catchup.keys.new"),
        Keys("Ctrl Z", "catchup.keys.undo"),
        Keys("Ctrl T", "catchup.keys.twice"),
        Keys("Ctrl K", "catchup.keys.check"),
        Keys("Esc", "catchup.keys.back"),
    )
    concerns = frozenset((Change.SYNC, Change.DAY, Change.USERS))

    def __init__(self, model: CatchupModel) -> None:
        super().__init__(finds=model, look_again=model.look)
        self._model = model
        ports = model.ports
        self._shown: Panel | None = None
        self._page = Page(say("catchup.title"), parent=self)
        self._recount = self._page.head(Button(say("catchup.recount"), icon="edit", keys="Ctrl+U"))
        self._check = self._page.head(Button(say("catchup.check"), icon="users", keys="Ctrl+K"))
        self._new = self._page.head(Button(say("catchup.new"), icon="plus", keys="Ctrl+N"))
        self._stacks = StacksPanel(ports.product)
        self._head = HeadPanel(ports.product, ports.products(), ports.forms())
        self._typing = TypingPanel(ports.product)
        self._newcomer = NewcomerPanel(ports.product)
        self._recheck = RecheckPanel(ports.product)
        self._prior = PriorPanel(ports.product, ports.products())
        self._panels = {
            Panel.STACKS: self._stacks, Panel.HEAD: self._head, Panel.TYPING: self._typing,
            Panel.NEWCOMER: self._newcomer, Panel.RECHECK: self._recheck, Panel.PRIOR: self._prior,
        }  # fmt: skip
        self._body = self._page.add(QStackedWidget(), stretch=1)
        for panel in self._panels.values():
            self._body.addWidget(panel)
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: CatchupState) -> None:
        """Show the open panel; the focus moves only when another comes up."""
        panel = state.panel
        self._page.set_title(say(f"catchup.titles.{panel.value}"))
        self._new.setVisible(panel in (Panel.STACKS, Panel.TYPING))
        self._new.set_words(say("catchup.new_person" if panel is Panel.TYPING else "catchup.new"))
        self._check.setVisible(panel is Panel.STACKS and bool(state.stacks))
        self._recount.setVisible(panel is Panel.TYPING)
        self._stacks.show_state(state)
        self._head.show_state(state)
        self._body.setCurrentWidget(self._panels[panel])
        if panel is not self._shown:
            self._shown = panel
            self._focus()

    def activate(self, subject: object | None = None) -> None:
        self._model.open(subject if isinstance(subject, str) else "")
        self._focus()

    def refresh(self, kinds: frozenset[Change]) -> None:
        """A confirmation alone is about what was typed here: the rows are known, however many they are."""
        if kinds == {Change.SYNC}:
            self._model.count()
        else:
            super().refresh(kinds)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._model.back()
        else:
            super().keyPressEvent(event)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        if self._shown is Panel.NEWCOMER:
            self._newcomer.form.focus_first_empty()
        elif self._shown:
            self._panels[self._shown].setFocus()

    def _show_typing(self, state: TypingState) -> None:
        self._typing.show_state(state)

    def _next_line(self) -> None:
        if self._shown is Panel.TYPING and self.isVisible():
            self._typing.line.setFocus()

    def _ask_new(self) -> None:
        if self._model.state.panel is Panel.TYPING:
            self._model.typing.new_person()
        else:
            self._model.new()

    def _ask_check(self) -> None:
        stack = self._stacks.current()
        if stack:
            self._model.check(stack)

    def _ask_recount(self) -> None:
        stack = self._model.typing.state.stack
        if stack:
            ask = AskText(self, say("catchup.recount"), (("sheets", str(stack.sheets)),))
            ask.agreed.connect(lambda said: self._model.recount(stack, _whole(said["sheets"])))
            ask.open()

    def _ask_twice(self) -> None:
        """The first sheet that two PCs typed; after it the next one, until none is left or somebody leaves."""
        doubled = self._model.typing.state.twice
        if not doubled or not self.isVisible():
            self._next_line()
            return
        AskTwice(self, doubled[0], self._model.typing.rows.settle).open()

    def _ask_unusual(self, name: str) -> None:
        sheet = self._model.typing.state.sheet
        fields = {
            "lot": (("lot_no", sheet.lot_no), ("expiry", sheet.expiry)),
            "clock": (("clock", sheet.clock),),
            "dose_no": (("dose_no", str(sheet.dose_no or "")),),
        }[name]
        ask = AskText(self, say(f"catchup.unusual.{name}"), fields)
        ask.agreed.connect(self._said)
        ask.open()

    def _said(self, said: dict[str, str]) -> None:
        changes: dict[str, object] = dict(said)
        if "dose_no" in said:
            changes["dose_no"] = _whole(said["dose_no"])
        self._model.typing.say(**changes)
        self._next_line()

    def _ask_row(self, row: TypedSheet) -> None:
        keeping, ask = self._model.typing.keeping, AskRow(self, row)
        ask.mend_wanted.connect(partial(keeping.mend_lot, row))
        ask.back_wanted.connect(partial(keeping.take_back, row))
        ask.look_wanted.connect(partial(keeping.look_at, row))
        ask.shot_wanted.connect(partial(self._shoot, row))
        ask.photo_wanted.connect(partial(self._choose_photo, row))
        ask.open()

    def _shoot(self, row: TypedSheet) -> None:
        shot = SheetShot(self, _row_title(row), self._model.eye, self._model.ports.sheet_eye())
        shot.kept.connect(partial(self._model.typing.keeping.keep_picture, row))
        shot.open()

    def _choose_photo(self, row: TypedSheet) -> None:
        path = picture_file.chosen(self, say("catchup.row.photo"))
        if path:
            self._model.typing.keeping.attach(row, path)

    def _show_photo(self, row: TypedSheet, picture: bytes) -> None:
        PhotoDialog(self, _row_title(row), picture).open()

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        model.typing.changed.connect(self._show_typing)
        model.typing.saved.connect(self._next_line)
        model.typing.keeping.pictured.connect(self._show_photo)
        model.newcomer.changed.connect(self._newcomer.show_state)
        model.newcomer.began.connect(self._newcomer.begin)
        model.recheck.changed.connect(self._recheck.show_state)
        model.prior.changed.connect(self._prior.show_state)
        model.typing.rows.settled.connect(self._ask_twice)
        self._new.clicked.connect(self._ask_new)
        self._check.clicked.connect(self._ask_check)
        self._recount.clicked.connect(self._ask_recount)
        self._stacks.opened.connect(model.take_up)
        self._head.edited.connect(model.edit)
        self._head.announce_wanted.connect(model.announce)
        typing, panel = model.typing, self._typing
        panel.searched.connect(typing.searched)
        panel.entered.connect(typing.submit)
        panel.moved.connect(typing.move)
        panel.picked.connect(typing.pick)
        panel.row_opened.connect(self._ask_row)
        panel.twice.clicked.connect(self._ask_twice)
        panel.card.said.connect(lambda changes: typing.say(**changes))
        panel.card.wanted.connect(self._ask_unusual)
        panel.card.prior_wanted.connect(model.prior_of_person)
        self._newcomer.edited.connect(model.newcomer.edit)
        self._newcomer.save_wanted.connect(model.newcomer.save)
        self._newcomer.same_wanted.connect(model.newcomer.same)
        self._recheck.read.connect(model.recheck.read)
        self._recheck.mend_wanted.connect(model.recheck.mend)
        self._recheck.person_wanted.connect(model.recheck.open_person)
        self._prior.edited.connect(model.prior.edit)
        self._prior.add_wanted.connect(model.prior.add)
        self._prior.take_wanted.connect(model.prior.take)
        for one in (self._head, self._newcomer, self._recheck, self._prior):
            one.left.connect(model.back)


def _row_title(row: TypedSheet) -> str:
    title = say("catchup.recheck.row", no=row.sheet, name=row.person.name)
    return say("catchup.twice.at", name=title, desk=row.desk) if row.desk else title


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
