"""Questions of those above on the sending page: hidden while there are none, answered by keyboard alone."""

from __future__ import annotations

import dataclasses

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.screens.sending_bench import FIGURES, a_model, shown
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.answer_dialog import AnswerDialog
from vaxdesk.ui.screens.sending.gallery import _QUESTIONS
from vaxdesk.words import say

ASKED = msgspec.structs.replace(FIGURES, questions=_QUESTIONS, may_answer=True)


def texts(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(Label))


def buttons(widget, words: str) -> list[QPushButton]:
    return [one for one in widget.findChildren(QPushButton) if words in one.text()]


def test_it_is_hidden_while_nothing_is_asked(qtbot, room: Room) -> None:
    model, _ = a_model(room)
    assert not shown(qtbot, model)._asked.isVisible()


def test_what_is_asked_about_whom_and_by_when_is_said(qtbot, room: Room) -> None:
    model, _ = a_model(room, ASKED)
    view = shown(qtbot, model)
    said = texts(view._asked)
    for part in (
        say("question.what.same_person"), "Mẹ là Bùi Thị Ắng", "Nguyễn Thị Lành",
        say("question.late", day="20/11/2026"), say("question.until", day="30/11/2026"),
        say("question.entries", n=1), "Tủ lạnh",
    ):  # fmt: skip
        assert part in said
    assert len(buttons(view._asked, say("question.answer"))) == 3


def test_whoever_may_not_answer_sees_the_question_and_no_button(qtbot, room: Room) -> None:
    model, _ = a_model(room, msgspec.structs.replace(ASKED, may_answer=False))
    view = shown(qtbot, model)
    assert view._asked.isVisible()
    assert buttons(view._asked, say("question.answer")) == []


def test_an_answer_takes_two_keys_and_can_be_undone(qtbot, room: Room) -> None:
    done: list = []

    def answer(question: str, **how: str):
        done.append((question, how))
        from vaxdesk.desk.context import Done

        return Done(refs=("ANSWER.1",))

    model, _ = a_model(room, ASKED, answer=answer, take_back=lambda one: done.append(("back", one)))
    view = shown(qtbot, model)
    buttons(view._asked, say("question.answer"))[0].click()
    (dialog,) = view.findChildren(AnswerDialog)
    qtbot.waitExposed(dialog)
    assert not dialog.agree.isEnabled()
    QTest.keyClick(dialog.choice.tiles, Qt.Key.Key_3)
    assert not dialog.agree.isEnabled(), "that nobody can tell needs words"
    QTest.keyClick(dialog.choice.tiles, Qt.Key.Key_2)
    QTest.keyClick(dialog.choice.tiles, Qt.Key.Key_Return)
    assert done == [("q1", {"choice": "two_people", "text": ""})]
    room.notices.current.act.do()
    assert done[-1] == ("back", "ANSWER.1")


def test_a_question_that_was_withdrawn_meanwhile_says_so(qtbot, room: Room) -> None:
    gone = Refused(reason=Refusal.QUESTION_GONE)
    model, _ = a_model(room, ASKED, answer=lambda *_, **__: gone)
    view = shown(qtbot, model)
    model.answer("q1", "given", "")
    assert say("refusal.reason.question_gone") in room.notices.current.text
    went: list = []
    model._room = dataclasses.replace(room, go=lambda *where: went.append(where))
    buttons(view._asked, "Lành")[0].click()
    assert went == [("person", _QUESTIONS[0].people[0].id)]
