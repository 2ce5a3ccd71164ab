"""The right side of the dialog: signs of anaphylaxis with the grade that they amount to, or what to look for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vaxdesk.domain.aefi import SERIOUS_GRADE, AefiForm
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.choice import Option
from vaxdesk.ui.kit.labels import Label, Picture, Role
from vaxdesk.ui.kit.page import scrolling
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.reaction.state import ReactionState
from vaxdesk.ui.reaction.ticks import TickRows
from vaxdesk.words import language, say

_SHORT = 24  # letters that find room in half a column
_DOSES = ("adult", "child", "again", "lay", "call", "who")


class GradingPanel(QWidget):
    """`sign_ticked(code, on)`. The signs come up when something ticked makes one think of anaphylaxis."""

    sign_ticked = Signal(str, bool)

    def __init__(self, form: AefiForm) -> None:
        super().__init__()
        self._form = form
        self._asked = False
        self._grade = _GradeCard(form)
        self._lists = tuple(_signs_of(form, grade.grade) for grade in form.grade)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._suspects())
        self._pages.addWidget(self._signs())
        self._pages.addWidget(self._card())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._pages, 1)
        for rows in self._lists:
            rows.ticked.connect(self.sign_ticked)

    def show_state(self, state: ReactionState) -> None:
        """Show the signs ticked and their grade; the page turns by itself once."""
        self._grade.show_grade(state.grade, asked=not state.signs)
        for rows in self._lists:
            rows.show_ticked(state.signs)
        if state.suspects and not self._asked:
            self._pages.setCurrentIndex(1)
        self._asked = state.suspects

    def _suspects(self) -> QWidget:
        card = Card(say("aefi.suspect.title"), ground="sunk", margin=16)
        for one in self._form.suspect:
            card.add(Label(f"•  {one.said(language())}"))
        card.add(Label(say("aefi.suspect.text"), Role.SOFT))
        look = Button(say("aefi.suspect.look"), icon="arrow-right")
        look.clicked.connect(lambda: self._pages.setCurrentIndex(1))
        card.add_row(look)
        return _at_top(card)

    def _signs(self) -> QWidget:
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(8)
        for grade, rows in zip(self._form.grade, self._lists, strict=True):
            inner.addWidget(Label(grade.said(language()), Role.CAPTION))
            inner.addWidget(rows)
        inner.addStretch(1)
        card = Button(say("aefi.card.open"), Kind.QUIET, icon="info")
        card.clicked.connect(lambda: self._pages.setCurrentIndex(2))
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._grade)
        layout.addWidget(scrolling(content), 1)
        layout.addWidget(card)
        return page

    def _card(self) -> QWidget:
        card = Card(say("aefi.card.title"), ground="wait", margin=16)
        for line in _DOSES:
            card.add(Label(f"•  {say(f'aefi.card.{line}')}"))
        card.add(Label(say("aefi.card.not_computed"), Role.SMALL))
        back = Button(say("aefi.card.close"), icon="chevron-left")
        back.clicked.connect(lambda: self._pages.setCurrentIndex(1))
        card.add_row(back)
        return _at_top(card)


class _GradeCard(Card):
    def __init__(self, form: AefiForm) -> None:
        super().__init__(ground="sunk", margin=14)
        self._grades = {one.grade: one.said(language()) for one in form.grade}
        self._sign = Picture("info", Tone.NEUTRAL)
        self._text = Label("", Role.STRONG)
        self.add_row(self._sign, self._text, stretch_last=True).setStretch(1, 1)
        self.add(Label(say("aefi.grade.source"), Role.SMALL))

    def show_grade(self, grade: int, *, asked: bool) -> None:
        tone = Tone.HARM if grade >= SERIOUS_GRADE else Tone.WAIT if grade else Tone.NEUTRAL
        self.set_ground("sunk" if tone is Tone.NEUTRAL else tone.value)
        self._sign.show_icon("alarm" if grade >= SERIOUS_GRADE else "warn" if grade else "info", tone)
        nothing = say("aefi.grade.ask" if asked else "aefi.grade.none")
        self._text.setText(self._grades.get(grade, nothing))


def _signs_of(form: AefiForm, grade: int) -> TickRows:
    signs = [Option(one.code, one.said(language())) for one in form.sign if one.grade == grade]
    return TickRows(signs, columns=1 if any(len(one.text) > _SHORT for one in signs) else 2)


def _at_top(card: Card) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(card)
    layout.addStretch(1)
    return page
