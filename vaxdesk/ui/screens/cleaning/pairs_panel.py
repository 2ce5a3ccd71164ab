"""Duplicates: a pair, why it may be one person, the doses of both before and after, and one key to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.cleaning.duplicates import Reason
from vaxdesk.domain.cleaning.findings import Merged, PairCase
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.ui import written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card, row
from vaxdesk.ui.kit.columns import Column
from vaxdesk.ui.kit.empty import Empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.kit.rows_model import RowsModel
from vaxdesk.ui.kit.table import Table
from vaxdesk.ui.screens.cleaning.pair_grid import PairGrid
from vaxdesk.ui.screens.cleaning.pairs_model import PairsModel
from vaxdesk.ui.screens.cleaning.state import PairsState
from vaxdesk.words import say

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDES = {Qt.Key.Key_Left: Side.LEFT, Qt.Key.Key_Right: Side.RIGHT}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PairsPanel(QWidget):
    """S: one person, D: two, Enter: later, arrows: which value stands, U: undo."""

    def __init__(self, model: PairsModel) -> None:
        super().__init__()
        self._model = model
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._why, self._grid = Label("", Role.SECTION), PairGrid()
        self._doses = {name: Label("", Role.BODY) for name in ("left", "right", "together")}
        self._same = Button(say("cleaning.pairs.same"), Kind.PRIMARY, icon="check")
        self._differ = Button(say("cleaning.pairs.two"))
        self._later = Button(say("cleaning.pairs.later"), Kind.QUIET)
        self._undo = Button(say("cleaning.pairs.undo"), Kind.QUIET, icon="undo")
        self._toggle = Button("", Kind.QUIET)
        self._none = Empty("check-circle", say("cleaning.pairs.none"), say("cleaning.pairs.none_text"))
        self._merged = RowsModel(_MERGED, key=lambda row: row.entry)
        self._table = Table(self._merged, _MERGED)
        self._unmerge = Button(say("cleaning.pairs.unmerge"), icon="undo", keys="Ctrl+Return")
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()
        self.show_state(model.state)

    def show_state(self, state: PairsState) -> None:
        """Show the pair, that there is none, or the merges that stand."""
        case = state.case
        self._why.setText(_said(case, state) if case else "")
        self._grid.show_state(state)
        if case:
            self._show_doses(case)
        for button in (self._same, self._differ):
            button.setEnabled(bool(case) and state.may_merge and not state.busy)
            button.setVisible(not state.show_merged)
        self._later.setEnabled(bool(case) and len(state.left) > 1)
        self._later.setVisible(not state.show_merged)
        self._undo.setEnabled(bool(state.decided) and not state.busy)
        self._unmerge.setVisible(state.show_merged)
        self._unmerge.setEnabled(bool(state.merged) and state.may_merge and not state.busy)
        words = say("cleaning.pairs.back") if state.show_merged else say("cleaning.pairs.merges", n=len(state.merged))
        self._toggle.set_words(words)
        self._merged.set_rows(state.merged)
        self._stack.setCurrentIndex(2 if state.show_merged else 0 if case else 1)
        looking = not state.looked
        self._none.set_words(
            say("cleaning.looking") if looking else say("cleaning.pairs.none"),
            "" if looking else say("cleaning.pairs.none_text"),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        verb = self._verb(key) if plain and not self._model.state.show_merged else None
        if plain and key is Qt.Key.Key_U:
            verb = self._model.undo
        if verb is None:
            super().keyPressEvent(event)
        else:
            verb()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)
        if self._model.state.show_merged:
            self._table.setFocus()

    def _verb(self, key: Qt.Key) -> Callable[[], None] | None:
        if key in _STEPS:
            return lambda: self._model.move(_STEPS[key])
        if key in _SIDES:
            return lambda: self._model.choose(_SIDES[key])
        if key in _ENTER:
            return self._model.later
        return {Qt.Key.Key_S: self._model.same, Qt.Key.Key_D: self._model.differ}.get(key)

    def _show_doses(self, case: PairCase) -> None:
        product = self._model.product
        for name, doses in (("left", case.doses_left), ("right", case.doses_right), ("together", case.together)):
            self._doses[name].setText(say(f"cleaning.doses.{name}", doses=_doses(doses, product)))

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self.show_state)
        self._grid.chosen.connect(model.choose)
        for button, verb in (
            (self._same, model.same), (self._differ, model.differ), (self._later, model.later),
            (self._undo, model.undo), (self._toggle, model.toggle_merged), (self._unmerge, self._take_back),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, verb=verb: verb())
            button.clicked.connect(lambda: self.setFocus())
        self._table.opened.connect(lambda row: model.open_person(row.person.id))

    def _take_back(self) -> None:
        row = self._table.current() or next(iter(self._model.state.merged), None)
        if row is not None:
            self._model.unmerge(row)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(5)
        column.addWidget(self._why)
        column.addWidget(self._grid)
        doses = Card(margin=8, ground="sunk")
        doses.body.setSpacing(2)
        doses.body.addLayout(row(self._doses["left"], self._doses["right"]))
        doses.add(self._doses["together"])
        column.addWidget(doses)
        column.addStretch(1)
        for page in (scrolling(inner), self._none, self._table):
            self._stack.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._toggle)
        foot.addWidget(self._undo)
        foot.addStretch(1)
        for button in (self._later, self._differ, self._same, self._unmerge):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)


def _said(case: PairCase, state: PairsState) -> str:
    parts = [say("cleaning.pairs.left", n=len(state.left))]
    if case.why:
        parts.append(say(f"{Reason.WORDS}.{case.why.reason.value}"))
        parts.append(say("cleaning.pairs.score", score=case.why.score))
    parts += [
        say(f"cleaning.pairs.verified_{side.value}", result=say(f"{VerifyResult.WORDS}.{view.result.value}"))
        for side, view in case.verified.items()
    ]
    return "  ·  ".join(parts)


def _doses(doses: Iterable[DoseView], product: Callable[[str], str]) -> str:
    said = (
        " ".join(part for part in (written.day(one.date), product(one.product) if one.product else one.product_text,
                                   one.lot) if part)
        for one in doses
    )  # fmt: skip
    return "  |  ".join(said) or say("cleaning.doses.none")


def _whole(person: PersonView) -> str:
    parts = (person.name, written.day(person.dob), person.doc)
    return "  ·  ".join(part for part in parts if part)


def _person(row: Merged) -> str:
    return _whole(row.person)


_MERGED = (
    Column("cleaning.pairs.stands", _person, strong=True),
    Column("cleaning.pairs.other", lambda row: _whole(row.other)),
)
