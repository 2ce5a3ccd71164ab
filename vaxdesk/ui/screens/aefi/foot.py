"""What may be done with the case shown: go to the next gap, print, save what was typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import row
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.words import say


class CaseFoot(QWidget):
    """Signals name the intents."""

    next_wanted = Signal()
    save_wanted = Signal()
    print_wanted = Signal()
    raise_wanted = Signal()

    def __init__(self, *, prints: bool) -> None:
        super().__init__()
        self._prints = prints
        self._complete = Label(say("aefi.complete"), Role.GOOD, wrap=False)
        self._refused = Label("", Role.COMPLAINT)
        self._next = Button("", icon="arrow-right", keys="Ctrl+Down")
        self._raise = Button(say("aefi.raise"), Kind.HARM, icon="alarm")
        self._print = Button(say("aefi.print"), icon="paper", keys="Ctrl+P")
        self._save = Button(say("aefi.save"), Kind.PRIMARY, icon="check", keys="Ctrl+Return")
        self._next.clicked.connect(self.next_wanted)
        self._raise.clicked.connect(self.raise_wanted)
        self._print.clicked.connect(self.print_wanted)
        self._save.clicked.connect(self.save_wanted)
        acts = row(self._raise, self._next, self._complete, self._print, self._save)
        acts.insertStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._refused)
        layout.addLayout(acts)

    def show_state(self, state: AefiState) -> None:
        """Show what may be done; nothing while no case is shown."""
        self.setVisible(state.sheet is not None)
        if state.sheet is None:
            return
        serious, gaps = state.sheet.case.serious, len(state.gaps)
        self._next.set_words(say("aefi.gaps", n=gaps))
        self._next.setVisible(bool(gaps))
        self._complete.setVisible(serious and not gaps)
        self._raise.setVisible(not serious)
        self._print.setVisible(self._prints and serious)
        self._save.setEnabled(bool(state.typed) and not state.busy)
        self._refused.setText(refusal_text(state.refused) if state.refused else "")
        self._refused.setVisible(state.refused is not None)
