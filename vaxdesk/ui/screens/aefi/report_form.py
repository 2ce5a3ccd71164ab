"""The report by its sections, all on one scrolling sheet; empty fields are marked and can be walked through."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.aefi import AefiForm, Field
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.screens.aefi.fields import WIDE, Widget, made, mark
from vaxdesk.ui.screens.aefi.history import HistoryCard
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.words import language

_COLUMNS = 2


class ReportForm(QWidget):
    """`edited(code, text)` by hand. Sections are built one by one between events, so that nothing stands still."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._state = AefiState()
        self._todo: list[tuple[str, list[Field]]] | None = None
        self._widgets: dict[str, Widget] = {}
        self._cards: list[tuple[Card, frozenset[str]]] = []
        self._history = HistoryCard()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._build_next)
        content = QWidget()
        self._inner = QVBoxLayout(content)
        self._inner.setContentsMargins(0, 0, 8, 0)
        self._inner.setSpacing(12)
        self._inner.addWidget(self._history)
        self._inner.addStretch(1)
        self._area = scrolling(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_state(self, state: AefiState) -> None:
        """Show the values and mark the gaps."""
        self._state = state
        if self._todo is None and state.form is not None:
            self._todo = list(_sections(state.form))
            self._build_next()
        self._fill()

    def go_to_gap(self, gaps: tuple[str, ...]) -> None:
        """Go to the first gap behind the field in focus, or to the first of all."""
        self.finish()
        focus = QApplication.focusWidget()
        codes = list(self._widgets)
        here = next((at for at, one in enumerate(self._widgets.values()) if focus and one.isAncestorOf(focus)), -1)
        order = [code for code in codes if code in gaps]
        after = [code for code in order if codes.index(code) > here]
        for code in (after or order)[:1]:
            self._widgets[code].setFocus()
            self._area.ensureWidgetVisible(self._widgets[code], 0, 40)

    def to_top(self) -> None:
        """Another case is shown."""
        self._area.verticalScrollBar().setValue(0)

    def widget(self, code: str) -> Widget:
        """The widget of a field."""
        self.finish()
        return self._widgets[code]

    def finish(self) -> None:
        """Build at once what is still to be built."""
        while self._todo:
            self._build_next()

    def _build_next(self) -> None:
        if self._todo:
            title, fields = self._todo.pop(0)
            card = self._card(title, fields)
            self._inner.insertWidget(len(self._cards), card)
            self._cards.append((card, frozenset(field.code for field in fields)))
            self._fill()
        if self._todo:
            self._later.start(0)

    def _fill(self) -> None:
        state = self._state
        asked = frozenset(field.code for field in state.fields)
        values, needs = {**state.values, **state.typed}, {gap.code: gap.need for gap in state.gaps}
        for code, widget in self._widgets.items():
            widget.setVisible(code in asked)
            widget.set_value(values.get(code, ""))
            mark(widget, needs.get(code))
        for card, codes in self._cards:
            card.setVisible(bool(codes & asked))
        self._history.show_state(state)

    def _card(self, title: str, fields: list[Field]) -> Card:
        card = Card(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        for field, line, at in _places(fields):
            widget = made(field)
            widget.edited.connect(partial(self.edited.emit, field.code))
            self._widgets[field.code] = widget
            if field.type in WIDE:
                grid.addWidget(widget, line, 0, 1, _COLUMNS)
            else:
                grid.addWidget(widget, line, at, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        return card


def _sections(form: AefiForm) -> Iterator[tuple[str, list[Field]]]:
    """Title and fields of each section that is filled here."""
    for section in form.section:
        fields = [field for field in form.field if field.section == section.code and not field.office]
        if fields:
            yield section.said(language()), fields


def _places(fields: list[Field]) -> Iterator[tuple[Field, int, int]]:
    """Line and column of each field; a wide one has a line to itself."""
    line = at = 0
    for field in fields:
        if field.type in WIDE:
            line, at = line + (1 if at else 0), 0
            yield field, line, 0
            line += 1
        else:
            yield field, line, at
            line, at = (line + 1, 0) if at == _COLUMNS - 1 else (line, at + 1)
