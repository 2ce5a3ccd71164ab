"""Questions of those above on the sending page: hidden while there are none, answered by keyboard alone."""

from __future__ import annotations

import dataclasses

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.ui.screens.sending_bench import FIGURES, a_model, shown
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.kit.labels import Label
from vaxdesk.ui.kit.sheet_shot import SheetShot
from vaxdesk.ui.sample_sheet import SampleSheet
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.sending.answer_dialog import AnswerDialog
from vaxdesk.ui.screens.sending.complaint_gallery import PLEA
from vaxdesk.ui.screens.sending.gallery import QUESTIONS
from vaxdesk.words import say

ASKED = msgspec.structs.replace(FIGURES, questions=QUESTIONS, may_answer=True)


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
    assert done == [("q1", {"choice": "two_people", "text": "", "photos": ()})]
    room.notices.current.act.do()
    assert done[-1] == ("back", "ANSWER.1")


def test_a_question_that_was_withdrawn_meanwhile_says_so(qtbot, room: Room) -> None:
    gone = Refused(reason=Refusal.QUESTION_GONE)
    model, _ = a_model(room, ASKED, answer=lambda *_, **__: gone)
    view = shown(qtbot, model)
    model.answering.answer("q1", "given", "")
    assert say("refusal.reason.question_gone") in room.notices.current.text
    went: list = []
    model._room = dataclasses.replace(room, go=lambda *where: went.append(where))
    buttons(view._asked, "Lành")[0].click()
    assert went == [("person", QUESTIONS[0].people[0].id)]


def a_photo(shade: int) -> bytes:
    """A small JPEG of one shade of grey."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture = QImage(30, 40, QImage.Format.Format_Grayscale8)
    picture.fill(shade)
    picture.save(buffer, "JPG")
    return bytes(kept.data())


def answering(qtbot, room: Room, **ports) -> tuple[AnswerDialog, list]:
    """The dialog on a question that takes photos of the paper."""
    model, done = a_model(room, msgspec.structs.replace(FIGURES, questions=(PLEA,), may_answer=True), **ports)
    view = shown(qtbot, model)
    buttons(view._asked, say("question.answer"))[0].click()
    (dialog,) = view.findChildren(AnswerDialog)
    qtbot.waitExposed(dialog)
    qtbot.addWidget(view)
    return dialog, done


def test_a_photo_from_a_file_goes_with_the_answer(qtbot, room: Room, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("phieu.jpg", ""))
    one, two = a_photo(0), a_photo(200)
    made = iter((one, one, two))
    dialog, done = answering(qtbot, room, prepare=lambda _: next(made))
    QTest.keyClick(dialog.choice.tiles, Qt.Key.Key_1)
    assert not dialog.agree.isEnabled(), "it says that a photo is there"
    dialog.choice.set_value("")
    for photos in ((one,), (one,), (one, two)):
        dialog.photos.file.click()
        assert dialog.photos.photos() == photos
    assert dialog.choice.value() == "pictured" and say("question.photo.some", n=2) in texts(dialog)
    dialog.photos.drop.click()
    assert dialog.agree.isEnabled()
    dialog.agree.click()
    assert done == [("q4", {"choice": "pictured", "text": "", "photos": (one,)})]


def test_no_more_photos_than_may_be(qtbot, room: Room) -> None:
    dialog, _ = answering(qtbot, room)
    for one in range(6):
        dialog.photos.add(a_photo(40 * one))
    assert len(dialog.photos.photos()) == 4 and not dialog.photos.file.isEnabled()
    dialog.photos.drop.click()
    assert dialog.photos.shoot.isEnabled()


def test_a_photo_by_the_camera_goes_with_the_answer_and_what_is_no_picture_is_said(
    qtbot, room: Room, monkeypatch
) -> None:
    no_picture = Refused(reason=Refusal.NO_PICTURE)
    dialog, done = answering(qtbot, room, prepare=lambda _: no_picture)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("x.txt", ""))
    dialog.photos.file.click()
    assert say("refusal.reason.no_picture") in room.notices.current.text
    dialog.photos.shoot.click()
    (shot,) = dialog.findChildren(SheetShot)
    shot._took(SampleSheet().take())  # how the camera takes it: `test_sheet_shot`
    shot._keep.click()
    assert len(dialog.photos.photos()) == 1
    dialog.agree.click()
    assert done[0][1]["photos"][0].startswith(b"\xff\xd8")
