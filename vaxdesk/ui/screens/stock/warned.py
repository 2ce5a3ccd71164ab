"""Warnings above the store: the loudest first, the rest as a number that opens them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.stock.supply import Warned
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, bare
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Elided, Picture, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.stock.saying import Names, warning_text, warning_tone
from vaxdesk.words import say

_FIRST = 1


class Warnings(Card):
    """The loudest; the button shows all."""

    def __init__(self, *, product: Names) -> None:
        super().__init__(ground="wait", margin=10)
        self._product, self._all = product, False
        self._shown: tuple[Warned, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.more = Button("", Kind.QUIET)
        self.more.clicked.connect(self._turn)
        line = QHBoxLayout()
        line.addLayout(self._rows, 1)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def show_warnings(self, warnings: tuple[Warned, ...]) -> None:
        """Show these, alarms first."""
        ordered = tuple(sorted(warnings, key=lambda one: warning_tone(one) is not Tone.HARM))
        if ordered != self._shown:
            self._shown = ordered
            self._draw()

    def said(self) -> tuple[str, ...]:
        """All sentences, for tests."""
        return tuple(warning_text(one, product=self._product) for one in self._shown)

    def _turn(self) -> None:
        self._all = not self._all
        self._draw()

    def _draw(self) -> None:
        empty(self._rows)
        shown = self._shown if self._all else self._shown[:_FIRST]
        for one in shown:
            self._rows.addWidget(self._row(one))
        rest = len(self._shown) - _FIRST
        self.more.setVisible(rest > 0)
        self.more.set_words(say("stock.fewer") if self._all else say("stock.more", n=rest))
        self.set_ground("harm" if any(warning_tone(one) is Tone.HARM for one in self._shown) else "wait")

    def _row(self, one: Warned) -> QWidget:
        box = QWidget()
        line = bare(QHBoxLayout(box))
        line.setSpacing(8)
        line.addWidget(Picture("warn", warning_tone(one), size=18))
        line.addWidget(Elided(warning_text(one, product=self._product), Role.BODY), 1)
        return box
