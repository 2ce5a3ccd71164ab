"""The issues of one kind, each with whom or what it is about, a way to the person, and the lead's answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaxdesk.domain.issues import IssueCase, IssueKind, ResolveHow
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import reasons, written
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.cards import bare
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.emptying import empty
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.words import known, say


class IssueRows(QWidget):
    """`opened(person)` leads to a person, `answered(id, how, why)` follows when the lead has said what was done."""

    opened = Signal(object)
    answered = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = bare(QVBoxLayout(self))
        self._column.setSpacing(8)
        self._shown: tuple[tuple[IssueCase, ...], int, bool] = ((), 0, False)

    def show_cases(self, cases: tuple[IssueCase, ...], *, more: int, may_resolve: bool) -> None:
        """Show the issues; `more` are there than are shown."""
        self.setVisible(bool(cases))
        if (cases, more, may_resolve) == self._shown:
            return
        self._shown = (cases, more, may_resolve)
        empty(self._column)
        for case in cases:
            self._column.addWidget(self._row(case, may_resolve=may_resolve))
        if more > 0:
            self._column.addWidget(Label(say("issue.more", n=more), Role.SOFT))

    def _row(self, case: IssueCase, *, may_resolve: bool) -> QWidget:
        box = QWidget()
        line = bare(QHBoxLayout(box))
        line.setSpacing(10)
        words = bare(QVBoxLayout())
        words.setSpacing(0)
        for text, role in ((about(case), Role.STRONG), (facts(case), Role.SMALL)):
            if text:
                words.addWidget(Label(text, role))
        line.addLayout(words, 1)
        for person in case.people[:2]:
            line.addWidget(_button("user", _short(person), partial(self.opened.emit, person)))
        if may_resolve:
            line.addWidget(_button("check", say("issue.answer"), partial(self._ask, case)))
        return box

    def _ask(self, case: IssueCase) -> None:
        title = say(f"{IssueKind.WORDS}.{case.issue.kind.value}")
        question = Confirm(
            self, title, text=say("issue.answer_text"), agree=say("issue.answer_agree"),
            reasons=reasons.options(ResolveHow), note_for=frozenset((ResolveHow.OTHERWISE.value,)),
        )  # fmt: skip
        question.agreed.connect(lambda how, note: self.answered.emit(case.issue.id, how, note))
        question.open()


def about(case: IssueCase) -> str:
    """Whom or what an issue is about."""
    if case.people:
        return ", ".join(_named(one) for one in case.people)
    return say("issue.lot", lot=case.lot) if case.lot else say("issue.entries", n=len(case.issue.refs))


def facts(case: IssueCase) -> str:
    """What the check found, in words; empty where the kind says it all."""
    key = f"issue.fact.{case.issue.kind.value}"
    return say(key, **{name: _fact(name, value) for name, value in case.issue.facts.items()}) if known(key) else ""


def _named(person: PersonView) -> str:
    born = written.day(person.dob)
    return f"{person.name} ({born})" if born else person.name


def _short(person: PersonView) -> str:
    """The given name, which comes last."""
    return person.name.rpartition(" ")[2]


def _fact(name: str, value: str) -> str:
    if name == "day":
        return written.day(value)
    field = f"person.field.{value}"
    return say(field) if name == "field" and known(field) else value


def _button(icon: str, words: str, do: Callable[[], None]) -> Button:
    button = Button(words, Kind.QUIET, icon=icon)
    button.clicked.connect(lambda: do())
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
