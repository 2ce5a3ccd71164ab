"""The page: what was shown last, whose record it is, and how old the list is by which it was judged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.certificates.trust import AGEING_DAYS
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import Page, scrolling
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.verify.cards import RecordCard, VerdictCard
from vaxdesk.ui.screens.verify.model import VerifyModel
from vaxdesk.ui.screens.verify.state import VerifyState
from vaxdesk.words import say


class VerifyView(ScreenWidget):
    """Shows a VerifyState."""

    keys = (
        Keys("Ctrl V", "verify.keys.paste"),
        Keys("Ctrl O", "verify.keys.file"),
        Keys("Ctrl ↵", "verify.keys.take"),
        Keys("Esc", "verify.keys.clear"),
    )
    concerns = frozenset((Change.SYNC,))

    def __init__(self, model: VerifyModel) -> None:
        super().__init__(finds=model, look_again=model.look)
        self._model = model
        self._page = Page(say("verify.title"), parent=self)
        self._paste = self._page.head(Button(say("verify.paste"), icon="keyboard", keys="Ctrl+V"))
        self._open = self._page.head(Button(say("verify.file"), icon="folder", keys="Ctrl+O"))
        self._empty = Empty("qr", say("verify.empty"), say("verify.empty_hint"))
        self._record, self._cards = RecordCard(), QVBoxLayout()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scrolling(self._body()))
        self._page.add(self._stack, stretch=1)
        self._list = self._page.foot(Label("", Role.SMALL), left=True)
        self._take_list = self._page.foot(Button(say("verify.take_list"), icon="download"))
        self._take = self._page.foot(Button(say("verify.take", n=0), Kind.PRIMARY, icon="plus", keys="Ctrl+Return"))
        self._shown: tuple[object, ...] = ()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: VerifyState) -> None:
        """Show what was found."""
        verdicts = tuple(one.verdict for one in state.found)
        if verdicts != self._shown:
            self._shown = verdicts
            empty(self._cards)
            for one in verdicts:
                self._cards.addWidget(VerdictCard(one))
        self._empty.set_words(*self._why_empty(state))
        self._record.show_state(state)
        self._stack.setCurrentIndex(1 if verdicts else 0)
        self._list.setText(_list_text(state))
        self._list.set_role(Role.ADVICE if _is_old(state) else Role.SMALL)
        self._take.set_words(say("verify.take", n=state.lacking))
        self._take.setVisible(bool(state.lacking))
        self._take.setEnabled(not state.busy)
        for button in (self._paste, self._open, self._take_list):
            button.setEnabled(not state.busy)

    def activate(self, subject: object | None = None) -> None:
        del subject
        self._model.look()
        self._paste.setFocus()

    def leave(self) -> None:
        self._model.clear()  # nobody else's certificate stays on the screen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._model.clear()
        else:
            super().keyPressEvent(event)

    def _why_empty(self, state: VerifyState) -> tuple[str, str]:
        if state.busy:
            return say("verify.checking"), ""
        known = not state.looked or state.held is not None
        return say("verify.empty"), say("verify.empty_hint" if known else "verify.no_list")

    def _body(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        bare(layout)
        layout.setSpacing(12)
        bare(self._cards)
        self._cards.setSpacing(12)
        layout.addLayout(self._cards)
        layout.addWidget(self._record)
        layout.addStretch(1)
        return box

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        self._record.picked.connect(model.pick)
        self._paste.clicked.connect(lambda: model.check(QGuiApplication.clipboard().text()))
        self._open.clicked.connect(self._choose)
        self._take_list.clicked.connect(self._choose_list)
        self._take.clicked.connect(model.take)

    def _choose(self) -> None:
        kinds = f"{say('verify.files')} (*.png *.jpg *.jpeg *.bmp *.webp *.pdf *.txt)"
        path, _ = QFileDialog.getOpenFileName(self, say("verify.file"), "", kinds)
        if path:
            self._model.check_file(Path(path))

    def _choose_list(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, say("verify.take_list"), "", f"{say('verify.lists')} (*.json *)")
        if path:
            self._model.take_list(Path(path))


def _is_old(state: VerifyState) -> bool:
    return state.looked and (state.held is None or state.held.days >= AGEING_DAYS)


def _list_text(state: VerifyState) -> str:
    """How old the list is; nothing before it was asked for."""
    held = state.held
    if held is None:
        return say("verify.none_held") if state.looked else ""
    key = "verify.list" if held.days else "verify.list_today"
    return say(key, day=written.day(held.day), n=held.days, keys=held.keys, devices=held.devices)
