"""Where a file is chosen or dropped, and why the last one could not be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.words import say


class ChooseCard(Card):
    """A place to drop a file; `wanted` asks for the file dialog."""

    wanted = Signal()
    template_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(ground=Tone.ACCENT.value, margin=28)
        self.button = Button(say("roster_page.choose"), Kind.PRIMARY, icon="folder", keys="Ctrl+O", large=True)
        self._template = Button(say("roster_page.template"), Kind.QUIET, icon="download")
        self._refused = Label("", Role.COMPLAINT)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(Label(say("roster_page.drop"), Role.SECTION))
        texts.addWidget(Label(say("roster_page.what"), Role.SOFT))
        texts.addWidget(self._refused)
        line = QHBoxLayout()
        line.setSpacing(20)
        line.addWidget(Picture("roster", Tone.ACCENT, size=48), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        buttons = QVBoxLayout()
        buttons.addWidget(self.button)
        buttons.addWidget(self._template)
        line.addLayout(buttons)
        self.body.addLayout(line)
        self.button.clicked.connect(self.wanted)
        self._template.clicked.connect(self.template_wanted)

    def show_refusal(self, key: str, row: int) -> None:
        """Say why the last file was not read."""
        where = say("roster_page.near_row", row=row) if row else ""
        self._refused.setText(f"{say(key)} {where}".strip() if key else "")
        self._refused.setVisible(bool(key))
