"""What the station was allocated from above and has not received: a line by vaccine, and each decision on asking."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vaxdesk.domain.stock.awaited import Given
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Elided, Label, Role
from vaxdesk.ui.screens.stock.saying import Names
from vaxdesk.words import say

_MOST = 4  # lines


class Awaited(Card):
    """Doses by vaccine; the button shows the decisions, the oldest first."""

    def __init__(self, *, product: Names) -> None:
        super().__init__(margin=10)
        self._product, self._all = product, False
        self._shown: tuple[Given, ...] = ()
        self.head = Elided("", Role.BODY)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.more = Button("", Kind.QUIET)
        self.more.clicked.connect(self._turn)
        line = QHBoxLayout()
        line.addWidget(self.head, 1)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.body.addLayout(self._rows)

    def show_awaited(self, awaited: tuple[Given, ...]) -> None:
        """Show these."""
        if awaited != self._shown:
            self._shown = awaited
            self._draw()

    def said(self) -> tuple[str, ...]:
        """A sentence for each decision."""
        return tuple(line_text(one, product=self._product) for one in self._shown)

    def _turn(self) -> None:
        self._all = not self._all
        self._draw()

    def _draw(self) -> None:
        empty(self._rows)
        self.head.setText(head_text(self._shown, product=self._product))
        self.more.set_words(say("stock.fewer") if self._all else say("stock.awaited.decisions", n=len(self._shown)))
        for text in self._lines() if self._all else ():
            self._rows.addWidget(Elided(text, Role.BODY))

    def _lines(self) -> tuple[str, ...]:
        """The oldest decisions; a page of lots has no room for a year of them."""
        lines = self.said()
        rest = len(lines) - _MOST
        return lines if rest <= 0 else (*lines[:_MOST], say("stock.awaited.rest", n=rest))


class Hint(Label):
    """What of the vaccine of a receipt was allocated and has not arrived; nothing is shown where nothing is awaited."""

    def __init__(self) -> None:
        super().__init__("", Role.SOFT)

    def show_of(self, code: str, awaited: tuple[Given, ...]) -> None:
        """Show what is awaited of a vaccine."""
        said = hint_text(awaited, code)
        self.setText(said)
        self.setVisible(bool(said))


def head_text(awaited: tuple[Given, ...], *, product: Names) -> str:
    """Doses of each vaccine, in the order of the oldest decision."""
    doses: Counter[str] = Counter()
    for one in awaited:
        doses[one.product] += one.left
    some = (say("stock.awaited.of_product", product=product(code), doses=written.count(n)) for code, n in doses.items())
    return say("stock.awaited.head", what=" · ".join(some))


def line_text(one: Given, *, product: Names) -> str:
    """One decision: vaccine, what is left of it, its number and day."""
    return " · ".join((product(one.product), *_parts(one)))


def hint_text(awaited: tuple[Given, ...], code: str) -> str:
    """What of a vaccine has not arrived, decision by decision; empty where nothing is awaited."""
    mine = [" · ".join(_parts(one)) for one in awaited if code and one.product == code]
    rest = [say("stock.awaited.rest", n=len(mine) - _MOST)] if len(mine) > _MOST else []
    return say("stock.awaited.hint", what="\n".join([*mine[:_MOST], *rest])) if mine else ""


def _parts(one: Given) -> tuple[str, ...]:
    key = "left" if one.left == one.doses else "part"
    numbers = {"left": written.count(one.left), "doses": written.count(one.doses)}
    said = say(f"stock.awaited.{key}", decision=one.decision, day=written.day(one.day), **numbers)
    lot = say("stock.awaited.lot", lot=one.lot) if one.lot else ""
    return tuple(filter(None, (said, lot, one.note)))
