"""The trouble page: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from vaxdesk import words
from vaxdesk.trouble import TroubleCode
from vaxdesk.ui.frame.entrance import Entrance
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.trouble.model import TroubleModel
from vaxdesk.ui.screens.trouble.state import TroubleAct, TroubleState
from vaxdesk.words import say

_QUIET = (TroubleAct.FRESH, TroubleAct.OPEN_FOLDER, TroubleAct.QUIT)
_CALM = frozenset({TroubleCode.STORE_IN_USE, TroubleCode.STORE_NEWER})
_ICONS = {
    TroubleAct.RETRY: "refresh",
    TroubleAct.RAISE_OTHER: "arrow-right",
    TroubleAct.RESTORE: "download",
    TroubleAct.SALVAGE: "shield",
    TroubleAct.OPEN_FOLDER: "folder",
    TroubleAct.FRESH: "plus",
    TroubleAct.QUIT: "close",
}


class TroubleView(Entrance):
    """Shows a TroubleState; the likeliest act is the primary button."""

    def __init__(self, model: TroubleModel) -> None:
        super().__init__(width=820)
        self.model = model
        self._buttons = {act: self._button(model, act, first=at == 0) for at, act in enumerate(model.state.acts)}
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._failed = Label("", Role.COMPLAINT)
        self._lay_out(model.state)
        self.setFocusProxy(next(iter(self._buttons.values())))
        model.changed.connect(self.show_state)
        self.show_state(model.state)

    def show_state(self, state: TroubleState) -> None:
        """Show whether an act is running and how it ended."""
        for button in self._buttons.values():
            button.setEnabled(not state.busy)
        self._progress.setVisible(state.busy)
        self._progress.setRange(0, state.total)
        self._progress.setValue(state.done)
        self._failed.setText(say(state.failed) if state.failed else "")
        self._failed.setVisible(bool(state.failed))

    def _button(self, model: TroubleModel, act: TroubleAct, *, first: bool) -> Button:
        kind = Kind.PRIMARY if first else Kind.QUIET if act in _QUIET else Kind.PLAIN
        button = Button(say(f"{act.WORDS}.{act.value}"), kind, icon=_ICONS[act], large=first)
        button.clicked.connect(lambda: model.act(act))
        return button

    def _lay_out(self, state: TroubleState) -> None:
        known = words.known(f"entrance.trouble.{state.code.value}.title")
        area = f"entrance.trouble.{state.code.value if known else 'unknown'}"
        calm = state.code in _CALM
        head = QHBoxLayout()
        head.setSpacing(16)
        picture = Picture("info" if calm else "warn", Tone.ACCENT if calm else Tone.WAIT, size=44)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        title = QVBoxLayout()
        title.setSpacing(6)
        title.addWidget(Label(say(f"{area}.title"), Role.TITLE))
        title.addWidget(Label(say(f"{area}.what")))
        head.addLayout(title, 1)
        self.card.body.addLayout(head)
        self.card.add(_part("shield", Tone.OK, say("entrance.trouble.safe"), say(f"{area}.safe")))
        self.card.add(_part("arrow-right", Tone.ACCENT, say("entrance.trouble.do"), say(f"{area}.do")))
        for widget in (self._progress, self._failed):
            self.card.add(widget)
        first, *rest = self._buttons.items()
        self.card.add_row(first[1])
        for quiet in (False, True):
            line = [button for act, button in rest if (act in _QUIET) is quiet]
            if line:
                self.card.add_row(*line)
        if state.detail:
            self.card.add(Label(say("entrance.trouble.details", detail=state.detail), Role.SMALL))


def _part(icon: str, tone: Tone, heading: str, text: str) -> Card:
    card = Card(ground=tone.value, margin=16)
    line = QHBoxLayout()
    line.setSpacing(14)
    line.addWidget(Picture(icon, tone, size=26), 0, Qt.AlignmentFlag.AlignTop)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(Label(heading, Role.CAPTION))
    texts.addWidget(Label(text))
    line.addLayout(texts, 1)
    card.body.addLayout(line)
    return card
